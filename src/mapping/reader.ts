// The reader: walks a document by its events along compiled field tables, fills records, and accounts for every leaf it meets. Over 300 lines: one state machine, kept together because it is the hot path.
import { makeIssue, type Issue } from '../model/issue.ts';
import type { IssueCode } from '../model/issue-codes.ts';
import type { DatasetNoun, RecordOf } from '../model/noun.ts';
import { addExtensions, countOf, HELD_BY, LAYOUT, leavesIn, whichOf, WHOLE, type DatasetList, type LeafAccount } from './beside.ts';
import { JoinedTexts } from './joined-texts.ts';
import { holderOf, type CompiledFormat, type CompiledTable, type ElementNode, type Leaf } from './compile.ts';
import { resolveLanguage } from './tables/languages.ts';
import type { RawRecord, ReadContext, ReadDataset } from './transform.ts';

interface Frame {
  readonly table: CompiledTable;
  readonly record: RawRecord;
  readonly node: ElementNode;
  readonly index: number;
  readonly via: ElementNode | undefined;
  readonly emit: boolean | 'derived';
  readonly issuesBefore: number;
  readonly leavesBefore: number;
  leaves: [string, string][] | undefined;
  /** How often nested elements occurred: the latest path by itself, the others in the map, which most records never need. */
  latestPath: string | undefined;
  latestOrdinal: number;
  ordinals: Map<string, number> | undefined;
  joined: JoinedTexts | undefined;
}

/** Names and values in turn. */
type Attributes = readonly string[];

/** Reads one document. Feed it open, text and close; then take `datasets`, `issues` and `account`. */
export class DocumentReader implements ReadContext {
  readonly datasets: ReadDataset[] = [];
  readonly issues: Issue[] = [];
  /** Datasets that the document holds but that cannot be used; their issues say why. */
  readonly refused: { noun: DatasetNoun; exchanges: number; leaves: number }[] = [];
  readonly account: LeafAccount = { kept: 0, unmapped: new Map() };
  readonly scratch = new Map<string, unknown>();
  readonly format: string;
  readonly file: string;
  /** Of a document that is a list of datasets: its root element and what stands in it besides them. */
  list: DatasetList | undefined;
  /** Table of the root element, once it is open. */
  rootTable: string | undefined;
  #rootName = '';
  readonly #compiled: CompiledFormat;
  readonly #frames: Frame[] = [];
  readonly #nodes: (ElementNode | undefined)[] = [];
  readonly #languages: (string | undefined)[] = [];
  /** Whether an open element has attributes or children. */
  readonly #filled: boolean[] = [];
  readonly #unknown: { path: string; filled: boolean }[] = [];
  #depth = -1;
  #text = '';
  #at: string | undefined;
  /** Leaves without a place in the model so far. */
  #besideCount = 0;

  constructor(compiled: CompiledFormat, file: string) {
    this.#compiled = compiled;
    this.format = compiled.tables.definition.format;
    this.file = file;
  }

  get element(): string {
    return this.#frames[this.#frames.length - 1]?.via?.path ?? '';
  }

