// Runs compiled pages: the rows, then each nested list as one statement for all parents; results are attached to the parents in place.
import type { FieldGroup } from '../../model/field-group.ts';
import { writeCursor, type CursorValue } from './cursor.ts';
import type { CompiledPage } from './compile-page.ts';
import { Parents } from './compile-row.ts';
import type { Page } from './plan.ts';
import type { ReadDatabase } from './read-database.ts';

type Node = Record<string, unknown>;

/** One page of a list. */
export async function runPage(database: ReadDatabase, compiled: CompiledPage): Promise<Page> {
  const [rows, extras] = await Promise.all([
    compiled.rows ? database.rows(compiled.rows) : [],
    compiled.extras ? database.rows(compiled.extras) : undefined,
  ]);
  if (compiled.folded) return runFolded(database, compiled, compiled.folded, rows, extras?.[0]);
  const parents = compiled.nested.map(() => new Parents());
  const page = makePage(database, compiled, rows, parents, extras?.[0]);
  await runNested(database, compiled, parents);
  return page;
}

/** Children that come with their parents need not find them. */
const noParents = [{ byValue: new Map<unknown, Node[]>(), add: () => undefined }];

/** Rows of parent and child together: those of one parent follow each other, and the first of them has its values. */
async function runFolded(database: ReadDatabase, compiled: CompiledPage, { parentAt, childAt }: NonNullable<CompiledPage['folded']>, rows: unknown[][], extra: unknown[] | undefined): Promise<Page> {
  const { nested, page: child } = compiled.nested[0]!;
  const parentRows: unknown[][] = [];
  const childRows: unknown[][][] = [];
  let mine: unknown[][] = [];
  for (const row of rows) {
    if (row[parentAt] !== null) {
      parentRows.push(row);
      childRows.push(mine = []);
    }
    if (row[childAt] !== null) mine.push(row);
  }
  const page = makePage(database, compiled, parentRows, noParents, extra);
  const below = child.nested.map(() => new Parents());
  const nodes = page.nodes as Node[];
  const last = nodes.length - 1;
  nodes.forEach((node, i) => { node[nested.slot] = makePage(database, child, childRows[compiled.reversed ? last - i : i]!, below, undefined); });
  await runNested(database, child, below);
  return page;
}

async function runNested(database: ReadDatabase, compiled: CompiledPage, parents: readonly Parents[]): Promise<void> {
  if (compiled.nested.length === 0) return;
  if (compiled.nested.length === 1) return runFor(database, compiled.nested[0]!, parents[0]!);
  await Promise.all(compiled.nested.map((nested, i) => runFor(database, nested, parents[i]!)));
}

async function runFor(database: ReadDatabase, { nested, page }: CompiledPage['nested'][number], parents: Parents): Promise<void> {
  const { byValue } = parents;
  const orphans = byValue.get(null);
  byValue.delete(null);
  if (byValue.size === 0 && !orphans) return;
  const values = [...byValue.keys()];
  const bind = (statement: CompiledPage['rows']) => statement && values.length > 0
    ? database.rows({ text: statement.text, values: [values, ...statement.values.slice(1)] }) : [];
  const [rows, extras] = page.extras ? await Promise.all([bind(page.rows), bind(page.extras)]) : [await bind(page.rows), undefined];
  const extraOf = extras && new Map(extras.map((extra) => [extra[0], extra.slice(1)]));
  const below = page.nested.map(() => new Parents());
  let at = 0;
  let place = 0;
  for (const owners of byValue.values()) {
    place += 1;
    const start = at;
    while (at < rows.length && rows[at]![0] === place) at += 1;
    const found = makePage(database, page, start === 0 && at === rows.length ? rows : rows.slice(start, at), below, extraOf?.get(place));
    for (const owner of owners) owner[nested.slot] = found;
  }
  if (orphans) {
    const empty = makePage(database, page, [], below, undefined);
    for (const owner of orphans) owner[nested.slot] = empty;
  }
  await runNested(database, page, below);
}

function cursorOf({ reversed, signature, cursorAt }: CompiledPage, rows: unknown[][], count: number, i: number): string {
  const row = rows[reversed ? count - 1 - i : i]!;
  return writeCursor(signature, cursorAt.map((place) => row[place] as CursorValue));
}

const unasked: Page['pageInfo'] = Object.freeze({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null });

/** Rows come one more than wanted when there are more, and backwards when the last ones are wanted. */
function makePage(database: ReadDatabase, compiled: CompiledPage, rows: unknown[][], parents: readonly Parents[], extra: unknown[] | undefined): Page {
  const { limit, reversed, build, plan, watched } = compiled;
  const more = rows.length > limit;
  const count = more ? limit : rows.length;
  const nodes: Node[] = [];
  for (let i = 0; i < count; i++) nodes.push(build(rows[reversed ? count - 1 - i : i]!, parents));
  for (const { noun, idAt, groupsAt } of watched) {
    for (let i = 0; i < count; i++) if (rows[i]![groupsAt] !== null) database.given.add(noun, rows[i]![idAt] as string, rows[i]![groupsAt] as FieldGroup[]);
  }
  const some = plan.wants.cursors && count > 0;
  return {
    nodes,
    edges: plan.wants.edges ? nodes.map((node, i) => ({ cursor: some ? cursorOf(compiled, rows, count, i) : null, node })) : undefined,
    pageInfo: plan.wants.cursors || plan.wants.hasNext || plan.wants.hasPrevious ? {
      hasNextPage: (more && !reversed) || extra?.[2] === true,
      hasPreviousPage: (more && reversed) || extra?.[1] === true,
      startCursor: some ? cursorOf(compiled, rows, count, 0) : null,
      endCursor: some ? cursorOf(compiled, rows, count, count - 1) : null,
    } : unasked,
    totalCount: plan.wants.totalCount ? Number(extra?.[0] ?? 0) : undefined,
  };
}
