// Compiles field tables into a tree that a reader walks: one map look-up per element, one call per leaf, no interpretation of rows.
import type { z } from 'zod';
import { TanluError } from '../errors.ts';
import { nounSchemas, type DatasetNoun } from '../model/noun.ts';
import { transformOf, type FieldRow, type FieldTable } from './field-table.ts';
import type { FormatTables } from './load-tables.ts';
import { elementOf, keepsExtensions, schemaAt, schemaById } from './model-path.ts';
import type { WriteRows } from './write-code.ts';
import { LOCALIZED, type RawRecord, type ScalarTransform, type StructuralTransform, type TransformSet } from './transform.ts';

/** What happens with the text of a leaf. */
export interface Leaf {
  readonly row: FieldRow;
  readonly path: string;
  readonly localized: boolean;
  readonly many: boolean;
  readonly transform: ScalarTransform | undefined;
  readonly parameter: string | undefined;
  readonly parents: readonly string[];
  readonly key: string;
}

/** An element of the format inside a table. */
export interface ElementNode {
  readonly path: string;
  readonly children: Map<string, ElementNode>;
  /** Names of the children in the order of the rows, those included that only lost rows name. */
  order: readonly string[];
  /** What a writer does at the element that a table begins at, by the prefix of its name; filled when first written. */
  readonly writers: { readonly prefix: string; readonly write: WriteRows }[];
  readonly attributes: Map<string, Leaf>;
  /** Attributes that a writer states where nothing else is known. */
  readonly constants: { readonly name: string; readonly value: string }[];
  text: Leaf | undefined;
  /** Set where the element opens a record of a nested table. */
  nested: { row: FieldRow; table: CompiledTable; parents: readonly string[]; key: string } | undefined;
}

export interface CompiledTable {
  readonly name: string;
  readonly table: FieldTable;
  readonly root: ElementNode;
  readonly then: StructuralTransform | undefined;
  readonly noun: DatasetNoun | undefined;
  /** Leaves without a place stay with the record of this table; otherwise they go to the record around it. */
  readonly keepsExtensions: boolean;
  readonly defaults: readonly { leaf: Leaf; text: string }[];
}

export interface CompiledFormat {
  readonly tables: FormatTables;
  readonly byName: ReadonlyMap<string, CompiledTable>;
  /** Table by canonical name of the root element. */
  readonly roots: ReadonlyMap<string, CompiledTable>;
  /** Name of the first element of a document that holds datasets of a table, by table. */
  readonly holders: ReadonlyMap<string, string>;
}

const newNode = (path: string): ElementNode => ({ path, children: new Map(), order: [], writers: [], constants: [], attributes: new Map(), text: undefined, nested: undefined });

function fail(table: FieldTable, row: FieldRow | undefined, message: string): never {
  throw new TanluError('MAPPING_INVALID', `Mapping table ${table.table}${row ? `, row ${row.path}` : ''}: ${message}`, { kind: 'internal' });
}

function shapeOf(table: FieldTable): z.ZodType | undefined {
  if (table.noun !== undefined) return (nounSchemas as Record<string, z.ZodType>)[table.noun] ?? fail(table, undefined, `there is no noun "${table.noun}"`);
  if (table.model === 'raw') return undefined;
  if (table.model === undefined) fail(table, undefined, 'says neither noun nor model');
  return schemaById(table.model) ?? fail(table, undefined, `there is no model schema "${table.model}"`);
}

/** Whether a row hands its value to `then` only, so that the model need not have the field. */
function isMaterial(table: FieldTable, row: FieldRow): boolean {
  return table.then !== undefined && row.model!.startsWith('raw.');
}

function leafOf(table: FieldTable, row: FieldRow, transforms: TransformSet, shape: z.ZodType | undefined): Leaf | undefined {
  if (row.lost !== undefined) return undefined;
  const use = transformOf(row.as);
  const localized = use.name === LOCALIZED;
  const transform = localized ? undefined : transforms.scalar.get(use.name) ?? fail(table, row, `there is no transform "${use.name}"`);
  if (shape !== undefined && !isMaterial(table, row)) {
    const at = schemaAt(shape, row.model!) ?? fail(table, row, `the model has no field "${row.model}"`);
    if (row.many && elementOf(at) === undefined) fail(table, row, `the model field "${row.model}" is no list`);
  }
  const parts = row.model!.split('.');
  return { row, path: row.path, localized, many: row.many === true, transform, parameter: use.parameter, parents: parts.slice(0, -1), key: parts.at(-1)! };
}