  get ordinal(): number {
    return (this.#frames[this.#frames.length - 1]?.index ?? 0) + 1;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#text !== '') this.#mixedContent();
    this.#depth += 1;
    const depth = this.#depth;
    this.#filled[depth] = attributes.length > 0;
    if (depth === 0) {
      const table = this.#compiled.roots.get(name);
      if (table === undefined) throw new Error(`no table reads the root element ${name}`);
      this.rootTable = table.name;
      this.#rootName = name;
      this.#push(table, 0, undefined, table.noun !== undefined);
      this.#nodes[0] = table.root;
      this.#attributes(table.root, attributes);
      return;
    }
    this.#filled[depth - 1] = true;
    const parent = this.#nodes[depth - 1];
    const node = parent?.children.get(name);
    if (node === undefined) {
      this.#nodes[depth] = undefined;
      this.#openUnknown(name, parent, attributes);
      return;
    }
    const nested = node.nested;
    if (nested === undefined) {
      this.#nodes[depth] = node;
      this.#attributes(node, attributes);
      return;
    }
    const frame = this.#frames[this.#frames.length - 1]!;
    const index = this.#ordinal(frame, node.path);
    this.#push(nested.table, index, node, nested.row.emit ?? false);
    this.#nodes[depth] = nested.table.root;
    this.#attributes(nested.table.root, attributes);
  }

  text(value: string): void {
    this.#text = this.#text === '' ? value : this.#text + value;
  }

  close(): void {
    const depth = this.#depth;
    const node = this.#nodes[depth];
    if (node === undefined) this.#closeUnknown();
    else {
      const text = this.#text;
      if (node.text !== undefined) {
        if (text !== '') this.#leaf(node.text, text, this.#languages[depth]);
      } else if (text !== '' && text.trim() !== '') this.#keepBeside(node.path === '' ? '.' : node.path, text);
      const frame = this.#frames[this.#frames.length - 1]!;
      if (frame.node === node && this.#isFrameDepth(depth)) {
        const language = this.#languages[depth];
        if (text === '' && language !== undefined) this.#beside('@xml:lang', language);
        this.#finish();
      } else if (text === '') this.#keepEmpty(node, depth);
    }
    this.#text = '';
    this.#depth = depth - 1;
  }

  /** An element without content says nothing, but it stands in the document, and is written back. */
  #keepEmpty(node: ElementNode, depth: number): void {
    const language = this.#languages[depth];
    if (node.text?.localized === true) this.#beside(language === undefined ? node.path : `${node.path}[@xml:lang=${language}]`, '');
    else if (node.text?.many === true) this.#beside(this.#placeInList(node.text, this.#frames[this.#frames.length - 1]!), '');
    else if (!this.#filled[depth]) this.#beside(node.path, '');
  }

  issue(code: IssueCode, params: Record<string, unknown> = {}, path?: string): void {
    this.issues.push(makeIssue(code, { file: this.file, path: this.#where(path) }, params));
  }

  keep(path: string, text: string): void {
    this.#beside(path === '' ? this.#at! : path, text);
  }

  keepWhole(record: RawRecord): void {
    this.#beside(WHOLE, JSON.stringify(record));
  }

  setAside(path: string, value: unknown): void {
    const leaves = leavesIn(value);
    this.#keepBeside(path, typeof value === 'string' ? value : JSON.stringify(value), leaves);
    this.account.kept -= leaves;
  }

  emit<N extends DatasetNoun>(noun: N, record: RecordOf<N>, options: { derived?: boolean } = {}): void {
    this.datasets.push({ noun, record, issues: [], ...(options.derived ? { derived: true } : {}) } as ReadDataset);
  }

  /** Keeps a part of the open element that no row knows beside the record, whole and in the format's own words; `leaves` is the number of its values. */
  keepPart(name: string, text: string, leaves: number): void {
    const base = this.#nodes[this.#depth]?.path ?? '';
    const stem = base === '' ? name : `${base}/${name}`;
    this.#keepBeside(stem, text, leaves);
  }

  readonly #frameDepths: number[] = [];

  #push(table: CompiledTable, index: number, via: ElementNode | undefined, emit: boolean | 'derived'): void {
    this.#frames.push({ table, record: {}, node: table.root, index, via, emit, issuesBefore: this.issues.length, leavesBefore: this.account.kept + this.#besideCount, leaves: undefined, latestPath: undefined, latestOrdinal: 0, ordinals: undefined, joined: undefined });
    this.#frameDepths.push(this.#depth);
  }

  #isFrameDepth(depth: number): boolean {
    return this.#frameDepths[this.#frameDepths.length - 1] === depth;
  }

  #ordinal(frame: Frame, path: string): number {
    if (frame.latestPath === path) return (frame.latestOrdinal += 1);
    if (frame.latestPath !== undefined) (frame.ordinals ??= new Map()).set(frame.latestPath, frame.latestOrdinal);
    const before = frame.ordinals?.get(path);
    frame.latestPath = path;
    return (frame.latestOrdinal = before === undefined ? 0 : before + 1);
  }

  #attributes(node: ElementNode, attributes: Attributes): void {
    let language: string | undefined;
    for (let at = 0; at < attributes.length; at += 2) {
      const name = attributes[at]!;
      const value = attributes[at + 1]!;
      const leaf = node.attributes.get(name);
      if (leaf !== undefined) this.#leaf(leaf, value, undefined);
      else if (name === 'xml:lang' && node.text?.localized) language = value;
      else this.#keepBeside(node.path === '' ? `@${name}` : `${node.path}${whichOf(node, attributes, this.#frames[this.#frames.length - 1]!.record)}/@${name}`, value);
    }
    this.#languages[this.#depth] = language;
  }

