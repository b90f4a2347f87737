// Which datasets leave the hub: the current ones that a selection names, and all that they refer to as far as it may be passed on.
import type { ClientBase } from 'pg';
import { rowSeen } from '../../database/read/access.ts';
import { Parameters } from '../../database/read/parameters.ts';
import type { Reader } from '../../database/read/plan.ts';
import { predicateSql } from '../../database/read/predicate.ts';
import { visible } from '../../database/read/visibility.ts';
import { nounTables } from '../../database/tables/tables.ts';
import { TanluError } from '../../errors.ts';
import { filterPredicate, type FilterInput } from '../../hub/graphql/filters.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { IssueCode } from '../../model/issue-codes.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import { uuidPattern } from '../../model/scalar.ts';

/** What to export: all conditions must hold, as in the filters of the API. */
export interface Selection {
  noun: DatasetNoun;
  ids?: readonly string[] | undefined;
  /** Words that must all occur. */
  search?: string | undefined;
  /** A class with all classes below it. */
  classification?: { scheme: string; code: string } | undefined;
  /** A place with all places inside it. */
  geography?: string | undefined;
}

export interface ChooseOptions {
  /** Leaves out what this reader may not see. */
  reader: Reader;
  /** Most datasets, with those referred to. */
  limit?: number | undefined;
  onIssue: (issue: Issue) => void;
}

/** Counts of a choice. Withheld: left out by licence, by visibility, or because only a placeholder stands for them. */
export interface ChoiceCounts { selected: number; referred: number; forbidden: number; notPublic: number; placeholders: number }

/** Keys of the rows to write by noun, each list in the order of identifiers. */
export interface Choice { keys: Map<DatasetNoun, string[]>; counts: ChoiceCounts }

/** Nouns that come along with what refers to them. A supplier is a process of its own and comes only where it is selected; a model is nothing without its processes. */
const followed: readonly DatasetNoun[] = ['contact', 'source', 'unitGroup', 'flowProperty', 'flow', 'impactMethod', 'impactCategory'];
const keysAtOnce = 2000;

interface Found { key: string; id: string; redistribution: string | null; placeholder: boolean; seen: boolean }

function filterOf({ noun, ids, search, classification, geography }: Selection): FilterInput {
  if (geography !== undefined && nounTables[noun].place !== true) throw new TanluError('EXPORT_FILTER', `A ${noun} has no geography to select by. Leave that condition out, or select another noun.`, { kind: 'usage', params: { noun } });
  return {
    ...(ids === undefined ? {} : { id: { in: ids } }), ...(search === undefined ? {} : { search }), ...(classification === undefined ? {} : { classification }),
    ...(geography === undefined ? {} : { geography: { code: geography } }),
  };
}

async function selected(client: ClientBase, selection: Selection, reader: Reader, limit: number | undefined): Promise<Found[]> {
  const table = nounTables[selection.noun];
  const parameters = new Parameters();
  const scope = { reader };
  const conditions = [...visible(table, 'd', scope, parameters), 'not d.placeholder', predicateSql(filterPredicate(selection.noun, filterOf(selection)), 'd', scope, parameters)];
  const rows = await client.query<Found>(
    `select d.key::text, d.id::text, d.redistribution, d.placeholder, true as seen from ${table.name} d where ${conditions.join(' and ')} order by d.id${limit === undefined ? '' : ` limit ${limit + 1}`}`,
    parameters.values);
  return rows.rows;
}

/** Identifiers that rows refer to, by noun. */
async function referredTo(client: ClientBase, noun: DatasetNoun, keys: readonly string[]): Promise<{ noun: DatasetNoun; id: string }[]> {
  const rows = await client.query<{ noun: DatasetNoun; id: string }>(
    'select distinct to_noun as noun, to_id::text as id from dataset_reference where from_noun = $1 and from_key = any($2::bigint[]) and to_noun = any($3::text[])', [noun, keys, noun === 'lifeCycleModel' ? [...followed, 'process', 'lifeCycleModel'] : followed]);
  if (noun === 'contact') rows.rows.push(...(await client.query<{ noun: DatasetNoun; id: string }>(`select distinct 'contact' as noun, lower(record ->> 'companyId') as id from contact where key = any($1::bigint[]) and record ? 'companyId'`, [keys])).rows.filter(({ id }) => uuidPattern.test(id)));
  const long = noun === 'process' ? 'exchange where process_key' : noun === 'impactCategory' ? 'characterization_factor where impact_category_key' : undefined;
  if (long === undefined) return rows.rows;
  const flows = await client.query<{ noun: DatasetNoun; id: string }>(`select distinct 'flow' as noun, flow_id::text as id from ${long} = any($1::bigint[]) and flow_id is not null`, [keys]);
  return [...rows.rows, ...flows.rows];
}

