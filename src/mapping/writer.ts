// The writer: walks the compiled field tables that the reader walks, the other way round: record → elements (design: one row drives both).
import { TanluError } from '../errors.ts';
import type { IssueCode } from '../model/issue-codes.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import type { DatasetNoun } from '../model/noun.ts';
import type { CompiledFormat, CompiledTable, ElementNode, Leaf } from './compile.ts';
import { annexOf } from './annex.ts';
import { HELD_BY, type DatasetList } from './beside.ts';
import { writeOverflow, type LongText } from './overflow.ts';
import { orderByProfile } from './profiles.ts';
import { restore } from './restore.ts';
import type { Reference } from '../model/value.ts';
import type { RawRecord } from './transform.ts';
import { writeRowsOf, type WriteRows, type WritingWalk } from './write-code.ts';
import { addChild, insertChild, newElement, prefixOf, stateAttributes, textElement, type WrittenElement } from './written.ts';

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
    for (const constant of table.root.constants) stateAttributes(root, [constant.name, constant.value]);
    const issues: Issue[] = [];
    for (const { noun, record } of records) {
      const place = [...table.root.children].find(([, { nested }]) => nested?.row.emit === true && nested.table.noun === noun);
      if (place === undefined) return undefined;
      const walk = new Walk(format, `${noun} ${(record as { id?: string }).id ?? '?'}`, [], false, undefined);
      const element = newElement(place[0], place[1].nested!.table.root, place[1].nested!.table);
      if (!walk.fill(element, place[1].nested!.table, record)) return undefined;
      orderByProfile(element, place[1].nested!.table.table.profiles ?? []);
      issues.push(...walk.issues);
      addChild(root, element);
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
class Walk implements WritingWalk {
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
  readonly stated: string[] = [];
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
    writerOf(table.root, prefix)(element, raw, this);
    const beside = table.keepsExtensions ? besideOf(value, this.format) : undefined;
    if (beside !== undefined) restore(element, beside.filter(([path]) => !path.startsWith('/') && path !== HELD_BY), this);
    return true;
  }

  /** Puts back what stood around the dataset: leaves whose path begins at the root of the document. */
  putAround(root: WrittenElement, value: object): void {
    const around = besideOf(value, this.format)?.filter(([path]) => path.startsWith('/')).map(([path, text]): [string, string] => [path.slice(path.indexOf('/', 1) + 1), text]);
    if (around !== undefined && around.length > 0) restore(root, around, this);
  }

  nest(parent: WrittenElement, name: string, node: ElementNode, value: unknown, prefix: string): void {
    const { row: { each }, table } = node.nested!;
    const list = each === undefined ? [value] : value as unknown[];
    for (let at = 0; at < list.length; at++) {
      const element = newElement(name, table.root, table);
      if (this.foreign) this.#open.push(each === undefined ? node.path : `${node.path}[${at + 1}]`);
      if (this.fill(element, table, list[at] as object, prefix)) addChild(parent, element);
      if (this.foreign) this.#open.pop();
    }
  }

  repeat(parent: WrittenElement, name: string, node: ElementNode, value: unknown): void {
    const leaf = node.text!;
    if (leaf.localized) {
      const texts = value as Record<string, string>;
      for (const language in texts) addChild(parent, textElement(name, node, this.fit(leaf, texts[language]!, language), language));
      return;
    }
    for (const each of value as unknown[]) {
      const text = this.#text(leaf, each);
      if (text !== undefined) addChild(parent, textElement(name, node, text));
    }
  }

  list(parent: WrittenElement, name: string, node: ElementNode, attribute: string, values: unknown): void {
    for (const each of values as unknown[]) {
      const text = this.#text(node.attributes.get(attribute)!, each);
      if (text === undefined) continue;
      const element = newElement(name, node);
      stateAttributes(element, [attribute, text]);
      addChild(parent, element);
    }
  }

  ownText(element: WrittenElement, leaf: Leaf, value: unknown): void {
    if (!leaf.localized) {
      element.text = this.#text(leaf, value) ?? '';
      return;
    }
    const [language, text] = Object.entries(value as Record<string, string>)[0] ?? [];
    if (language === undefined) return;
    stateAttributes(element, ['xml:lang', language]);
    element.text = this.fit(leaf, text!, language);
  }

  #text(leaf: Leaf, value: unknown): string | undefined {
    const text = leaf.transform!.write(value, this, leaf.parameter);
    return text === undefined ? undefined : this.fit(leaf, text);
  }

  /** A text as long as the format allows; the whole of a longer one goes where there is room. */
  fit({ row: { max }, path }: Leaf, text: string, language = 'en'): string {
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

function writerOf(root: ElementNode, prefix: string): WriteRows {
  const { writers } = root;
  for (let i = 0; i < writers.length; i++) if (writers[i]!.prefix === prefix) return writers[i]!.write;
  const write = writeRowsOf(root, prefix);
  writers.push({ prefix, write });
  return write;
}

/** What was kept beside a record of this format. */
function besideOf(value: object, format: string): readonly [string, string][] | undefined {
  return (value as { extensions?: Record<string, [string, string][]> }).extensions?.[format];
}
