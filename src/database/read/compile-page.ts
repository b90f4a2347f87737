// Compiles a page of rows into statements: one for the rows, and one more only where counts or the far end of the page are asked for.
import { columnOpen } from './access.ts';
import { keysetSql, orderSql, stableOrder } from './order.ts';
import { orderSignature, readCursor, type CursorValue } from './cursor.ts';
import { presenceColumn, RowCompiler, type BuildRow, type Nested, type Watched } from './compile-row.ts';
import { Parameters } from './parameters.ts';
import { column, type OrderTerm, type PagePlan, type Relation, type Scope } from './plan.ts';
import { predicateSql } from './predicate.ts';
import { byKey, visible } from './visibility.ts';

export interface Statement {
  text: string;
  /** For nested lists the first parameter is the array of parent values, filled in at run time. */
  values: unknown[];
}

export interface CompiledPage {
  rows: Statement | undefined;
  /** totalCount and whether there is something before `after` or behind `before`. */
  extras: Statement | undefined;
  build: BuildRow;
  /** Records of a row whose restricted fields are told to the audit. */
  watched: readonly Watched[];
  /** Where the order values of a row stand, for its cursor. */
  cursorAt: number[];
  signature: string;
  limit: number;
  reversed: boolean;
  plan: PagePlan;
  nested: { nested: Nested; page: CompiledPage }[];
  /** The first nested list comes with the rows of the page: where a value of the parent stands that only its first row has, and one of the child that no row of a child lacks. */
  folded: { parentAt: number; childAt: number } | undefined;
}

// A folded list has room for the columns of its parent in every row: worth a round trip only while they are few and narrow.
const mostFoldedColumns = 8;
const mostFoldedRows = 10;
const wide = /\.(record|detail|issues|params)\b/;

interface Bounds {
  after: CursorValue[] | undefined;
  before: CursorValue[] | undefined;
}

interface Frame {
  plan: PagePlan;
  scope: Scope;
  relation: Relation | undefined;
  order: OrderTerm[];
  bounds: Bounds;
}

/** Compiles a page and everything nested in it. `relation`: the page is per parent. Throws CURSOR_INVALID. */
export function compilePage(plan: PagePlan, scope: Scope, relation?: Relation): CompiledPage {
  const parameters = new Parameters();
  if (relation) parameters.add(undefined);
  const { inner, frame, compiler, ...page } = compileRows(plan, scope, relation, parameters, relation ? 1 : 0, 'p.value');
  const parts = { ...page, extras: extras(frame) };
  const only = compiler.nested[0];
  if (!relation && plan.wants.rows && compiler.nested.length === 1 && only && mayFold(only, plan, compiler)) return fold(only, { ...parts, scope, inner, compiler, parameters });
  const select = relation ? perParent(relation, inner(true)) : inner(false);
  return {
    ...parts, folded: undefined, rows: plan.wants.rows ? { text: select, values: parameters.values } : undefined,
    nested: compiler.nested.map((nested) => ({ nested, page: compilePage(nested.page, scope, nested.relation) })),
  };
}

/** The select of a page; `named` gives its columns the names c0, c1, … */
function compileRows(plan: PagePlan, scope: Scope, relation: Relation | undefined, parameters: Parameters, offset: number, parentValue: string) {
  const order = stableOrder(plan.order);
  const signature = orderSignature(plan.row.table.name, order);
  const reversed = plan.last !== undefined;
  const limit = plan.last ?? plan.first ?? 20;
  const bounds: Bounds = {
    after: plan.after === undefined ? undefined : readCursor('after', plan.after, signature, order),
    before: plan.before === undefined ? undefined : readCursor('before', plan.before, signature, order),
  };
  const frame: Frame = { plan, scope, relation, order, bounds };
  const compiler = new RowCompiler(scope, parameters, offset);
  const result = compiler.row(plan.row, 't');
  const cursorAt = plan.wants.cursors ? order.map((term) => compiler.position(term.sql('t', scope.reader))) : [];
  if (compiler.columns.length === 0) compiler.position('1');
  const conditions = [...base(frame, parameters, parentValue), ...range(frame, parameters)];
  // One row more tells whether the list goes on.
  const wantsMore = reversed ? plan.wants.hasPrevious : plan.wants.hasNext;
  const inner = (named: boolean): string => {
    const select = compiler.columns.map((sql, i) => (named ? `${sql} as c${i}` : sql)).join(', ');
    const joins = compiler.joins.map((join) => ` ${join}`).join('');
    return `select ${select} from ${plan.row.table.name} t${joins}${where(conditions)} order by ${orderSql(order, 't', reversed, scope.reader)} limit ${limit + (wantsMore ? 1 : 0)}`;
  };
  return { inner, frame, compiler, build: compiler.builder(result), watched: compiler.watched, cursorAt, signature, limit, reversed, plan };
}