function* chunksOf<T>(list: readonly T[], size: number): Iterable<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}

class Chooser {
  readonly counts: ChoiceCounts = { selected: 0, referred: 0, forbidden: 0, notPublic: 0, placeholders: 0 };
  readonly rows = new Map<DatasetNoun, Found[]>();
  readonly #seen = new Set<string>();
  readonly #options: ChooseOptions;

  constructor(options: ChooseOptions) {
    this.#options = options;
  }

  /** Takes what may be passed on; tells of the rest. */
  take(noun: DatasetNoun, found: readonly Found[], count: 'selected' | 'referred'): Found[] {
    const taken = found.filter((row) => this.#mayLeave(noun, row));
    for (const { id } of found) this.#seen.add(`${noun} ${id}`);
    this.rows.set(noun, [...(this.rows.get(noun) ?? []), ...taken]);
    this.counts[count] += taken.length;
    const { limit } = this.#options;
    if (limit !== undefined && this.counts.selected + this.counts.referred > limit) {
      throw new TanluError('EXPORT_TOO_LARGE', `The selection has more than ${limit} datasets with all that they refer to. Narrow it, or ask the operator for a package made by \`tanlu export\`.`, { kind: 'usage', params: { limit } });
    }
    return taken;
  }

  isNew(noun: DatasetNoun, id: string): boolean {
    return !this.#seen.has(`${noun} ${id}`);
  }

  #mayLeave(noun: DatasetNoun, { id, seen, redistribution, placeholder }: Found): boolean {
    const tell = (code: IssueCode): void => this.#options.onIssue(makeIssue(code, { dataset: `${noun} ${id}` }, { type: noun, id }));
    if (!seen) {
      this.counts.notPublic += 1;
      tell('export-not-public');
    } else if (redistribution === 'FORBIDDEN') {
      this.counts.forbidden += 1;
      tell('export-forbidden');
    } else if (placeholder) {
      this.counts.placeholders += 1;
      tell('export-placeholder');
    } else {
      if (redistribution !== 'ALLOWED') tell('export-license-unknown');
      return true;
    }
    return false;
  }
}

/**
 * Chooses the datasets of an export. What is left out is counted and told, and what only it refers to does not come along.
 * Throws TanluError (usage): EXPORT_NOTHING, EXPORT_TOO_LARGE, EXPORT_FILTER, INPUT_INVALID.
 */
export async function choose(client: ClientBase, selection: Selection, options: ChooseOptions): Promise<Choice> {
  const chooser = new Chooser(options);
  const { noun } = selection;
  const found = await selected(client, selection, options.reader, options.limit);
  if (found.length === 0) throw new TanluError('EXPORT_NOTHING', `No current ${noun} of the hub fulfills the conditions, so there is nothing to export. Check them, or leave some out.`, { kind: 'usage', params: { noun } });
  const ids = new Set(found.map((row) => row.id));
  for (const id of new Set(selection.ids?.map((each) => each.toLowerCase()))) if (!ids.has(id)) options.onIssue(makeIssue('export-not-found', { dataset: `${noun} ${id}` }, { type: noun, id }));
  let frontier = new Map([[noun, chooser.take(noun, found, 'selected')]]);
  while (frontier.size > 0) {
    const wanted = new Map<DatasetNoun, Set<string>>();
    for (const [from, rows] of frontier) {
      for (const keys of chunksOf(rows.map((row) => row.key), keysAtOnce)) {
        for (const { noun: to, id } of await referredTo(client, from, keys)) if (chooser.isNew(to, id)) wanted.set(to, (wanted.get(to) ?? new Set()).add(id));
      }
    }
    frontier = new Map();
    for (const [to, targets] of wanted) {
      const rows: Found[] = [];
      for (const some of chunksOf([...targets].sort(), keysAtOnce)) {
        rows.push(...(await client.query<Found>(`select key::text, id::text, redistribution, placeholder, ${rowSeen(nounTables[to], 'd', options.reader) ?? 'true'} as seen from ${nounTables[to].name} d where id = any($1::uuid[]) and recorded_to is null order by id`, [some])).rows);
      }
      frontier.set(to, chooser.take(to, rows, 'referred'));
    }
  }
  const inOrder = (rows: readonly Found[]): string[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((row) => row.key);
  return { keys: new Map([...chooser.rows].map(([each, rows]) => [each, inOrder(rows)])), counts: chooser.counts };
}
