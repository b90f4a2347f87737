// Resolves root fields: plans the selection, compiles it, runs it. A compiled plan is kept with the parsed document, so that a repeated operation is not planned again.
import { visit, Kind, type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { readerKey } from '../../database/read/access.ts';
import { compilePage, type CompiledPage } from '../../database/read/compile-page.ts';
import { column, type Page, type PagePlan } from '../../database/read/plan.ts';
import type { Predicate } from '../../database/read/predicate.ts';
import { runPage } from '../../database/read/run-page.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Noun } from '../../model/noun.ts';
import { TanluError } from '../../errors.ts';
import { readerOf } from '../access/policy.ts';
import { argumentsOf } from './arguments.ts';
import { scopeOf, type GraphqlContext } from './context.ts';
import type { RowKind } from './field-source.ts';
import { asGraphqlError, onlyRows, planPage, planRow, type Planning } from './plan-selection.ts';
import { rowSource } from './row-sources.ts';

type Row = Record<string, unknown>;

export const planningOf = (context: GraphqlContext, info: GraphQLResolveInfo): Planning =>
  ({ fragments: info.fragments, variables: info.variableValues, schema: info.schema, maxPage: context.limits.maxPage, rowSource });

interface Kept {
  nodes: readonly FieldNode[];
  variables: boolean;
  pages: Map<string, CompiledPage>;
}

// With the document gone its plans go too. Per field, so many combinations of variables are kept.
const kept = new WeakMap<FieldNode, Kept>();
const mostPages = 200;

function hasVariables(nodes: readonly FieldNode[], fragments: GraphQLResolveInfo['fragments'], seen = new Set<string>()): boolean {
  let found = false;
  for (const node of nodes) {
    visit(node, {
      [Kind.VARIABLE]: () => { found = true; },
      [Kind.FRAGMENT_SPREAD]: (spread) => {
        const fragment = fragments[spread.name.value];
        if (!fragment || seen.has(spread.name.value)) return;
        seen.add(spread.name.value);
        if (hasVariables(fragment.selectionSet.selections as FieldNode[], fragments, seen) || fragment.directives?.length) found = true;
      },
    });
  }
  return found;
}

/** The compiled page of a field, planned by `plan` at first use. */
export function compiledFor(context: GraphqlContext, info: GraphQLResolveInfo, plan: () => { page: PagePlan; asOf?: string | null | undefined }): CompiledPage {
  const nodes = info.fieldNodes;
  let entry = kept.get(nodes[0]!);
  if (!entry) {
    entry = { nodes, variables: hasVariables(nodes, info.fragments), pages: new Map() };
    kept.set(nodes[0]!, entry);
  }
  const mine = entry.nodes === nodes || (entry.nodes.length === nodes.length && entry.nodes.every((node, i) => node === nodes[i]));
  const key = `${readerKey(readerOf(context.principal))} ${context.limits.maxPage} ${entry.variables ? JSON.stringify(info.variableValues) : ''}`;
  const known = mine ? entry.pages.get(key) : undefined;
  if (known) return known;
  const { page, asOf } = plan();
  const compiled = compilePage(page, scopeOf(context, asOf));
  if (mine && key.length < 10_000) {
    if (entry.pages.size >= mostPages) entry.pages.clear();
    entry.pages.set(key, compiled);
  }
  return compiled;
}

const asOfByRoot = (context: GraphqlContext): Map<string, string> => {
  const known = context.loaders.get('asOf') as Map<string, string> | undefined;
  if (known) return known;
  const made = new Map<string, string>();
  context.loaders.set('asOf', made);
  return made;
};

function rememberAsOf(context: GraphqlContext, info: GraphQLResolveInfo, asOf: string | null | undefined): void {
  if (asOf != null) asOfByRoot(context).set(String(info.path.key), asOf);
}

/** The `asOf` of the root field that a field stands under; for fields that load on their own. */
export function asOfOf(context: GraphqlContext, info: GraphQLResolveInfo): string | undefined {
  const times = context.loaders.get('asOf') as Map<string, string> | undefined;
  if (!times) return undefined;
  let path = info.path;
  while (path.prev) path = path.prev;
  return times.get(String(path.key));
}

/** Root list of a noun. */
export async function resolveList(noun: Noun, context: GraphqlContext, info: GraphQLResolveInfo): Promise<Page> {
  try {
    const field = (info.parentType as GraphQLObjectType).getFields()[info.fieldName]!;
    const { asOf } = argumentsOf<{ asOf?: string | null }>(info);
    rememberAsOf(context, info, asOf);
    return await runPage(context.db, compiledFor(context, info, () => ({ page: planPage(info.fieldNodes, noun, field, planningOf(context, info)), asOf })));
  } catch (error) {
    throw asGraphqlError(error);
  }
}

/** A plan for the rows that fulfill a condition, all of them, shaped by the selection of a field. */
export function planRows(context: GraphqlContext, info: GraphQLResolveInfo, kind: RowKind, where: Predicate, most: number, more: Partial<PagePlan> = {}): PagePlan {
  return { row: planRow(info.fieldNodes, kind, planningOf(context, info)), where, order: [], first: most, wants: onlyRows, ...more };
}

/** The condition that a row has this identifier. Throws INPUT_INVALID where it is none. */
export function identified(noun: Noun, id: string): Predicate {
  const own = rowSource(noun).table.columns.some((c) => c.name === 'id');
  if (own && uuidPattern.test(id.toLowerCase())) return { op: 'eq', sql: column('id'), type: 'uuid', value: id.toLowerCase() };
  const key = own ? undefined : new RegExp(`^${noun}-(\\d{1,15})$`).exec(id)?.[1];
  if (key !== undefined) return { op: 'eq', sql: column('key'), type: 'bigint', value: key };
  throw new TanluError('INPUT_INVALID', `"${id.slice(0, 80)}" is not the identifier of a record of type ${rowSource(noun).type}; these look like ${own ? '0c017ea1-0b0a-47eb-b528-673d03785ea1' : `${noun}-1`}.`, { kind: 'usage' });
}

/** Root field for one record by its identifier; null where there is none to see. */
export async function resolveOne(noun: Noun, context: GraphqlContext, info: GraphQLResolveInfo): Promise<Row | null> {
  try {
    const { id, version, asOf } = argumentsOf<{ id: string; version?: string | null; asOf?: string | null }>(info);
    rememberAsOf(context, info, asOf);
    const compiled = compiledFor(context, info, () => {
      const where: Predicate[] = [identified(noun, id)];
      if (version != null) where.push({ op: 'eq', sql: column('version'), type: 'text', value: version });
      if (version != null && asOf != null) where.push({ op: 'lte', sql: column('recorded_from'), type: 'timestamptz', value: asOf });
      const latest = { name: 'revision', sql: column('revision'), type: 'integer' as const, descending: true, nullable: false };
      return { page: planRows(context, info, noun, { op: 'and', of: where }, 1, version == null ? {} : { anyVersion: true, order: [latest] }), asOf };
    });
    return (await runPage(context.db, compiled)).nodes[0] as Row | undefined ?? null;
  } catch (error) {
    throw asGraphqlError(error);
  }
}

