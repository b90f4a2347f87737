// $filter of version 2: the part of OData v4 that the specification names (v2.3 §ListFootprints, Filter): comparisons joined by "and", and "any" of a list.
import { TanluError } from '../../../errors.ts';
import type { Comparison, ListField, MomentField, PactCondition } from '../../../hub/pact-footprint/pact-condition.ts';
import { momentOf } from './moment.ts';

interface Token { kind: 'name' | 'text' | 'sign' | 'end'; text: string; at: number }

const longest = 16_000;
const mostConditions = 50;

const comparisons: Readonly<Record<string, Comparison>> = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' };
const moments: Readonly<Record<string, MomentField>> = { created: 'createdAt', updated: 'updatedAt', 'pcf/referenceperiodstart': 'referenceStart', 'pcf/referenceperiodend': 'referenceEnd' };
const texts: Readonly<Record<string, 'cpc' | 'country'>> = { productcategorycpc: 'cpc', 'pcf/geographycountry': 'country' };
const lists: Readonly<Record<string, ListField>> = { productids: 'productUrns', companyids: 'companyUrns' };

const tokenPattern = /\s*(?:'((?:[^']|'')*)'|(\d[\w.+-]*(?::[\w.+-]+)*|[a-z_$][\w$./]*)|([():,]))/iy;

/** A mistake in what was asked, with its place. */
const wrong = (message: string, at: number): TanluError =>
  new TanluError('PACT_FILTER_INVALID', `$filter cannot be read: ${message}, at character ${at + 1}. Write it such as productCategoryCpc eq '0151' and created ge '2026-01-01T00:00:00Z'.`, { kind: 'usage', params: { at: at + 1 } });

/** Something that OData has and this hub has not. */
const unsupported = (what: string, at: number): TanluError =>
  new TanluError('PACT_FILTER_UNSUPPORTED', `$filter asks for ${what}, at character ${at + 1}, which this host does not offer. It compares created, updated, productCategoryCpc, pcf/geographyCountry, pcf/referencePeriodStart and pcf/referencePeriodEnd by eq, lt, le, gt, ge, `
    + `looks into productIds and companyIds by any(… eq …), and joins by and.`, { kind: 'usage', params: { what, at: at + 1 } });

function tokensOf(filter: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (filter.slice(at).trim() !== '') {
    tokenPattern.lastIndex = at;
    const found = tokenPattern.exec(filter);
    if (found === null) {
      const start = at + /^\s*/.exec(filter.slice(at))![0].length;
      throw wrong(filter[start] === "'" ? 'the text that begins here has no end' : `"${filter[start]}" means nothing`, start);
    }
    const [whole, text, name, sign] = found;
    const start = at + /^\s*/.exec(whole)![0].length;
    tokens.push(text !== undefined ? { kind: 'text', text: text.replaceAll("''", "'"), at: start } : name !== undefined ? { kind: 'name', text: name, at: start } : { kind: 'sign', text: sign!, at: start });
    at = tokenPattern.lastIndex;
  }
  return [...tokens, { kind: 'end', text: 'the end', at: filter.length }];
}

class FilterParser {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;
  readonly conditions: PactCondition[] = [];

  constructor(filter: string) {
    this.#tokens = tokensOf(filter);
  }