const where = (conditions: readonly string[]): string => (conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '');

const perParent = (relation: Relation, inner: string): string =>
  `select p.place, q.* from unnest($1::${relation.table.columns.find((c) => c.name === relation.foreign)!.type}[]) with ordinality p(value, place) cross join lateral (${inner}) q`;

function mayFold(nested: Nested, plan: PagePlan, compiler: RowCompiler): boolean {
  const { slot, page } = nested;
  const { wants } = page;
  return nested.relation.from?.closed?.[nested.relation.local] === undefined && plan.row.members.manys[0]?.slot === slot && wants.rows && !wants.totalCount && !(wants.hasPrevious && page.after !== undefined) && !(wants.hasNext && page.before !== undefined)
    && (page.last ?? page.first ?? 20) <= mostFoldedRows && compiler.columns.length < mostFoldedColumns && !compiler.columns.some((sql) => wide.test(sql));
}

type Unfolded = Omit<CompiledPage, 'rows' | 'nested' | 'folded'> & { scope: Scope; inner: (named: boolean) => string; compiler: RowCompiler; parameters: Parameters };

/** Page and nested list as one statement: saves the round trip, which for short lists costs more than all else. The parent stands in the first row of its children only. */
function fold(nested: Nested, { scope, inner, compiler, parameters, plan, ...page }: Unfolded): CompiledPage {
  const value = compiler.position(column(nested.relation.local)('t', scope.reader));
  const parentAt = compiler.position(presenceColumn(plan.row)('t', scope.reader));
  const offset = compiler.columns.length;
  const child = compileRows(nested.page, scope, nested.relation, parameters, offset, `p.c${value}`);
  const childAt = child.compiler.position(presenceColumn(nested.page.row)('t', scope.reader));
  const first = compiler.columns.map((_, i) => `case when q.place > 1 then null else p.c${i} end`);
  const others = child.compiler.columns.map((_, i) => `q.c${i}`);
  const text = `select ${[...first, ...others].join(', ')} from (${inner(true)}) p left join lateral (select c.*, row_number() over () as place from (${child.inner(true)}) c) q on true`;
  const { inner: _, frame: __, compiler: below, ...rest } = child;
  const childPage: CompiledPage = {
    ...rest, rows: undefined, extras: undefined, folded: undefined,
    nested: below.nested.map((n) => ({ nested: n, page: compilePage(n.page, scope, n.relation) })),
  };
  return { ...page, plan, rows: { text, values: parameters.values }, nested: [{ nested, page: childPage }], folded: { parentAt, childAt } };
}

function base({ plan, scope, relation }: Frame, parameters: Parameters, parentValue = 'p.value'): string[] {
  const conditions = relation ? [`t.${relation.foreign} = ${parentValue}`] : [];
  const open = relation && columnOpen(relation.table, 't', relation.foreign, scope.reader);
  if (open !== undefined) conditions.push(open);
  const throughOwner = relation !== undefined && plan.row.table.owner?.column === relation.foreign;
  conditions.push(...visible(plan.row.table, 't', scope, parameters, { anyVersion: plan.anyVersion ?? (relation ? byKey(relation) : false), throughOwner }));
  if (plan.where) conditions.push(predicateSql(plan.where, 't', scope, parameters));
  return conditions;
}

function range({ order, scope, bounds: { after, before } }: Frame, parameters: Parameters): string[] {
  return [
    ...(after ? [keysetSql(order, after, 't', scope.reader, parameters, false)] : []),
    ...(before ? [keysetSql(order, before, 't', scope.reader, parameters, true)] : []),
  ];
}

/** What lies outside the page is asked for only where a cursor cuts the list there; otherwise the answer is known. */
function extras(frame: Frame): Statement | undefined {
  const { plan, relation, order, bounds: { after, before } } = frame;
  const start = plan.wants.hasPrevious ? after : undefined;
  const end = plan.wants.hasNext ? before : undefined;
  if (!plan.wants.totalCount && !start && !end) return undefined;
  const parameters = new Parameters();
  if (relation) parameters.add(undefined);
  const from = (more: string[]): string => `from ${plan.row.table.name} t${where([...base(frame, parameters), ...more])}`;
  const total = plan.wants.totalCount ? `(select count(*) ${from([])})` : 'null::bigint';
  const outside = (cut: CursorValue[] | undefined, reversed: boolean): string =>
    (cut ? `exists (select 1 ${from([keysetSql(order, cut, 't', frame.scope.reader, parameters, reversed, true)])})` : 'false');
  const inner = `select ${total} as total, ${outside(start, true)} as earlier, ${outside(end, false)} as later`;
  return { text: relation ? perParent(relation, inner) : inner, values: parameters.values };
}
