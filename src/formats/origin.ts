// The mark of origin: what a dataset was called where it came from, in the room that every format leaves for content of others
// (ILCD common:other, openLCA otherProperties, elements of other namespaces in EcoSpold). With it, A → B → A gives back the identities of A.
import { z } from 'zod';
import type { DatasetNoun } from '../model/noun.ts';
import { uuidPattern } from '../model/scalar.ts';
import type { Exchange, Process } from '../model/process.ts';
import type { Extensions, Reference } from '../model/value.ts';
import type { ReadDataset } from '../mapping/transform.ts';
import type { DocumentReading } from './adapter.ts';

/** Where the documents of a format have room for the mark, and which identities the format makes itself, so that they would be others. */
export interface OriginRoom {
  /** Path from the dataset. */
  path: string;
  /** Member of the JSON object there; absent where the text is the mark. */
  member?: string;
  /** The identifier of a dataset is made of what it says. */
  makesIds?: boolean;
  /** Those of flows, people and sources are, too. */
  makesAllIds?: boolean;
  /** Elementary exchanges stand behind the others. */
  elementaryLast?: boolean;
}

const names = z.array(z.string().nullable()).optional();

/** Identities of a dataset that its document has no place for. Lists are as long as that of the exchanges (or factors), in the order of the document. */
const origin = z.object({
  format: z.string().describe('Format that the dataset was first written from.'),
  as: z.string().optional().describe("Identifier of the dataset by the rules of the document's format: where it is another by now, the document was made another dataset, and the mark does not count."),
  id: z.string().regex(uuidPattern).optional(),
  version: z.string().optional().describe('Version in the spelling of its format.'),
  written: z.string().optional().describe('Version in the document that stands for it.'),
  activityId: z.string().regex(uuidPattern).optional().describe('EcoSpold 2.'),
  number: z.string().optional().describe('Number of the dataset (EcoSpold 1).'),
  exchanges: z.array(z.string()).optional().describe('Internal ids.'),
  parameters: names.describe('Internal ids.'),
  flows: names,
  providers: names.describe('Suppliers; an empty list says that there are none.'),
  links: names.describe('Activity links (EcoSpold 2).'),
  roles: z.record(z.string(), z.string()).optional().describe('Identifiers by the field that refers to them.'),
  records: z.array(z.tuple([z.string(), z.string(), z.string()])).optional().describe('Noun, identifier and version of records that stand in the document without their version.'),
});
export type Origin = z.infer<typeof origin>;

/** The leaf that a writer puts into the document. */
export const originLeaf = (mark: Origin, { path, member }: OriginRoom): [string, string] => [path, JSON.stringify(member === undefined ? mark : { [member]: mark })];

/** Whether a leaf that stands beside a record is its mark. */
export const isOrigin = (path: string, text: string): boolean => path.endsWith('tanlu:origin') || (path === 'otherProperties' && text.startsWith('{"tanlu:origin"'));

/** The mark of a record that was read from a format; undefined where it has none, or one that nobody can read. */
export function originOf(record: object, format: string, { path, member }: OriginRoom): Origin | undefined {
  const text = (record as { extensions?: Extensions }).extensions?.[format]?.find(([at]) => at === path)?.[1];
  if (text === undefined || !text.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    return origin.safeParse(member === undefined ? value : value[member]).data;
  } catch {
    return undefined; // the text of somebody else
  }
}

type Marked = Process & { factors?: Exchange[] };
const isId = (id: unknown): id is string => typeof id === 'string' && uuidPattern.test(id);

/** The object that a role names: administration.enteredBy, dataSources.2. */
function atRole(record: object, role: string): Reference | undefined {
  let at: unknown = record;
  for (const part of role.split('.')) at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined;
  return at as Reference | undefined;
}

/** Identifiers of derived records by the ones that they get, of one document. */
class Renamed {
  readonly #ids = new Map<string, Set<string>>();

  note(type: string, from: string | undefined, to: string): void {
    if (from === undefined || from === to) return;
    const key = `${type} ${from}`;
    const ids = this.#ids.get(key);
    if (ids === undefined) this.#ids.set(key, new Set([to]));
    else ids.add(to);
  }