  parse(): PactCondition[] {
    this.#all();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw wrong(`"${rest.text}" is too much`, rest.at);
    return this.conditions;
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)]!;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #isWord(word: string): boolean {
    const { kind, text } = this.#peek();
    return kind === 'name' && text.toLowerCase() === word;
  }

  #sign(sign: string): void {
    const token = this.#take();
    if (token.kind !== 'sign' || token.text !== sign) throw wrong(`"${sign}" is expected, not "${token.text}"`, token.at);
  }

  #name(): Token {
    const token = this.#take();
    if (token.kind !== 'name') throw wrong(`the name of a property is expected, not "${token.text}"`, token.at);
    return token;
  }

  /** `one and one and …` */
  #all(): void {
    for (;;) {
      this.#one();
      if (this.#isWord('or')) throw unsupported('"or"', this.#peek().at);
      if (!this.#isWord('and')) return;
      this.#take();
    }
  }

  #one(): void {
    const { kind, text, at } = this.#peek();
    if (kind === 'sign' && text === '(') {
      this.#depth += 1;
      if (this.#depth > 20) throw wrong('there are too many parentheses', at);
      this.#take();
      this.#all();
      this.#sign(')');
      this.#depth -= 1;
      return;
    }
    if (this.#isWord('not')) throw unsupported('"not"', at);
    const name = this.#name();
    const after = this.#peek();
    const list = /^(\w+)\/(any|all)$/i.exec(name.text);
    if (list !== null && after.text === '(' && after.kind === 'sign') this.#any(name, list[1]!, list[2]!);
    else if (after.kind === 'sign' && after.text === '(') throw unsupported(`the function ${name.text}`, name.at);
    else this.#comparison(name);
    if (this.conditions.length > mostConditions) throw wrong(`there are more than ${mostConditions} comparisons`, at);
  }

  /** `productIds/any(x:(x eq 'urn:…'))`, with or without the inner parentheses. */
  #any(name: Token, property: string, word: string): void {
    const field = lists[property.toLowerCase()];
    if (word.toLowerCase() === 'all' || field === undefined) throw unsupported(`"${name.text}"`, name.at);
    this.#sign('(');
    const variable = this.#name().text;
    this.#sign(':');
    let opened = 0;
    for (; this.#peek().kind === 'sign' && this.#peek().text === '('; opened += 1) this.#take();
    const inner = this.#name();
    if (inner.text !== variable) throw wrong(`"${variable}" is expected, not "${inner.text}"`, inner.at);
    const operator = this.#operator();
    if (operator.comparison !== '=') throw unsupported(`"${operator.text}" inside any`, operator.at);
    const value = this.#value();
    for (; opened > 0; opened -= 1) this.#sign(')');
    if (this.#isWord('or') || this.#isWord('and')) throw unsupported(`"${this.#peek().text}" inside any`, this.#peek().at);
    this.#sign(')');
    this.conditions.push({ field, anyOf: [value.text.toLowerCase()] });
  }

  #operator(): Token & { comparison: Comparison } {
    const token = this.#take();
    const comparison = token.kind === 'name' ? comparisons[token.text.toLowerCase()] : undefined;
    if (comparison !== undefined) return { ...token, comparison };
    if (token.kind === 'name' && /^(ne|in|has|add|sub|mul|div|mod)$/i.test(token.text)) throw unsupported(`"${token.text}"`, token.at);
    throw wrong(`eq, lt, le, gt or ge is expected, not "${token.text}"`, token.at);
  }

  #value(): Token {
    const token = this.#take();
    if (token.kind === 'text' || (token.kind === 'name' && /^\d/.test(token.text))) return token;
    throw token.kind === 'name' ? unsupported(`"${token.text}" as a value`, token.at) : wrong(`a value in single quotes is expected, not "${token.text}"`, token.at);
  }

  #comparison(name: Token): void {
    const property = name.text.toLowerCase();
    const [moment, text] = [moments[property], texts[property]];
    const operator = this.#operator();
    if (moment === undefined && text === undefined) throw unsupported(`the property "${name.text}"`, name.at);
    const value = this.#value();
    const { comparison } = operator;
    if (text !== undefined) {
      this.conditions.push({ field: text, comparison, text: text === 'country' ? value.text.toLowerCase() : value.text });
      return;
    }
    const utc = momentOf(value.text);
    if (utc === undefined) throw wrong(`"${value.text}" is no point in time`, value.at);
    this.conditions.push({ field: moment!, comparison, moment: utc });
  }
}

/** The conditions of a filter. Throws PACT_FILTER_INVALID (usage) with the place of the mistake, PACT_FILTER_UNSUPPORTED (usage) for what OData has and this hub has not. */
export function readFilter(filter: string): PactCondition[] {
  if (filter.length > longest) throw wrong(`it is longer than ${longest} characters`, longest);
  return new FilterParser(filter).parse();
}
