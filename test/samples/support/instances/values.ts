// Random values of simple types (XSD 1.0 part 2): enumerations, patterns, lengths, digits, bounds and the built-in types that the formats use.
import fc from 'fast-check';
import type { Random } from '../../../bench/ecospold2/random.ts';
import { baseOf, builtin, isBuiltin, localOf, partOf, resolve, type Components, type Part, type QName } from './schema-components.ts';

/** What a simple type allows, all its restrictions taken together. */
export interface Facets {
  /** Local name of the built-in type at its root. */
  base: string;
  enumeration?: string[];
  /** One expression a step of restriction: all of them hold. */
  patterns: string[];
  members?: Facets[];
  limits: Map<string, string>;
}

const limitNames = new Set(['length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits', 'minInclusive', 'maxInclusive', 'minExclusive', 'maxExclusive', 'whiteSpace']);

export function facetsOf(components: Components, type: QName | Part): Facets {
  if (typeof type === 'string') {
    if (isBuiltin(type)) return { base: localOf(type), patterns: [], limits: new Map() };
    return facetsOf(components, components.get('simpleType', type));
  }
  const union = partOf(type, 'union');
  if (union !== undefined) {
    const named = (union.at['memberTypes'] ?? '').split(/\s+/).filter((n) => n !== '').map((n) => resolve(union, n));
    return { base: 'string', patterns: [], limits: new Map(), members: [...named, ...union.parts.filter((p) => p.kind === 'simpleType')].map((member) => facetsOf(components, member)) };
  }
  const list = partOf(type, 'list');
  if (list !== undefined) return facetsOf(components, list.at['itemType'] === undefined ? partOf(list, 'simpleType')! : resolve(list, list.at['itemType']));
  return restricted(components, partOf(type, 'restriction')!);
}

/** The facets of a restriction, of a simple type or of simple content. */
export function restricted(components: Components, restriction: Part, inherited?: Facets): Facets {
  const base = baseOf(restriction);
  const outer = inherited ?? facetsOf(components, base ?? partOf(restriction, 'simpleType') ?? builtin('string'));
  const found: Facets = { ...outer, patterns: [...outer.patterns], limits: new Map(outer.limits) };
  const values = restriction.parts.filter((p) => p.kind === 'enumeration').map((p) => p.at['value']!);
  if (values.length > 0) found.enumeration = values;
  const patterns = restriction.parts.filter((p) => p.kind === 'pattern').map((p) => p.at['value']!);
  if (patterns.length > 0) found.patterns.push(patterns.map((p) => `(?:${p})`).join('|'));
  for (const { kind, at } of restriction.parts) if (limitNames.has(kind)) found.limits.set(kind, at['value']!);
  return found;
}

const words = [
  'steel', 'cement, at plant', 'electricity; low voltage', 'R&D', '< 5 %', 'Größe', 'déchets', '海南', '电力 (中国)', 'mélange "A"', 'x = a/b', "plant's", 'CO₂', 'line one', 'naïve', 'Ångström', '1,000', 'Öl', 'kg CO2-eq.', 'año', 'ß',
];
const languages = ['en', 'de', 'fr', 'zh', 'es', 'pt', 'ja', 'it', 'nl'];

/** A value of the type. Texts may have signs that XML must escape, letters of many scripts and line breaks. */
export function valueOf(facets: Facets, random: Random): string {
  if (facets.members !== undefined) return valueOf(random.pick(facets.members), random);
  if (facets.enumeration !== undefined) return random.pick(facets.enumeration);
  if (facets.patterns.length > 0) return fromPattern(facets, random);
  const make = makers[facets.base];
  if (make !== undefined) return make(random, facets);
  if (/(int|integer|short|long|byte)$/i.test(facets.base)) return wholeNumber(facets, random);
  throw new Error(`no values are made of the built-in type ${facets.base}`);
}

const makers: Readonly<Record<string, (random: Random, facets: Facets) => string>> = {
  string: textOf, normalizedString: textOf, token: textOf, anySimpleType: textOf,
  NCName: (random) => `n${random.uuid()}`, ID: (random) => `i${random.uuid()}`, Name: (random) => `n${random.uuid()}`, NMTOKEN: (random) => `n${random.uuid()}`,
  language: (random) => random.pick(languages),
  boolean: (random) => random.pick(['true', 'false', '1', '0']),
  anyURI: (random) => random.pick([`https://example.org/${random.uuid()}`, `../external_docs/${random.uuid()}.pdf`, 'mailto:someone@example.org']),
  decimal: decimalNumber, double: floatingNumber, float: floatingNumber,
  date: (random) => `${dayOf(random)}${random.pick(['', '', 'Z', '+08:00'])}`,
  dateTime: (random) => `${dayOf(random)}T${timeOf(random)}${random.pick(['', '.5', '.123'])}${random.pick(['', 'Z', '+08:00', '-03:30'])}`,
  time: timeOf, gYear: (random) => String(random.between(1950, 2049)), gYearMonth: (random) => dayOf(random).slice(0, 7),
};

