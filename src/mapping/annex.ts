// Where a document has room for records that its dataset names, beside the dataset itself.
import type { CompiledTable, ElementNode } from './compile.ts';

/** Where a document has room for records that its dataset names. */
export interface Annex { container: string; node: ElementNode; places: { element: string; table: CompiledTable }[] }

/** The annex of documents of a table; undefined where they have none. */
export function annexOf(table: CompiledTable): Annex | undefined {
  for (const [container, { nested }] of table.root.children) {
    if (nested === undefined || nested.row.emit !== undefined) continue;
    const places = [...nested.table.root.children].flatMap(([element, child]) => (child.nested?.row.emit === 'derived' ? [{ element, table: child.nested.table }] : []));
    if (places.length > 0) return { container, node: nested.table.root, places };
  }
  return undefined;
}
