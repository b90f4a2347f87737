// A strict JSON parser (RFC 8259) of our own: JSON.parse rounds numbers, forgets repeated keys and names no line.
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { locate } from '../xml/failure.ts';
import { JsonNumber, JsonObject, type JsonValue } from './value.ts';

export interface JsonLimits {
  maxDepth: number;
  /** Characters of one text. */
  maxTextLength: number;
}

export const defaultJsonLimits: JsonLimits = { maxDepth: 200, maxTextLength: 50_000_000 };

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /[A-Za-z_$][\w$]*/y;
const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const wordsRead: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
const wordsNotRead: Readonly<Record<string, string>> = {
  NaN: 'NaN is no JSON; an unknown number is null', Infinity: 'Infinity is no JSON; a number is finite', undefined: 'undefined is no JSON; what is absent is left out',
};

/**
 * The value of a document, without byte order mark, and what is odd in it (`json-key-duplicate`).
 * Throws `json-not-well-formed` { line, column, reason }, `json-too-deep` { limit } and `json-text-too-long` { limit }.
 */
export function parseJson(text: string, options: { file: string; limits?: Partial<JsonLimits> }): { value: JsonValue; issues: Issue[] } {
  const parser = new Parser(text, options.file, { ...defaultJsonLimits, ...options.limits });
  return { value: parser.document(), issues: parser.issues };
}

class Parser {
  readonly issues: Issue[] = [];
  readonly #text: string;
  readonly #file: string;
  readonly #limits: JsonLimits;
  #at = 0;
  #depth = 0;
  #line = 1;
  #lineStart = 0;
  #lineEnd: number | undefined;

  constructor(text: string, file: string, limits: JsonLimits) {
    this.#text = text;
    this.#file = file;
    this.#limits = limits;
  }

  document(): JsonValue {
    this.#blanks();
    if (this.#at >= this.#text.length) throw this.#broken('the file is empty', 0);
    const value = this.#value();
    this.#blanks();
    if (this.#at < this.#text.length) throw this.#broken('something stands after the end of the document; a file has one value', this.#at);
    return value;
  }

  #value(): JsonValue {
    const char = this.#text[this.#at];
    if (char === '"') return this.#string();
    if (char === '{') return this.#object();
    if (char === '[') return this.#array();
    if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) return this.#number();
    return this.#word(char);
  }