const two = (n: number): string => String(n).padStart(2, '0');
const dayOf = (random: Random): string => `${random.between(1990, 2049)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
function timeOf(random: Random): string {
  return `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`;
}

/** Expressions that XML cannot carry or that mean all of Unicode, as a person would fill them. */
const plain = (pattern: string): string => pattern.replaceAll('\\S', '[a-z0-9_]').replaceAll('\\w', '[A-Za-z]').replaceAll('\\s', ' ').replaceAll('\\d', '[0-9]').replaceAll('\\-', '-');
const isNumeric = /^(decimal|double|float|.*int|.*integer|.*short|.*long|.*byte)$/i;
const arbitraries = new Map<string, fc.Arbitrary<string>>();

function fromPattern(facets: Facets, random: Random): string {
  const [first, ...others] = facets.patterns.map(plain);
  const limits = facets.limits;
  let arbitrary = arbitraries.get(first!);
  if (arbitrary === undefined) arbitraries.set(first!, (arbitrary = fc.stringMatching(new RegExp(`^(?:${first})$`))));
  for (const text of fc.sample(arbitrary, { seed: random.next() | 0, numRuns: 20 })) {
    if (others.every((p) => new RegExp(`^(?:${p})$`).test(text)) && fits(text, limits) && !(isNumeric.test(facets.base) && Number.isNaN(Number(text.replaceAll(' ', '_'))))) return text;
  }
  throw new Error(`no value found for the pattern ${facets.patterns.join(' and ')}`);
}

function fits(text: string, limits: ReadonlyMap<string, string>): boolean {
  const limit = (name: string): number | undefined => (limits.has(name) ? Number(limits.get(name)) : undefined);
  return text.length >= (limit('length') ?? limit('minLength') ?? 0) && text.length <= (limit('length') ?? limit('maxLength') ?? Infinity)
    && (limit('minInclusive') === undefined || Number(text) >= limit('minInclusive')!) && (limit('maxInclusive') === undefined || Number(text) <= limit('maxInclusive')!);
}

function textOf(random: Random, { limits, base }: Facets): string {
  const exact = limits.get('length');
  if (exact === '36') return random.uuid(); // what has this length is one
  const [least, most] = exact === undefined ? [Number(limits.get('minLength') ?? 0), Number(limits.get('maxLength') ?? 100_000)] : [Number(exact), Number(exact)];
  // Mostly a few words; now and then as long as allowed, which is where others cut.
  const wanted = random.unit() < 0.06 ? Math.min(most, 1_200) : Math.min(most, random.between(3, 40));
  let text = random.pick(words);
  while (text.length < Math.max(wanted, least)) text += (base === 'string' && random.unit() < 0.05 ? '\n' : ' ') + random.pick(words);
  text = [...text].slice(0, most).join('').slice(0, most).trim();
  while (text.length < Math.max(least, 1)) text += 'x';
  return text.slice(0, most);
}

function bounds({ limits }: Facets, low: number, high: number): [number, number] {
  const from = Number(limits.get('minInclusive') ?? (limits.has('minExclusive') ? Number(limits.get('minExclusive')) + 1 : Math.min(low, Number(limits.get('maxInclusive') ?? low))));
  const to = Number(limits.get('maxInclusive') ?? (limits.has('maxExclusive') ? Number(limits.get('maxExclusive')) - 1 : Math.max(high, from)));
  return [from, to];
}

function wholeNumber(facets: Facets, random: Random): string {
  const digits = Math.min(Number(facets.limits.get('totalDigits') ?? 6), 6);
  const [from, to] = bounds(facets, /^(non|un|pos)/.test(facets.base) ? 1 : 0, 10 ** digits - 1);
  return String(random.between(Math.ceil(from), Math.min(Math.floor(to), from + 10 ** digits)));
}

function decimalNumber(random: Random, facets: Facets): string {
  const total = Number(facets.limits.get('totalDigits') ?? 12);
  const fraction = Math.min(Number(facets.limits.get('fractionDigits') ?? 6), total);
  const [from, to] = bounds(facets, 0, 10 ** Math.min(total - fraction, 6) - 1);
  const value = from + random.unit() * (to - from);
  return value.toFixed(random.below(fraction + 1)).replace(/^-0(\.0*)?$/, '0');
}

function floatingNumber(random: Random, facets: Facets): string {
  if ([...facets.limits.keys()].some((name) => /^(min|max)(In|Ex)clusive$/.test(name))) {
    const [from, to] = bounds(facets, 0, Number(facets.limits.get('maxInclusive') ?? 1_000));
    return String(Number((from + random.unit() * (to - from)).toPrecision(6)));
  }
  const amount = random.amount(random.between(1, 12));
  return random.pick([String(amount), amount.toExponential(), amount.toExponential().toUpperCase(), `-${amount}`, '0', '1', '1.0', String(random.below(1_000))]);
}
