// The writer: walks the compiled field tables that the reader walks, the other way round: record → elements (design: one row drives both).
import { TanluError } from '../errors.ts';
import type { IssueCode } from '../model/issue-codes.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import type { DatasetNoun } from '../model/noun.ts';
import type { CompiledFormat, CompiledTable, ElementNode, Leaf, PlannedChild } from './compile.ts';
import { annexOf } from './annex.ts';
import { HELD_BY, type DatasetList } from './beside.ts';
import { writeOverflow, type LongText } from './overflow.ts';
import { orderByProfile } from './profiles.ts';
import { restore } from './restore.ts';
import type { Reference } from '../model/value.ts';
import type { RawRecord, WriteContext } from './transform.ts';
import { insertChild, isEmpty, newElement, planFor, prefixOf, textElement, type WrittenElement } from './written.ts';

/** The way from a root element to the table of a noun: directly, or through an element that holds datasets. */
interface Way { root: string; table: CompiledTable; inside: { element: string; table: CompiledTable } | undefined }

/** A record that is written with another one, where the format has room for it in the same document. */
export interface Companion { noun: DatasetNoun; record: object }

/** A written dataset: its root element, and what could not be written as it is. */
export interface Written { root: WrittenElement; issues: Issue[] }

/** Writes records of one format. */
export class RecordWriter {
  readonly #compiled: CompiledFormat;
  readonly #ways = new Map<DatasetNoun, Way | undefined>();

  constructor(compiled: CompiledFormat) {
    this.#compiled = compiled;
  }

  /** Whether the format has a document for the noun. */
  canWrite(noun: DatasetNoun): boolean {
    return this.#way(noun) !== undefined;
  }

  /** The document of a record, with those of its companions that the format has room for; undefined where a transform refuses it, which its issues tell. `beside` are leaves by their path from the dataset. @throws TanluError FORMAT_CANNOT_WRITE */
  write(noun: DatasetNoun, record: object, companions: readonly Companion[] = [], foreign = false, beside: readonly (readonly [string, string])[] = []): Written | { root: undefined; issues: Issue[] } {
    const way = this.#way(noun);
    const { format } = this.#compiled.tables.definition;
    if (way === undefined) throw new TanluError('FORMAT_CANNOT_WRITE', `${format} has no document for the noun ${noun}.`, { params: { format, noun } });
    const walk = new Walk(format, `${noun} ${(record as { id?: string }).id ?? '?'}`, companions, foreign, (way.inside ?? way).table.table.overflow);
    const heldBy = besideOf(record, format)?.find(([path]) => path === HELD_BY)?.[1];
    const inner = way.inside === undefined ? newElement(way.root, way.table.root) : newElement(heldBy ?? way.inside.element, way.inside.table.root);
    const { table } = way.inside ?? way;
    if (!walk.fill(inner, table, record)) return { root: undefined, issues: walk.issues };
    if (beside.length > 0) restore(inner, beside, walk);
    const root = way.inside === undefined ? inner : newElement(way.root, way.table.root);
    if (root !== inner) insertChild(root, inner);
    if (companions.length > 0) this.#addCompanions(root, way.table, companions, walk);
    walk.putAround(root, record);
    if (table.table.overflow !== undefined) writeOverflow(inner, table.table.overflow, walk.longTexts);
    if (table.table.profiles !== undefined) orderByProfile(inner, table.table.profiles);
    return { root, issues: walk.issues };
  }

  /** One document with several records, where the root has room for each of them; undefined where it has not, or a transform refuses one. */
  writeList({ root: name, around }: DatasetList, records: readonly Companion[]): Written | undefined {
    const table = this.#compiled.roots.get(name);
    if (table === undefined) return undefined;
    const { format } = this.#compiled.tables.definition;
    const root = newElement(name, table.root);
    for (const constant of table.root.constants) root.attributes.push(constant.name, constant.value);
    const issues: Issue[] = [];
    for (const { noun, record } of records) {
      const place = [...table.root.children].find(([, { nested }]) => nested?.row.emit === true && nested.table.noun === noun);
      if (place === undefined) return undefined;
      const walk = new Walk(format, `${noun} ${(record as { id?: string }).id ?? '?'}`, [], false, undefined);
      const element = newElement(place[0], place[1].nested!.table.root, place[1].nested!.table);
      if (!walk.fill(element, place[1].nested!.table, record)) return undefined;
      orderByProfile(element, place[1].nested!.table.table.profiles ?? []);
      issues.push(...walk.issues);
      root.children.push(element);
    }
    restore(root, around, new Walk(format, name, [], false, undefined));
    return { root, issues };
  }

