// Turns a GraphQL selection into a read plan: columns, joins and nested lists of just what is asked for.
import { GraphQLError, type FieldNode, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { noMembers, type Members, type OrderTerm, type PagePlan, type Reader, type ReadGroups, type Relation, type RowPlan, type Wants } from '../../database/read/plan.ts';
import type { Predicate } from '../../database/read/predicate.ts';
import type { FieldGroup } from '../../model/field-group.ts';
import type { Table } from '../../database/tables/column.ts';
import { TanluError } from '../../errors.ts';
import { argumentValues } from './arguments.ts';
import type { FieldSource, FieldSources, RowKind } from './field-source.ts';
import { collect, slotOf, type Selected, type Selecting } from './selection.ts';

export const onlyRows: Wants = { rows: true, edges: false, cursors: false, totalCount: false, hasNext: false, hasPrevious: false };

/** What the planner must know of a kind of rows. */
export interface RowSource {
  type: string;
  types: ReadonlySet<string>;
  table: Table;
  sources: FieldSources;
  /** Predicate and order from the arguments of its lists. */
  where(args: Record<string, unknown>): Predicate | undefined;
  order(args: Record<string, unknown>, relation: Relation | undefined): OrderTerm[];
}

export interface Planning extends Selecting {
  maxPage: number;
  rowSource(kind: RowKind): RowSource;
}

interface PageArguments { first?: number | null; last?: number | null; after?: string | null; before?: string | null }

/** `through`: the relation that leads to the rows. */
export function planRow(nodes: readonly FieldNode[], kind: RowKind, planning: Planning, through?: Relation): RowPlan {
  const source = planning.rowSource(kind);
  const members = noMembers();
  const selected = collect(nodes, source.types, planning);
  fill(members, selected, source.sources, source.type, planning);
  const groups = source.table.closed === undefined ? undefined : groupsRead(selected, source, planning, through);
  return { table: source.table, typename: source.type, members, ...(groups !== undefined && { groups }) };
}

/** What a selection reads of groups of fields that a record may close; following a closed reference to or from it is reading it. */
function groupsRead(selected: Selected, { sources, table }: RowSource, planning: Planning, through: Relation | undefined): ReadGroups | undefined {
  const groups = new Set<FieldGroup>();
  let beside = false;
  const led = through && table.closed?.[through.foreign];
  if (led !== undefined) groups.add(led);
  for (const [name, nodes] of selected) {
    const source = sources[name];
    const reference = source !== undefined && 'relation' in source ? table.closed?.[source.relation.local] : undefined;
    if (reference !== undefined) groups.add(reference);
    const guard = source?.guard;
    if (guard === undefined) continue;
    if ('beside' in guard) beside = true;
    else if (guard.inner === undefined || guard.inner.some((field) => collect(nodes, undefined, planning).has(field))) groups.add(guard.group);
  }
  return groups.size > 0 || beside ? { groups: [...groups], beside } : undefined;
}

function fill(members: Members, selected: Selected, sources: FieldSources, type: string, planning: Planning): void {
  for (const [name, nodes] of selected) {
    const source = sources[name];
    if (source) place(members, name, nodes, source, type, planning);
  }
}

function place(members: Members, property: string, nodes: FieldNode[], source: FieldSource, type: string, planning: Planning): void {
  switch (source.kind) {
    case 'value': members.outputs.push({ property, sql: source.sql }); break;
    case 'computed': for (const need of source.needs) if (!members.outputs.some((o) => o.property === need.property)) members.outputs.push(need); break;
    case 'text': text(members, property, nodes, source, planning); break;
    case 'embedded': embedded(members, property, nodes, source, planning); break;
    case 'group': {
      const inner = noMembers();
      fill(inner, collect(nodes, undefined, planning), source.fields, '', planning);
      members.groups.push({ property, members: inner });
      break;
    }
    case 'one': members.ones.push({ property, relation: source.relation, row: planRow(nodes, source.to, planning, source.relation) }); break;
    case 'many': {
      const bySlot = Map.groupBy(nodes, slotOf);
      const field = (planning.schema.getType(type) as GraphQLObjectType).getFields()[property]!;
      for (const [slot, same] of bySlot) members.manys.push({ slot, relation: source.relation, page: planPage(same, source.to, field, planning, source) });
      break;
    }
    case 'first': {
      const { relation, to, where } = source;
      const page: PagePlan = { row: planRow(nodes, to, planning, relation), where, order: planning.rowSource(to).order({}, relation), first: 1, wants: onlyRows };
      members.manys.push({ slot: slotOf(nodes[0]!), relation, page });
      break;
    }
  }
}

// Two languages by ->> are cheaper than parsing the object of all of them.
function text(members: Members, property: string, nodes: FieldNode[], source: Extract<FieldSource, { kind: 'text' }>, planning: Planning): void {
  const wanted = [...collect(nodes, undefined, planning).keys()].filter((name) => name !== '__typename');
  // Of other texts than the name none at all must stay null.
  if (property !== 'name' || wanted.some((name) => name !== 'zh' && name !== 'en')) {
    members.outputs.push({ property, sql: source.sql });
    return;
  }
  const outputs = wanted.map((name) => ({ property: name, sql: (alias: string, reader: Reader) => `${source.sql(alias, reader)} ->> '${name}'` }));
  members.groups.push({ property, members: { ...noMembers(), outputs } });
}

function embedded(members: Members, property: string, nodes: FieldNode[], source: Extract<FieldSource, { kind: 'embedded' }>, planning: Planning): void {
  const wanted = [...collect(nodes, undefined, planning).keys()].filter((name) => name !== '__typename');
  if (wanted.some((name) => source.leaves[name] === undefined)) {
    members.outputs.push({ property, sql: source.sql });
    return;
  }
  const outputs = wanted.map((name) => ({ property: name, sql: source.leaves[name]! }));
  const nullWhen = wanted.filter((name) => source.required.includes(name)).map((name) => source.leaves[name]!);
  members.groups.push({ property, members: { ...noMembers(), outputs }, nullWhen });
}

/** A page of a list: what of the connection is selected, and its arguments. */
export function planPage(nodes: readonly FieldNode[], kind: RowKind, field: GraphQLField<unknown, unknown>, planning: Planning, list?: { relation: Relation; fixed?: Record<string, unknown> }): PagePlan {
  const args = argumentValues<PageArguments & Record<string, unknown>>(field, nodes[0]!, planning.variables);
  const selected = collect(nodes, undefined, planning);
  const edges = collect(selected.get('edges') ?? [], undefined, planning);
  const info = collect(selected.get('pageInfo') ?? [], undefined, planning);
  const rowNodes = [...(selected.get('nodes') ?? []), ...(edges.get('node') ?? [])];
  const wants: Wants = {
    rows: selected.has('nodes') || selected.has('edges') || selected.has('pageInfo'),
    edges: selected.has('edges'),
    cursors: edges.has('cursor') || info.has('startCursor') || info.has('endCursor'),
    totalCount: selected.has('totalCount'),
    hasNext: info.has('hasNextPage'), hasPrevious: info.has('hasPreviousPage'),
  };
  const source = planning.rowSource(kind);
  return { row: planRow(rowNodes, kind, planning, list?.relation), where: source.where({ ...args, ...list?.fixed }), order: source.order(args, list?.relation), wants, ...pageBounds(args, planning.maxPage) };
}

function pageBounds({ first, last, after, before }: PageArguments, maxPage: number): Pick<PagePlan, 'first' | 'last' | 'after' | 'before'> {
  if (first != null && last != null) refuse('Give either `first` or `last`, not both.');
  for (const [name, value] of Object.entries({ first, last })) {
    if (value == null) continue;
    if (value < 0) refuse(`\`${name}\` cannot be negative.`);
    if (value > maxPage) refuse(`\`${name}\` is ${value}; a page may have ${maxPage} records. Ask for the next page with \`after\`.`);
  }
  return {
    ...(last != null ? { last } : { first: first ?? Math.min(20, maxPage) }),
    ...(after != null && { after }), ...(before != null && { before }),
  };
}

function refuse(message: string): never {
  throw new TanluError('PAGE_INVALID', message, { kind: 'usage' });
}

/** Mistakes of the reader become BAD_USER_INPUT; anything else stays what it is. */
export function asGraphqlError(error: unknown): unknown {
  if (error instanceof TanluError && error.kind === 'usage') return new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT', reason: error.code } });
  return error;
}

