// pactPreview: a footprint as partners would get it in a version of PACT, and why they would not.
import 'reflect-metadata';
import { Arg, Ctx, Field, ID, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { TanluError } from '../../errors.ts';
import { Issue } from '../../hub/graphql/interfaces.ts';
import type { PactPreview as Preview } from '../../transfer/pact/projections/preview.ts';
import type { RequestContext } from './context.ts';

const PactVersion = { V2_0: '2.0', V2_1: '2.1', V2_2: '2.2', V2_3: '2.3', V3_0: '3.0' } as const satisfies Record<string, Preview['version']>;
registerEnumType(PactVersion, {
  name: 'PactVersion', description: 'Versions of PACT.',
  valuesConfig: Object.fromEntries(Object.entries(PactVersion).map(([name, version]) => [name, { description: `Version ${version}: figures for ${version === '3.0' ? 'the declared amount' : 'one unit'}.` }])),
});

@ObjectType('PactPreview', { simpleResolvers: true, description: 'A footprint in the words of a version of PACT.' })
class PactPreview {
  @Field(() => PactVersion, { description: 'The version.' })
  version!: Preview['version'];

  @Field(() => String, { nullable: true, description: 'The product footprint, JSON; null where the version cannot state it.' })
  document: string | undefined;

  @Field(() => [Issue], { description: 'Why there is no document (severity error), and what of the record the version has no place for. For the owner and the operator; others see none.' })
  issues!: object[];

  constructor(preview: Preview) {
    Object.assign(this, preview);
  }
}

@Resolver()
export class PactPreviewResolver {
  @Query(() => PactPreview, { nullable: true, description: 'The current version of a footprint as partners would get it, drafts included for their owner and the operator; others see what the PACT host would give them. Null where there is nothing that the caller may see.' })
  async pactPreview(
    @Arg('footprint', () => ID, { description: 'Identifier of the footprint in the hub.' }) footprint: string,
    @Arg('version', () => PactVersion, { description: 'The version.' }) version: Preview['version'],
    @Ctx() { principal, pactPreviews }: RequestContext,
  ): Promise<PactPreview | undefined> {
    if (pactPreviews === undefined) throw new TanluError('PACT_UNAVAILABLE', 'This server has no exchange of footprints.', { kind: 'unavailable' });
    const found = await pactPreviews.preview(principal, footprint, version);
    return found === undefined ? undefined : new PactPreview(found);
  }
}