  #object(): JsonObject {
    this.#enter();
    const object = new JsonObject();
    this.#at += 1;
    this.#blanks();
    if (this.#text[this.#at] === '}') return this.#leave(object);
    for (;;) {
      const keyAt = this.#at;
      if (this.#text[keyAt] !== '"') throw this.#broken(this.#text[keyAt] === '}' ? 'a comma stands before the closing "}"' : 'a key in quotes is expected', keyAt);
      const key = this.#string();
      this.#blanks();
      if (this.#text[this.#at] !== ':') throw this.#broken(`a colon is missing after the key "${key.slice(0, 60)}"`, this.#at);
      this.#at += 1;
      this.#blanks();
      const value = this.#value();
      if (object.members.has(key)) this.#repeat(object, key, value, keyAt);
      else object.members.set(key, value);
      if (this.#goesOn('}', 'an object')) this.#blanks();
      else return this.#leave(object);
    }
  }

  #array(): JsonValue[] {
    this.#enter();
    const list: JsonValue[] = [];
    this.#at += 1;
    this.#blanks();
    if (this.#text[this.#at] === ']') return this.#leave(list);
    for (;;) {
      if (this.#text[this.#at] === ']') throw this.#broken('a comma stands before the closing "]"', this.#at);
      list.push(this.#value());
      if (this.#goesOn(']', 'a list')) this.#blanks();
      else return this.#leave(list);
    }
  }

  /** True after a comma; false before the closing bracket, which `leave` passes. */
  #goesOn(closing: string, what: string): boolean {
    this.#blanks();
    const char = this.#text[this.#at];
    if (char === ',') {
      this.#at += 1;
      return true;
    }
    if (char === closing) return false;
    throw this.#broken(char === undefined ? `the file ends inside ${what}: it was cut off or a "${closing}" is missing` : `a comma or "${closing}" is missing in ${what}`, this.#at);
  }

  #string(): string {
    const from = this.#at + 1;
    const end = this.#text.indexOf('"', from);
    if (end < 0) throw this.#broken('the file ends inside a text: it was cut off or a quote is missing', this.#at);
    const plain = this.#text.slice(from, end);
    // oxlint-disable-next-line no-control-regex -- what JSON asks to be escaped
    if (plain.length <= this.#limits.maxTextLength && !/[\\\0-\x1f]/.test(plain)) {
      this.#at = end + 1;
      return plain;
    }
    return this.#escaped(from);
  }

  #escaped(from: number): string {
    const text = this.#text;
    let made = '';
    let start = from;
    for (let at = from; ; at++) {
      if (at >= text.length) throw this.#broken('the file ends inside a text: it was cut off or a quote is missing', from - 1);
      if (at - from > this.#limits.maxTextLength) throw this.#tooLong();
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        this.#at = at + 1;
        return made + text.slice(start, at);
      }
      if (code < 0x20) throw this.#broken('a text has a line end or control character of its own; it must be written \\n or \\u00XX', at);
      if (code !== 0x5c) continue;
      made += text.slice(start, at);
      const char = text[at + 1] ?? '';
      if (char === 'u') {
        const hex = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.#broken('\\u is not followed by four hexadecimal digits', at);
        made += String.fromCharCode(Number.parseInt(hex, 16));
        at += 5;
      } else {
        const meant = escapes[char];
        if (meant === undefined) throw this.#broken(`\\${char} is no escape; a backslash itself is written \\\\`, at);
        made += meant;
        at += 1;
      }
      start = at + 1;
    }
  }

  #number(): JsonNumber {
    numberPattern.lastIndex = this.#at;
    const found = numberPattern.exec(this.#text)?.[0];
    const next = found === undefined ? undefined : this.#text[this.#at + found.length];
    if (found === undefined || (next !== undefined && /[\w.+-]/.test(next))) throw this.#broken('this is no number; write digits, a point and an exponent such as -1.5e-7, without leading zeros', this.#at);
    if (found.length > this.#limits.maxTextLength) throw this.#tooLong();
    this.#at += found.length;
    return new JsonNumber(found);
  }

  #word(char: string | undefined): boolean | null {
    if (char === undefined) throw this.#broken('the file ends where a value is expected: it was cut off', this.#at);
    wordPattern.lastIndex = this.#at;
    const word = wordPattern.exec(this.#text)?.[0];
    const meant = word === undefined ? undefined : wordsRead[word];
    if (word === undefined || meant === undefined) throw this.#broken(wordsNotRead[word ?? ''] ?? (char === "'" ? 'texts stand in double quotes' : `a value is expected, not "${word ?? char}"`), this.#at);
    this.#at += word.length;
    return meant;
  }

  #repeat(object: JsonObject, key: string, value: JsonValue, at: number): void {
    (object.repeated ??= []).push([key, value]);
    this.issues.push(makeIssue('json-key-duplicate', { file: this.#file }, { key, ...this.#placeOf(at) }));
  }

  /** Places are asked for in the order of the document, which may have very many. */
  #placeOf(offset: number): { line: number; column: number } {
    this.#lineEnd ??= this.#text.indexOf('\n');
    while (this.#lineEnd >= 0 && this.#lineEnd < offset) {
      this.#line += 1;
      this.#lineStart = this.#lineEnd + 1;
      this.#lineEnd = this.#text.indexOf('\n', this.#lineStart);
    }
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }

  #blanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #enter(): void {
    if (++this.#depth <= this.#limits.maxDepth) return;
    const limit = this.#limits.maxDepth;
    throw new TanluError('json-too-deep', `${this.#file} has objects and lists nested more than ${limit} deep, which no dataset has. Nothing of the file was read.`, { params: { file: this.#file, limit } });
  }

  #leave<T>(value: T): T {
    this.#depth -= 1;
    this.#at += 1;
    return value;
  }

  #tooLong(): TanluError {
    const limit = this.#limits.maxTextLength;
    return new TanluError('json-text-too-long', `${this.#file} has a text of more than ${limit} characters. Shorten it, or raise the limit; nothing of the file was read.`, { params: { file: this.#file, limit } });
  }

  #broken(reason: string, offset: number): TanluError {
    const { line, column } = locate(this.#text, offset);
    return new TanluError('json-not-well-formed', `${this.#file} is broken at line ${line}, column ${column}: ${reason}. Correct the file or export it again; nothing of it was read.`, { params: { file: this.#file, line, column, reason } });
  }
}