  #addCompanions(root: WrittenElement, table: CompiledTable, companions: readonly Companion[], walk: Walk): void {
    const annex = annexOf(table);
    if (annex === undefined) return;
    const container = newElement(annex.container, annex.node);
    for (const { noun, record } of companions) {
      for (const { element, table: inner } of annex.places) {
        if (inner.noun !== noun) continue;
        const written = newElement(element, inner.root);
        if (!walk.fill(written, inner, record)) continue;
        insertChild(container, written);
        break;
      }
    }
    if (container.children.length > 0) insertChild(root, container);
  }

  #way(noun: DatasetNoun): Way | undefined {
    if (this.#ways.has(noun)) return this.#ways.get(noun);
    const way = this.#find(noun);
    this.#ways.set(noun, way);
    return way;
  }

  #find(noun: DatasetNoun): Way | undefined {
    for (const [root, table] of this.#compiled.roots) if (table.noun === noun) return { root, table, inside: undefined };
    for (const [root, table] of this.#compiled.roots) {
      if (table.table.list === true) continue;
      for (const [element, node] of table.root.children) {
        if (node.nested?.row.emit === true && node.nested.table.noun === noun) return { root, table, inside: { element, table: node.nested.table } };
      }
    }
    return undefined;
  }
}

/** One record on its way. */
class Walk implements WriteContext {
  readonly issues: Issue[] = [];
  readonly format: string;
  readonly #dataset: string;
  readonly #companions: readonly Companion[];
  #byId: Map<string, object> | undefined;

  /** Records of other formats must fit; those of this one are written back as they stood. */
  readonly foreign: boolean;
  /** What was cut and belongs where the document has room for it, which is at the path of `overflow`. */
  readonly longTexts: LongText[] = [];
  readonly #overflow: string | undefined;
  /** Attributes of one element on their way into its list. */
  readonly #stated: string[] = [];
  /** Nested elements that are open, with their place among their like. */
  readonly #open: string[] = [];

  constructor(format: string, dataset: string, companions: readonly Companion[], foreign: boolean, overflow: string | undefined) {
    this.format = format;
    this.#dataset = dataset;
    this.#companions = companions;
    this.foreign = foreign;
    this.#overflow = overflow;
  }

  find({ type, id }: Reference): object | undefined {
    if (id === undefined) return undefined;
    this.#byId ??= new Map(this.#companions.map(({ noun, record }) => [`${noun} ${(record as { id?: string }).id ?? ''}`, record]));
    return this.#byId.get(`${type} ${id}`);
  }