function place(root: ElementNode, row: FieldRow): { node: ElementNode; attribute: string | undefined } {
  let node = root;
  if (row.path === '.') return { node, attribute: undefined };
  for (const part of row.path.split('/')) {
    if (part.startsWith('@')) return { node, attribute: part.slice(1) };
    let next = node.children.get(part);
    if (next === undefined) {
      next = newNode(node.path === '' ? part : `${node.path}/${part}`);
      node.children.set(part, next);
    }
    node = next;
  }
  return { node, attribute: undefined };
}

/** Takes out what only lost rows name: the reader keeps it like what it does not know, each occurrence by itself. False where nothing is left. */
function prune(node: ElementNode): boolean {
  node.order = [...node.children.keys()];
  for (const [name, child] of node.children) if (!prune(child)) node.children.delete(name);
  return node.children.size > 0 || node.attributes.size > 0 || node.text !== undefined || node.nested !== undefined;
}

/** Compiles all tables of a format. Throws with table and row on every mistake: unknown model field, transform, table; path used twice. */
export function compileFormat(tables: FormatTables, transforms: TransformSet): CompiledFormat {
  const byName = new Map<string, CompiledTable>();
  for (const table of tables.tables.values()) {
    const then = table.then === undefined ? undefined : transforms.structural.get(table.then) ?? fail(table, undefined, `there is no structural transform "${table.then}"`);
    byName.set(table.table, {
      name: table.table, table, root: newNode(''), then, noun: table.noun as DatasetNoun | undefined,
      keepsExtensions: keepsExtensions(shapeOf(table)), defaults: [],
    });
  }
  for (const compiled of byName.values()) {
    const { table, root } = compiled;
    const shape = shapeOf(table);
    for (const row of table.fields) {
      const { node, attribute } = place(root, row);
      const nestedName = row.table ?? row.each;
      if (nestedName !== undefined) {
        const nested = byName.get(nestedName) ?? fail(table, row, `there is no table "${nestedName}"`);
        if (node.nested !== undefined || node.text !== undefined) fail(table, row, 'the path stands in two rows');
        const parts = row.model?.split('.') ?? [''];
        if (shape !== undefined && row.model !== undefined && !isMaterial(table, row)) {
          const at = schemaAt(shape, row.model) ?? fail(table, row, `the model has no field "${row.model}"`);
          if (row.each !== undefined && elementOf(at) === undefined) fail(table, row, `the model field "${row.model}" is no list`);
        }
        if (row.emit && nested.noun === undefined) fail(table, row, `the table "${nestedName}" fills no noun, so it cannot be emitted`);
        node.nested = { row, table: nested, parents: parts.slice(0, -1), key: parts.at(-1)! };
        continue;
      }
      const leaf = leafOf(table, row, transforms, shape);
      if (attribute === undefined) {
        if (node.text !== undefined || node.nested !== undefined) fail(table, row, 'the path stands in two rows');
        node.text = leaf;
      } else {
        if (node.attributes.has(attribute)) fail(table, row, 'the path stands in two rows');
        if (leaf !== undefined) node.attributes.set(attribute, leaf);
        if (row.write !== undefined) node.constants.push({ name: attribute, value: row.write });
      }
      if (row.default !== undefined && leaf !== undefined) (compiled.defaults as { leaf: Leaf; text: string }[]).push({ leaf, text: row.default });
    }
  }
  for (const { root } of byName.values()) prune(root);
  const roots = new Map<string, CompiledTable>();
  for (const [element, name] of Object.entries(tables.definition.roots)) {
    const compiled = byName.get(name);
    if (compiled === undefined) throw new TanluError('MAPPING_INVALID', `Format ${tables.definition.format}: root ${element} names the table "${name}", which does not exist.`, { kind: 'internal' });
    roots.set(element, compiled);
  }
  const holders = new Map<string, string>();
  for (const { root, table } of roots.values()) {
    if (table.list !== true) for (const [element, { nested }] of root.children) if (nested?.row.emit === true && !holders.has(nested.table.name)) holders.set(nested.table.name, element);
  }
  return { tables, byName, roots, holders };
}

/** Puts a value at a path inside a record, making the objects on the way. */
export function holderOf(record: RawRecord, parents: readonly string[]): RawRecord {
  let holder = record;
  for (const part of parents) holder = (holder[part] ??= {}) as RawRecord;
  return holder;
}

