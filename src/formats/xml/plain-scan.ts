// The short way for plain documents, three times as fast as a full parser: most of an import was spent there. It knows elements, attributes,
// text, comments, processing instructions and the predefined references, and gives up at the first thing that is anything else; saxes then judges.
import type { CanonicalEvents, ElementName } from './canonical-events.ts';
import { NotWellFormed } from './failure.ts';
import { isBlank } from './prolog.ts';
import { isQualified } from './strict-parse.ts';

// oxlint-disable-next-line no-control-regex -- the characters that XML forbids; pairs of surrogates are left to saxes
const unusual = /[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/;
const prolog = /^(?:<\?xml version=(?:"1\.0"|'1\.0')(?: encoding=(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?: standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?[ \n\t]*\?>)?[ \n\t]*(?=<)/;
const wholeName = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/;
const instruction = /^(?!xml(?:[ \n\t]|$))[A-Za-z_][\w.-]*(?:[ \n\t]|$)/i;
const mostAttributes = 64;
const mostNames = 10_000;
const noAttributes: readonly string[] = [];
const lineBreak = 0x0a;
const tab = 0x09;
const blank = 0x20;
const exclamation = 0x21;
const quotation = 0x22;
const apostrophe = 0x27;
const question = 0x3f;
const slash = 0x2f;
const lessThan = 0x3c;
const equals = 0x3d;
const greaterThan = 0x3e;

/** Sends a plain, well-formed document on. False when it is not plain, or wrong; the events up to there have been sent. */
export function scanPlain(text: string, events: CanonicalEvents): boolean {
  if (unusual.test(text) || text.includes(']]>')) return false;
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  try {
    return new PlainScan(lines, events).run();
  } catch (error) {
    if (error instanceof NotWellFormed) return false;
    throw error;
  }
}

/** A name of an element or attribute. Documents repeat themselves: what came next the last time is tried first, without a piece of text of its own. */
interface Name extends ElementName { readonly qualified: boolean; next: Name | undefined }

const goodNames = new Map<string, Name>();

/** One object per name, undefined when it is not plainly a name. */
function nameOf(piece: string): Name | undefined {
  const known = goodNames.get(piece);
  if (known !== undefined) return known;
  if (!wholeName.test(piece)) return undefined;
  if (goodNames.size >= mostNames) goodNames.clear();
  // A piece of a document keeps the whole document alive.
  const text = Buffer.from(piece).toString();
  const name: Name = { text, canonical: '', scope: undefined, qualified: isQualified(text), next: undefined };
  goodNames.set(text, name);
  return name;
}

class PlainScan {
  readonly #text: string;
  readonly #events: CanonicalEvents;
  readonly #open: string[] = [];
  #at = 0;
  /** The next of each from somewhere behind `#at` on; the end of the text when there is none. */
  #nextAmpersand = -1;
  #nextBreak = -1;
  #nextTab = -1;
  #qualified = false;
  /** The name met last. */
  #name: Name = { text: '', canonical: '', scope: undefined, qualified: false, next: undefined };
  /** Attributes of one tag on their way into a list of their number: lists that grow are several times as large. */
  readonly #found: string[] = Array.from({ length: 2 * mostAttributes }, () => '');
  /** Whether a comment or instruction stands between the last tag and here: blanks on both sides of it may belong to a text. */
  #isBroken = false;

  constructor(text: string, events: CanonicalEvents) {
    this.#text = text;
    this.#events = events;
  }

  run(): boolean {
    const start = prolog.exec(this.#text);
    if (start === null) return false;
    this.#at = start[0].length;
    const text = this.#text;
    for (;;) {
      // `#at` is at a "<".
      const code = text.charCodeAt(this.#at + 1);
      if (code === slash) {
        if (!this.#close()) return false;
      } else if (code === exclamation) {
        if (!this.#comment()) return false;
      } else if (code === question) {
        if (!this.#instruction()) return false;
      } else if (!this.#openTag()) return false;
      if (this.#open.length === 0 && this.#events.count > 0) return this.#isEnd();
      if (!this.#texts()) return false;
    }
  }

  #isEnd(): boolean {
    for (let at = this.#at; at < this.#text.length; at++) if (!isBlank(this.#text.charCodeAt(at))) return false;
    return true;
  }

  #close(): boolean {
    const name = this.#open.pop();
    if (name === undefined || !this.#text.startsWith(name, this.#at + 2)) return false;
    const end = this.#at + 2 + name.length;
    if (this.#text.charCodeAt(end) !== greaterThan) return false;
    this.#at = end + 1;
    this.#isBroken = false;
    this.#events.close();
    return true;
  }

  #comment(): boolean {
    if (!this.#text.startsWith('<!--', this.#at)) return false;
    const dashes = this.#text.indexOf('--', this.#at + 4);
    if (dashes < 0 || this.#text.charCodeAt(dashes + 2) !== greaterThan) return false;
    this.#at = dashes + 3;
    this.#isBroken = true;
    return true;
  }

  #instruction(): boolean {
    const end = this.#text.indexOf('?>', this.#at + 2);
    if (end < 0 || !instruction.test(this.#text.slice(this.#at + 2, end))) return false;
    this.#at = end + 2;
    this.#isBroken = true;
    return true;
  }

  #openTag(): boolean {
    const text = this.#text;
    const start = this.#at + 1;
    const last = this.#name;
    let name = last.next;
    let at = name === undefined || !text.startsWith(name.text, start) ? start : start + name.text.length;
    let code = text.charCodeAt(at);
    if (at === start || !endsName(code)) {
      at = start;
      code = text.charCodeAt(at);
      while (!endsName(code)) {
        if (code !== code || code === lessThan) return false;
        code = text.charCodeAt(++at);
      }
      name = nameOf(text.slice(start, at));
      if (name === undefined) return false;
      last.next = name;
    }
    this.#name = name!;
    this.#at = at;
    this.#qualified = false;
    const attributes = code === greaterThan ? noAttributes : this.#attributes(start);
    if (attributes === undefined) return false;
    const empty = text.charCodeAt(this.#at) === slash;
    if (empty) this.#at++;
    if (text.charCodeAt(this.#at) !== greaterThan) return false;
    this.#at++;
    this.#isBroken = false;
    this.#events.openNamed(name!, attributes, this.#qualified);
    if (empty) this.#events.close();
    else this.#open.push(name!.text);
    return true;
  }

  /** Attributes from `#at` to the end of the tag, where it leaves `#at`. */
  #attributes(tagAt: number): readonly string[] | undefined {
    const text = this.#text;
    const nextTag = text.indexOf('<', tagAt);
    const longest = this.#events.limits.maxAttributeLength;
    const found = this.#found;
    let count = 0;
    let at = this.#at;
    for (;;) {
      const blanksAt = at;
      let code = text.charCodeAt(at);
      while (code === blank || code === lineBreak || code === tab) code = text.charCodeAt(++at);
      if (code === greaterThan || code === slash) break;
      if (at === blanksAt) return undefined;
      const nameAt = at;
      const last: Name = this.#name;
      let name: Name | undefined = last.next;
      if (name !== undefined && text.startsWith(name.text, at) && text.charCodeAt(at + name.text.length) === equals) at += name.text.length;
      else {
        while (code !== equals && code !== greaterThan && code === code) code = text.charCodeAt(++at);
        name = code === equals ? nameOf(text.slice(nameAt, at)) : undefined;
        if (name === undefined) return undefined;
        last.next = name;
      }
      this.#name = name;
      const quote = text.charCodeAt(at + 1);
      if (quote !== quotation && quote !== apostrophe) return undefined;
      const end = text.indexOf(quote === quotation ? '"' : "'", at + 2);
      if (end < 0 || (nextTag >= 0 && end > nextTag)) return undefined;
      if (end - at - 2 > longest) throw this.#events.tooLong(longest);
      for (let other = 0; other < count; other += 2) if (found[other] === name.text) return undefined;
      const value = this.#value(at + 2, end);
      if (value === undefined || count >= 2 * mostAttributes) return undefined;
      found[count++] = name.text;
      found[count++] = value;
      if (name.qualified) this.#qualified = true;
      at = end + 1;
    }
    this.#at = at;
    return found.slice(0, count);
  }

  #value(from: number, to: number): string | undefined {
    const text = this.#text;
    let value = text.slice(from, to);
    if (this.#nextBreak < from) this.#nextBreak = next(text, '\n', from);
    if (this.#nextTab < from) this.#nextTab = next(text, '\t', from);
    if (this.#nextBreak < to || this.#nextTab < to) value = value.replace(/[\n\t]/g, ' ');
    return this.#hasReference(from, to) ? resolveReferences(value) : value;
  }

  /** Text up to the next tag; `#at` is at its "<" then. */
  #texts(): boolean {
    const text = this.#text;
    const from = this.#at;
    let at = from;
    while (isBlank(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) === lessThan) {
      this.#at = at;
      const after = text.charCodeAt(at + 1);
      // Blanks between two tags are no text, and there are as many of them as tags.
      const isLayout = !this.#isBroken && after !== exclamation && after !== question && at - from <= this.#events.limits.maxTextLength;
      if (at > from && !isLayout) this.#events.text(text.slice(from, at));
      return true;
    }
    const end = text.indexOf('<', at);
    if (end < 0 || this.#open.length === 0) return false;
    const piece = this.#hasReference(at, end) ? resolveReferences(text.slice(from, end)) : text.slice(from, end);
    if (piece === undefined) return false;
    this.#at = end;
    this.#events.text(piece);
    return true;
  }

  #hasReference(from: number, to: number): boolean {
    if (this.#nextAmpersand < from) this.#nextAmpersand = next(this.#text, '&', from);
    return this.#nextAmpersand < to;
  }
}

function endsName(code: number): boolean {
  return code === greaterThan || code === blank || code === slash || code === lineBreak || code === tab;
}

function next(text: string, char: string, from: number): number {
  const at = text.indexOf(char, from);
  return at < 0 ? text.length : at;
}

const predefined: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
// Numbers from U+0020 to U+D7FF, tab and line ends: others are rare or forbidden.
const reference = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,5})|#x([0-9A-Fa-f]{1,4}));/g;

/** The text with its references resolved; undefined when one of them is not plain. */
function resolveReferences(text: string): string | undefined {
  let plain = true;
  let resolved = 0;
  const result = text.replace(reference, (_, name: string | undefined, decimal: string | undefined, hexadecimal: string | undefined) => {
    resolved++;
    if (name !== undefined) return predefined[name]!;
    const code = decimal === undefined ? Number.parseInt(hexadecimal!, 16) : Number(decimal);
    if (code >= 0xd800 || (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d)) plain = false;
    return String.fromCharCode(code);
  });
  return plain && resolved === countAmpersands(text) ? result : undefined;
}

function countAmpersands(text: string): number {
  let count = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) count++;
  return count;
}
