// convert: one record of the hub as another format would have it, with what would be kept and lost. A preview: nothing is stored.
import 'reflect-metadata';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { TanluError } from '../../errors.ts';
import { readerOf } from '../../hub/access/policy.ts';
import { Issue } from '../../hub/graphql/interfaces.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Preview, Previewed } from '../../transfer/convert/preview.ts';
import { previewFormats, previewLists } from '../../transfer/flow-maps/mapping-service.ts';
import type { RequestContext } from './context.ts';
import { mappingsOf } from './flow-mapping.resolver.ts';
import { ConversionRefused, NoSuchRecord, PreviewTooLarge } from './problem.ts';

const nouns = ['process', 'flow', 'flowProperty', 'unitGroup', 'source', 'contact', 'impactMethod', 'impactCategory'] as const satisfies readonly DatasetNoun[];
const upper = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const RecordType = Object.fromEntries(nouns.map((noun) => [upper(noun), noun]));
registerEnumType(RecordType, { name: 'RecordType', description: 'Kinds of records that formats have datasets for.', valuesConfig: Object.fromEntries(nouns.map((noun) => [upper(noun), { description: `A ${words(noun)}.` }])) });
const Format = Object.fromEntries(previewFormats().map(({ name }) => [upper(name), name]));
registerEnumType(Format, { name: 'Format', description: 'Formats that the hub writes.', valuesConfig: Object.fromEntries(previewFormats().map(({ name, title }) => [upper(name), { description: `${title}.` }])) });
const FlowListName = Object.fromEntries(previewLists.map((name) => [upper(name), name]));
registerEnumType(FlowListName, { name: 'FlowListName', description: 'Lists that elementary flows can be led to.', valuesConfig: { ILCD: { description: 'ILCD, EF 3.1.' }, ECOINVENT: { description: 'ecoinvent.' }, FEDEFL: { description: 'Federal Elementary Flow List (US EPA).' } } });

@InputType('RecordKey', { description: 'Which record is meant.' })
class RecordKey {
  @Field(() => RecordType, { description: 'What it is.' })
  type!: DatasetNoun;

  @Field(() => ID, { description: 'Its identifier; the current version is taken.' })
  id!: string;
}

@ObjectType('ConvertedDocument', { simpleResolvers: true, description: 'A document as it would stand in a package.' })
class ConvertedDocument {
  @Field(() => String, { description: 'Path inside the package.' })
  name!: string;

  @Field(() => String, { description: 'The document itself: XML or JSON.' })
  text!: string;
}

@ObjectType('FateCounts', { simpleResolvers: true, description: 'Values by what becomes of them.' })
class FateCounts {
  @Field(() => Int, { description: 'Stand there as they were.' })
  kept!: number;

  @Field(() => Int, { description: 'Stand there in another form, from which they can be computed again.' })
  derived!: number;

  @Field(() => Int, { description: 'Stand there changed.' })
  approximated!: number;

  @Field(() => Int, { description: 'Do not stand there.' })
  lost!: number;
}

@ObjectType('PathFate', { simpleResolvers: true, description: 'What becomes of the values of one path of the model.' })
class PathFate extends FateCounts {
  @Field(() => String, { description: 'Path in the model, positions in lists left out; what was kept beside the record under its path in the format.' })
  path!: string;
}

@ObjectType('ConversionPreview', { simpleResolvers: true, description: 'A record as another format would have it.' })
class ConversionPreview {
  @Field(() => String, { description: 'Name of the format.' })
  format!: string;

  @Field(() => [ConvertedDocument], { description: 'The document of the record first, then what would be written for it alone, such as reference data.' })
  documents!: ConvertedDocument[];

  @Field(() => FateCounts, { description: 'All values of the record.' })
  values!: FateCounts;

  @Field(() => [PathFate], { description: 'The same by path, most lost first.' })
  paths!: PathFate[];

  @Field(() => [Issue], { description: 'What could not be written as it is.' })
  issues!: object[];

  constructor(preview: Preview) {
    Object.assign(this, preview);
  }
}

const ConvertResult = createUnionType({
  name: 'ConvertResult', description: 'A preview, or why there is none.',
  types: () => [ConversionPreview, NoSuchRecord, ConversionRefused, PreviewTooLarge] as const,
});

function problem({ refused, message, issues = [] }: Exclude<Previewed, { preview: unknown }>): NoSuchRecord | ConversionRefused | PreviewTooLarge {
  if (refused === 'UNKNOWN') return new NoSuchRecord(message);
  return refused === 'TOO_LARGE' ? new PreviewTooLarge(message) : new ConversionRefused(refused, message, issues);
}

/** Previews that one operation may ask for: each reads and writes a record with all that it refers to. */
const mostPreviews = 5;
const previews = new WeakMap<RequestContext, number>();

@Resolver()
export class ConvertResolver {
  @Query(() => ConvertResult, { description: 'One record as a format would have it: text, issues, and what would be kept and lost. Nothing is stored. Whole packages: GET /export, tanlu export, tanlu convert.' })
  async convert(
    @Arg('record', () => RecordKey, { description: 'The record.' }) record: RecordKey,
    @Arg('to', () => Format, { description: 'The format.' }) format: string,
    @Arg('flowList', () => FlowListName, { nullable: true, description: 'Leads elementary flows to this list.' }) flowList: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<typeof ConvertResult> {
    const { principal, timeoutMs, signal } = context;
    const asked = (previews.get(context) ?? 0) + 1;
    previews.set(context, asked);
    if (asked > mostPreviews) throw new TanluError('TOO_MANY_PREVIEWS', `One operation may ask for ${mostPreviews} previews; ask for more in several requests.`, { kind: 'usage' });
    const done = await mappingsOf(context).preview({ noun: record.type, id: record.id, format, flowList: flowList ?? undefined, reader: readerOf(principal), onGiven: async (given) => { await context.services?.accessEvents.record(principal, 'preview', given); }, timeoutMs, signal });
    return 'preview' in done ? new ConversionPreview(done.preview) : problem(done);
  }
}