  #leaf(leaf: Leaf, text: string, language: string | undefined): void {
    const record = this.#frames[this.#frames.length - 1]!.record;
    this.#at = leaf.path;
    if (leaf.localized) this.#localized(leaf, leaf.parents.length === 0 ? record : holderOf(record, leaf.parents), text, language);
    else {
      const value = leaf.transform!.read(text, this, leaf.parameter);
      if (value === undefined) {
        const path = leaf.many ? this.#placeInList(leaf, this.#frames[this.#frames.length - 1]!) : leaf.path;
        if (text.trim() !== '') this.#keepBeside(path, text);
        else this.#beside(path, text); // says nothing, but stands in the document
      } else this.#put(leaf, leaf.parents.length === 0 ? record : holderOf(record, leaf.parents), value, text);
    }
    this.#at = undefined;
  }

  /** Where a value that its list cannot hold stands among the others. */
  #placeInList(leaf: Leaf, frame: Frame): string {
    return /(^|\/)@[^/]*$/.test(leaf.path) ? leaf.path : `${leaf.path}[+${countOf(leaf, frame.record) + this.#ordinal(frame, leaf.path) + 1}]`;
  }

  #put(leaf: Leaf, holder: RawRecord, value: unknown, text: string): void {
    if (leaf.many) {
      const list = holder[leaf.key] as unknown[] | undefined;
      if (list === undefined) holder[leaf.key] = [value];
      else list.push(value);
      this.account.kept += 1;
    } else if (holder[leaf.key] === undefined) {
      holder[leaf.key] = value;
      this.account.kept += 1;
    } else {
      this.issue('field-repeated', {});
      this.#keepBeside(/(^|\/)@[^/]*$/.test(leaf.path) ? leaf.path : `${leaf.path}[+]`, text);
    }
  }

  #localized(leaf: Leaf, holder: RawRecord, text: string, stated: string | undefined): void {
    const { code: language, repaired } = resolveLanguage(stated);
    const texts = (holder[leaf.key] ??= {}) as Record<string, string>;
    const [isFirst, leaves] = [texts[language] === undefined, stated === undefined ? 1 : 2];
    if (repaired) this.issue('language-unknown', { value: stated, used: language });
    if (repaired && (isFirst || leaf.row.join !== true)) this.#beside(`${leaf.path}[@xml:lang=${language}]/@xml:lang`, stated ?? '');
    if (!isFirst) this.issue('language-duplicate', { language });
    const frame = this.#frames[this.#frames.length - 1]!;
    if (isFirst && stated === language && frame.joined === undefined) texts[language] = text;
    else {
      const beside = (frame.joined ??= new JoinedTexts()).add(leaf, texts, language, text, stated);
      if (beside !== undefined) return void this.#keepBeside(beside.path, beside.text, leaves);
    }
    this.account.kept += leaves;
  }

  /** Text before a child element: no format read here means it, but it must not vanish. */
  #mixedContent(): void {
    const text = this.#text;
    this.#text = '';
    if (text.trim() === '' || this.#depth < 0) return;
    const node = this.#nodes[this.#depth];
    const path = node === undefined ? this.#unknown[this.#unknown.length - 1]!.path : node.path;
    this.#keepBeside(path === '' ? 'text()' : `${path}/text()`, text);
  }

  #beside(path: string, text: string): Frame {
    const frame = this.#frames[this.#frames.length - 1]!;
    (frame.leaves ??= []).push([path, text]);
    return frame;
  }

  #keepBeside(path: string, text: string, leaves = 1): void {
    const frame = this.#beside(path, text);
    const key = `${frame.table.name}: ${path.replace(/\[(\d+|\+\d*)\]/g, '')}`;
    this.account.unmapped.set(key, (this.account.unmapped.get(key) ?? 0) + leaves);
    this.#besideCount += leaves;
  }

  #openUnknown(name: string, parent: ElementNode | undefined, attributes: Attributes): void {
    const frame = this.#frames[this.#frames.length - 1]!;
    const outer = parent === undefined ? this.#unknown[this.#unknown.length - 1] : undefined;
    if (outer !== undefined) outer.filled = true;
    const base = outer === undefined ? parent!.path : outer.path;
    const stem = base === '' ? name : `${base}/${name}`;
    const index = this.#ordinal(frame, stem);
    const path = index === 0 ? stem : `${stem}[${index + 1}]`;
    for (let at = 0; at < attributes.length; at += 2) this.#keepBeside(`${path}/@${attributes[at]!}`, attributes[at + 1]!);
    this.#unknown.push({ path, filled: attributes.length > 0 });
  }

  #closeUnknown(): void {
    const { path, filled } = this.#unknown.pop()!;
    if (this.#text.trim() !== '') this.#keepBeside(path, this.#text);
    else if (!filled) this.#keepBeside(path, '');
  }

  #finish(): void {
    const frame = this.#frames[this.#frames.length - 1]!;
    for (const { leaf, text } of frame.table.defaults) {
      const holder = holderOf(frame.record, leaf.parents);
      if (holder[leaf.key] === undefined) holder[leaf.key] = leaf.transform?.read(text, this, leaf.parameter);
    }
    if (frame.joined !== undefined) frame.leaves = frame.joined.addTo(frame.leaves, LAYOUT);
    const isBlank = !this.#filled[this.#depth] && this.#text === '';
    const value = frame.table.then === undefined ? frame.record : frame.table.then.read(frame.record, this);
    this.#frames.pop();
    this.#frameDepths.pop();
    // What gives no value stands in the document all the same; what is kept of it must find it again.
    const isBare = isBlank || (frame.leaves !== undefined && frame.via?.nested!.row.each !== undefined && frame.leaves.every(([path]) => path !== '.'));
    const isGone = value === undefined || (frame.via?.nested!.parents[0] === 'raw' && (isBlank || isEmpty(value as RawRecord)));
    if (isGone && isBare && frame.via !== undefined && frame.emit === false) this.#beside(`${frame.via.path}[+${frame.index + 1}]`, '');
    if (frame.leaves !== undefined) this.#settleLeaves(frame, value);
    if (frame.emit) {
      if (value !== undefined) this.#emitRoot(frame, value as RawRecord);
      else if (frame.emit === true && frame.table.noun !== undefined) this.refused.push({ noun: frame.table.noun, exchanges: (frame.record['exchanges'] as unknown[] | undefined)?.length ?? 0, leaves: this.account.kept + this.#besideCount - frame.leavesBefore });
      if (frame.via === undefined) this.#endDocument(frame);
      return;
    }
    const outer = this.#frames[this.#frames.length - 1];
    if (outer === undefined) return this.#endDocument(frame);
    if (value === undefined || frame.via === undefined) return;
    const { row, parents, key } = frame.via.nested!;
    const holder = holderOf(outer.record, parents);
    if (row.each !== undefined) ((holder[key] ??= []) as unknown[]).push(value);
    else if (holder[key] === undefined) holder[key] = value;
    else {
      this.#at = row.path;
      this.issue('field-repeated', {});
      this.#at = undefined;
      (outer.leaves ??= []).push([`${row.path}[+]`, JSON.stringify(value)]);
    }
  }

  /** Leaves without a place stay with the nearest record that keeps extensions, under their full path. */
  #settleLeaves(frame: Frame, value: unknown): void {
    if (frame.table.keepsExtensions && value !== undefined && value !== null && typeof value === 'object') {
      addExtensions(value, this.format, frame.leaves!);
      frame.leaves = undefined;
      return;
    }
    const outer = this.#frames[this.#frames.length - 1];
    if (outer === undefined) return; // endDocument finds them a place
    const prefix = frame.index === 0 ? frame.via!.path : `${frame.via!.path}[${frame.index + 1}]`;
    const target = (outer.leaves ??= []);
    for (const [path, text] of frame.leaves!) target.push([path === '.' ? prefix : `${prefix}/${path}`, text]);
  }

  /** Leaves around the datasets of a document go to the first of them, under their path from the root; where there is none, the file alone has its leaves. */
  #endDocument({ table, leaves }: Frame): void {
    const { account, datasets } = this;
    const first = datasets.find((d) => d.derived !== true) ?? datasets[0];
    if (table.table.list === true && first !== undefined) this.list = { root: this.#rootName, around: leaves ?? [] };
    if (first !== undefined && table.table.list !== true) {
      if (leaves !== undefined) addExtensions(first.record, this.format, leaves.map(([path, text]) => [`/${this.#rootName}${path === '.' ? '' : `/${path}`}`, text]));
      return;
    }
    let inFile = 0;
    for (const [key, count] of account.unmapped) {
      if (first !== undefined && !key.startsWith(`${table.name}: `)) continue;
      inFile += count;
      account.unmapped.delete(key);
    }
    if (first === undefined) {
      inFile += account.kept;
      account.kept = 0;
    }
    if (inFile > 0) account.inFile = inFile;
  }

  #emitRoot(frame: Frame, record: RawRecord): void {
    // A dataset inside another one has taken its own issues already.
    const issues = this.issues.slice(frame.issuesBefore).filter((found) => found.dataset === undefined);
    const label = `${frame.table.noun!} ${String(record['id'] ?? '?')}`;
    for (const found of issues) found.dataset = label;
    if (frame.via !== undefined && frame.emit === true) this.#keepElement(frame, record);
    this.datasets.push({ noun: frame.table.noun!, record: record as never, issues, ...(frame.emit === 'derived' ? { derived: true } : {}) });
  }

  /** Where several elements of a document hold datasets of one table, the dataset remembers which of them held it. */
  #keepElement({ via, table }: Frame, record: RawRecord): void {
    const first = this.#compiled.holders.get(table.name);
    if (first !== undefined && first !== via!.path) addExtensions(record, this.format, [[HELD_BY, via!.path]]);
  }

  /** Path of the field being read, with positions, for people. */
  #where(path: string | undefined): string {
    const parts: string[] = [];
    for (const frame of this.#frames) {
      if (frame.via !== undefined) parts.push(frame.via.nested!.row.each === undefined ? frame.via.path : `${frame.via.path}[${frame.index + 1}]`);
    }
    const last = path ?? this.#at;
    if (last !== undefined && last !== '.') parts.push(last);
    return parts.join('/');
  }
}

function isEmpty(record: RawRecord): boolean {
  for (const _field in record) return false;
  return true;
}