  of(type: string, id: string): ReadonlySet<string> | undefined {
    return this.#ids.get(`${type} ${id}`);
  }
}

function giveToExchanges(record: Marked, { flows, providers, links }: Origin, renamed: Renamed): void {
  const list = record.exchanges ?? record.factors ?? [];
  const fits = <T>(values: T[] | undefined): values is T[] => values?.length === list.length;
  list.forEach((exchange, i) => {
    const id = fits(flows) ? flows[i] : undefined;
    if (isId(id)) {
      renamed.note('flow', exchange.flow.id, id);
      exchange.flow.id = id;
    }
    const provider = fits(providers) ? providers[i] : undefined;
    if (isId(provider)) exchange.provider = { ...exchange.provider, type: 'process', id: provider };
    else if (provider === null || providers?.length === 0) delete exchange.provider;
    const link = fits(links) ? links[i] : undefined;
    if (isId(link)) exchange.activityLinkId ??= link;
  });
}

/** People and sources: by their fields first; lists name the same ones again. */
function giveToRoles(record: Marked, roles: Record<string, string>, renamed: Renamed): void {
  const known = new Map<string, string>();
  const done = new Set<Reference>();
  for (const [role, id] of Object.entries(roles)) {
    const reference = atRole(record, role);
    if (reference?.id === undefined || !isId(id)) continue;
    renamed.note(reference.type, reference.id, id);
    known.set(reference.id, id);
    reference.id = id;
    done.add(reference);
  }
  const lists = [record.administration?.contacts, record.dataSources, ...(record.exchanges ?? record.factors ?? []).map((e) => e.sources)];
  for (const reference of lists.flatMap((list) => list ?? [])) {
    if (!done.has(reference) && reference.id !== undefined) reference.id = known.get(reference.id) ?? reference.id;
  }
}

function give(dataset: ReadDataset, mark: Origin, { makesIds }: OriginRoom, renamed: Renamed): void {
  const record = dataset.record as Marked;
  const before = `${dataset.noun} ${record.id}`;
  if (makesIds === true && mark.id !== undefined) record.id = mark.id;
  for (const issue of dataset.issues) if (issue.dataset === before) issue.dataset = `${dataset.noun} ${record.id}`;
  if (mark.activityId !== undefined) record.activityId ??= mark.activityId;
  if (mark.number !== undefined) record.sourceId ??= mark.number;
  giveToExchanges(record, mark, renamed);
  if (mark.roles !== undefined) giveToRoles(record, mark.roles, renamed);
}

/** Gives the datasets of a document, and the records that were made of what they say, the identities that their marks tell. */
export function giveBack(reading: DocumentReading, format: string, room: OriginRoom): void {
  const renamed = new Renamed();
  const versions = new Map<string, string>();
  let [marked, unmarked] = [false, false];
  for (const dataset of reading.datasets) {
    if (dataset.derived === true) continue;
    const mark = originOf(dataset.record, format, room);
    if (mark === undefined || (mark.as !== undefined && mark.as !== dataset.record.id)) {
      unmarked = true;
      continue;
    }
    marked = true;
    give(dataset, mark, room, renamed);
    for (const [noun, id, version] of mark.records ?? []) versions.set(`${noun} ${id}`, version);
  }
  if (!marked) return;
  reading.datasets = reading.datasets.flatMap((dataset) => {
    if (dataset.derived !== true) return [dataset];
    const ids = renamed.of(dataset.noun, dataset.record.id) ?? new Set([dataset.record.id]);
    // What an unmarked dataset of the document names keeps its identifier.
    const all = unmarked ? new Set([dataset.record.id, ...ids]) : ids;
    return [...all].map((id) => {
      const version = versions.get(`${dataset.noun} ${id}`) ?? dataset.record.version;
      return id === dataset.record.id && version === dataset.record.version ? dataset : { ...dataset, record: { ...dataset.record, id, version } } as ReadDataset<DatasetNoun>;
    });
  });
}