  issue(code: IssueCode, params: Record<string, unknown> = {}): void {
    this.issues.push(makeIssue(code, { dataset: this.#dataset }, params));
  }

  /** Fills an element by its table. False where the transform of the table says that there is nothing to write. */
  fill(element: WrittenElement, table: CompiledTable, value: object, prefix = prefixOf(element.name)): boolean {
    const raw = table.then === undefined ? value as RawRecord : table.then.write(value, this);
    if (raw === undefined) return false;
    this.#node(element, table.root, raw, prefix);
    const beside = table.keepsExtensions ? besideOf(value, this.format) : undefined;
    if (beside !== undefined) restore(element, beside.filter(([path]) => !path.startsWith('/') && path !== HELD_BY), this);
    return true;
  }

  /** Puts back what stood around the dataset: leaves whose path begins at the root of the document. */
  putAround(root: WrittenElement, value: object): void {
    const around = besideOf(value, this.format)?.filter(([path]) => path.startsWith('/')).map(([path, text]): [string, string] => [path.slice(path.indexOf('/', 1) + 1), text]);
    if (around !== undefined && around.length > 0) restore(root, around, this);
  }

  #node(element: WrittenElement, node: ElementNode, raw: RawRecord, prefix: string): void {
    const plan = planFor(node, prefix);
    for (const { name, value } of node.constants) element.attributes.push(name, value);
    // A list that grows takes room for many more than most elements have.
    const stated = this.#stated;
    let count = 0;
    for (let i = 0; i < plan.attributes.length; i++) {
      const { name, leaf } = plan.attributes[i]!;
      const value = valueAt(raw, leaf.parents, leaf.key);
      if (value === undefined || value === null) continue;
      const text = this.#text(leaf, leaf.many ? (value as unknown[])[0] : value);
      if (text === undefined) continue;
      stated[count++] = name;
      stated[count++] = text;
    }
    if (count > 0) element.attributes = element.attributes.length === 0 ? stated.slice(0, count) : [...element.attributes, ...stated.slice(0, count)];
    if (node.text !== undefined && node.path === '' && node.text.row.alias !== true) this.#ownText(element, node.text, raw);
    for (let i = 0; i < plan.children.length; i++) {
      const child = plan.children[i]!;
      if (child.needs === undefined || hasSome(raw, child.needs)) this.#child(element, child, raw, prefix);
    }
  }

  #child(parent: WrittenElement, { name, node, isBare, prefix: ownPrefix }: PlannedChild, raw: RawRecord, prefix: string): void {
    const { nested, text } = node;
    if (isBare) {
      const value = valueAt(raw, text!.parents, text!.key);
      const written = value === undefined || value === null ? undefined : this.#text(text!, value);
      if (written !== undefined) parent.children.push(textElement(name, node, written, undefined));
      return;
    }
    if (nested !== undefined) {
      if (nested.row.alias === true || nested.row.model === undefined) return;
      const value = valueAt(raw, nested.parents, nested.key);
      if (value === undefined || value === null) return;
      const list = nested.row.each === undefined ? [value] : value as unknown[];
      for (let at = 0; at < list.length; at++) {
        const element = newElement(name, nested.table.root, nested.table);
        if (this.foreign) this.#open.push(nested.row.each === undefined ? node.path : `${node.path}[${at + 1}]`);
        if (this.fill(element, nested.table, list[at] as object, ownPrefix)) parent.children.push(element);
        if (this.foreign) this.#open.pop();
      }
      return;
    }
    if (text !== undefined && text.row.alias !== true && (text.localized || text.many)) {
      this.#repeated(parent, name, node, text, raw, prefix);
      return;
    }
    if (text === undefined && node.children.size === 0 && this.#listed(parent, name, node, raw)) return;
    const element = newElement(name, node);
    let isStated = false;
    if (text !== undefined && text.row.alias !== true) {
      const value = valueAt(raw, text.parents, text.key);
      const written = value === undefined || value === null ? undefined : this.#text(text, value);
      if (written !== undefined) {
        element.text = written;
        isStated = true;
      }
    }
    this.#node(element, node, raw, prefix);
    if (isStated || !isEmpty(element)) parent.children.push(element);
  }

  /** One element per language or per value; attributes of such an element belong to the first. */
  #repeated(parent: WrittenElement, name: string, node: ElementNode, leaf: Leaf, raw: RawRecord, prefix: string): void {
    const value = valueAt(raw, leaf.parents, leaf.key);
    const before = parent.children.length;
    if (leaf.localized) {
      const texts = (value ?? {}) as Record<string, string>;
      for (const language in texts) parent.children.push(textElement(name, node, this.#fit(leaf, texts[language]!, language), language));
    } else {
      for (const each of (value ?? []) as unknown[]) {
        const text = this.#text(leaf, each);
        if (text !== undefined) parent.children.push(textElement(name, node, text, undefined));
      }
    }
    if (node.attributes.size === 0 && node.children.size === 0) return;
    const first = parent.children[before];
    const holder = first ?? newElement(name, node);
    this.#node(holder, node, raw, prefix);
    if (first === undefined && !isEmpty(holder)) parent.children.push(holder);
  }

  /** One element per value of an attribute that fills a list. False where no attribute does. */
  #listed(parent: WrittenElement, name: string, node: ElementNode, raw: RawRecord): boolean {
    for (const [attribute, leaf] of node.attributes) {
      if (!leaf.many || leaf.row.alias === true) continue;
      for (const each of (valueAt(raw, leaf.parents, leaf.key) ?? []) as unknown[]) {
        const text = this.#text(leaf, each);
        if (text === undefined) continue;
        const element = newElement(name, node);
        element.attributes.push(attribute, text);
        parent.children.push(element);
      }
      return true;
    }
    return false;
  }

  #ownText(element: WrittenElement, leaf: Leaf, raw: RawRecord): void {
    const value = valueAt(raw, leaf.parents, leaf.key);
    if (value === undefined || value === null) return;
    if (!leaf.localized) {
      element.text = this.#text(leaf, value) ?? '';
      return;
    }
    const [language, text] = Object.entries(value as Record<string, string>)[0] ?? [];
    if (language === undefined) return;
    element.attributes.push('xml:lang', language);
    element.text = this.#fit(leaf, text!, language);
  }

  #text(leaf: Leaf, value: unknown): string | undefined {
    const text = leaf.transform!.write(value, this, leaf.parameter);
    return text === undefined ? undefined : this.#fit(leaf, text);
  }

  /** A text as long as the format allows; the whole of a longer one goes where there is room. */
  #fit({ row: { max }, path }: Leaf, text: string, language = 'en'): string {
    if (max === undefined || !this.foreign || text.length <= max) return text;
    const field = [...this.#open, path].join('/');
    if (this.#overflow === undefined) this.issue('text-shortened', { limit: max });
    else {
      this.issue('text-moved', { field, limit: max, place: this.#overflow });
      this.longTexts.push({ field, language, text });
    }
    return `${text.slice(0, max - 1)}…`;
  }
}

function hasSome(record: RawRecord, fields: readonly string[]): boolean {
  for (let i = 0; i < fields.length; i++) if (record[fields[i]!] !== undefined) return true;
  return false;
}

/** What was kept beside a record of this format. */
function besideOf(value: object, format: string): readonly [string, string][] | undefined {
  return (value as { extensions?: Record<string, [string, string][]> }).extensions?.[format];
}

function valueAt(record: RawRecord, parents: readonly string[], key: string): unknown {
  let holder: RawRecord | undefined = record;
  for (const part of parents) {
    holder = holder[part] as RawRecord | undefined;
    if (holder === undefined || holder === null) return undefined;
  }
  return holder[key];
}
