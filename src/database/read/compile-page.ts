// Compiles a page of rows into statements: one for the rows, and one more only where counts or the far end of the page are asked for.
import { keysetSql, orderSql, stableOrder } from './order.ts';
import { orderSignature, readCursor, type CursorValue } from './cursor.ts';
import { RowCompiler, type BuildRow, type Nested } from './compile-row.ts';
import { Parameters } from './parameters.ts';
import type { OrderTerm, PagePlan, Relation, Scope } from './plan.ts';
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
  /** Where the order values of a row stand, for its cursor. */
  cursorAt: number[];
  signature: string;
  limit: number;
  reversed: boolean;
  plan: PagePlan;
  nested: { nested: Nested; page: CompiledPage }[];
}

/** Columns before those of the row: in nested lists the number of the parent. */
const leading = (relation: Relation | undefined): number => (relation ? 1 : 0);

/** Compiles a page and everything nested in it. `relation`: the page is per parent. Throws CURSOR_INVALID. */
export function compilePage(plan: PagePlan, scope: Scope, relation?: Relation): CompiledPage {
  const order = stableOrder(plan.order);
  const signature = orderSignature(plan.row.table.name, order);
  const reversed = plan.last !== undefined;
  const limit = plan.last ?? plan.first ?? 20;
  const after = plan.after === undefined ? undefined : readCursor('after', plan.after, signature, order);
  const before = plan.before === undefined ? undefined : readCursor('before', plan.before, signature, order);
  const bounds = { after, before };

  const parameters = new Parameters();
  if (relation) parameters.add(undefined);
  const compiler = new RowCompiler(scope, parameters);
  const offset = leading(relation);
  if (relation) compiler.position('p.place');
  const result = compiler.row(plan.row, 't');
  const cursorAt = plan.wants.cursors ? order.map((term) => compiler.position(term.sql('t'))) : [];
  if (compiler.columns.length === offset) compiler.position('1');
  const conditions = [...base(plan, scope, parameters, relation), ...range(order, bounds, parameters)];
  const select = compiler.columns.slice(offset).map((sql, i) => (relation ? `${sql} as c${i}` : sql)).join(', ');
  const inner = `select ${select} from ${plan.row.table.name} t${compiler.joins.map((join) => ` ${join}`).join('')}`
    + `${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''} order by ${orderSql(order, 't', reversed)} limit ${limit + 1}`;

  return {
    rows: plan.wants.rows ? { text: relation ? perParent(relation, 'q.*', inner) : inner, values: parameters.values } : undefined,
    extras: extras(plan, scope, order, bounds, relation),
    build: compiler.builder(result), cursorAt, signature, limit, reversed, plan,
    nested: compiler.nested.map((nested) => ({ nested, page: compilePage(nested.page, scope, nested.relation) })),
  };
}

const perParent = (relation: Relation, columns: string, inner: string): string =>
  `select p.place, ${columns} from unnest($1::${relation.table.columns.find((c) => c.name === relation.foreign)!.type}[]) with ordinality p(value, place) cross join lateral (${inner}) q`;

function base(plan: PagePlan, scope: Scope, parameters: Parameters, relation: Relation | undefined): string[] {
  const conditions = relation ? [`t.${relation.foreign} = p.value`] : [];
  const throughOwner = relation !== undefined && plan.row.table.owner?.column === relation.foreign;
  conditions.push(...visible(plan.row.table, 't', scope, parameters, { anyVersion: plan.anyVersion ?? (relation ? byKey(relation) : false), throughOwner }));
  if (plan.where) conditions.push(predicateSql(plan.where, 't', scope, parameters));
  return conditions;
}

interface Bounds {
  after: CursorValue[] | undefined;
  before: CursorValue[] | undefined;
}

function range(order: OrderTerm[], { after, before }: Bounds, parameters: Parameters): string[] {
  return [
    ...(after ? [keysetSql(order, after, 't', parameters, false)] : []),
    ...(before ? [keysetSql(order, before, 't', parameters, true)] : []),
  ];
}

/** What lies outside the page is asked for only where a cursor cuts the list there; otherwise the answer is known. */
function extras(plan: PagePlan, scope: Scope, order: OrderTerm[], { after, before }: Bounds, relation: Relation | undefined): Statement | undefined {
  const start = plan.wants.hasPrevious ? after : undefined;
  const end = plan.wants.hasNext ? before : undefined;
  if (!plan.wants.totalCount && !start && !end) return undefined;
  const parameters = new Parameters();
  if (relation) parameters.add(undefined);
  const from = (more: string[]): string => {
    const conditions = [...base(plan, scope, parameters, relation), ...more];
    return `from ${plan.row.table.name} t${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`;
  };
  const total = plan.wants.totalCount ? `(select count(*) ${from([])})` : 'null::bigint';
  const outside = (cut: CursorValue[] | undefined, reversed: boolean): string =>
    (cut ? `exists (select 1 ${from([keysetSql(order, cut, 't', parameters, reversed, true)])})` : 'false');
  const inner = `select ${total} as total, ${outside(start, true)} as earlier, ${outside(end, false)} as later`;
  return { text: relation ? perParent(relation, 'q.*', inner) : inner, values: parameters.values };
}
