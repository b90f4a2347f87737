// Classes of EcoSpold 2: "code: name" in one text, of a system named in words (ecospold.md §2.7).
import { resolveScheme } from '../../mapping/tables/classes.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Exchange } from '../../model/process.ts';
import type { Classification, LocalizedText } from '../../model/value.ts';
import { firstText, named } from '../label.ts';
import { Remembered } from '../remembered.ts';
import { onlyText } from './text.ts';

interface RawClass { statedId?: string; raw?: { system?: LocalizedText; value?: LocalizedText } }

const codeAndName = /^\s*([0-9A-Za-z.]+)\s*:\s*(.*)$/s;

/** ecoinvent writes ISIC classes without a blank after the colon, all others with one. */
const separatorOf = (scheme: string): string => (scheme === 'ISIC' ? ':' : ': ');

/** The text of a class in one language. */
function valueText(found: Classification, name: string | undefined): string {
  if (found.code === undefined) return name ?? '';
  return name === undefined ? `${found.code}:` : found.code + separatorOf(found.scheme) + name;
}

function make(statedId: string | undefined, system: string, values: LocalizedText): Classification {
  const scheme = resolveScheme(system);
  const found: Classification = { scheme };
  if (scheme !== system) found.statedScheme = system;
  if (statedId !== undefined) found.statedId = statedId;
  const names: LocalizedText = {};
  for (const language in values) {
    const parts = codeAndName.exec(values[language]!);
    if (parts !== null) found.code ??= parts[1]!;
    const name = parts === null ? values[language]!.trim() : parts[2]!.trim();
    if (name !== '') names[language] = name;
  }
  const first = firstText(names);
  if (first !== undefined) found.name = names;
  if (found.code === undefined && first !== undefined && scheme === 'EcoSpold01Categories') found.path = first.split('/');
  return found;
}

interface Known { system: string; values: LocalizedText; found: Classification; keep: [string, string][] }
const remembered = new Remembered<Known>(20_000);

const sameTexts = (a: LocalizedText, b: LocalizedText): boolean => {
  for (const language in a) if (a[language] !== b[language]) return false;
  return Object.keys(a).length === Object.keys(b).length;
};

function know(statedId: string | undefined, system: string, values: LocalizedText): Known {
  const found = make(statedId, system, values);
  const differing = Object.entries(values).filter(([language, value]) => value !== valueText(found, found.name?.[language]));
  return { system, values, found, keep: differing.map(([language, value]) => [`classificationValue[@xml:lang=${language}]`, value]) };
}

function readClass(record: RawRecord, context: ReadContext): Classification | undefined {
  const { statedId, raw = {} } = record as RawClass;
  const system = onlyText(raw.system, 'classificationSystem', context) ?? '';
  const values = raw.value ?? {};
  const first = firstText(values);
  if (system === '' && first === undefined) return undefined;

  // The identifier finds the class, the texts only confirm it.
  const key = statedId ?? `${system}\n${first ?? ''}`;
  let known = remembered.get(key);
  if (known === undefined || known.system !== system || !sameTexts(known.values, values)) known = remembered.set(key, know(statedId, system, values));
  for (const [path, text] of known.keep) context.keep(path, text);
  return known.found;
}

export const classification: StructuralTransform<Classification> = {
  name: 'classification', about: 'System, code and name of a class from its two texts; texts that are written otherwise are kept beside.',
  read: readClass,
  write(value) {
    const names: LocalizedText = value.name ?? {};
    const values = Object.entries(names).map(([language, name]) => [language, valueText(value, name)]);
    if (values.length === 0 && value.code !== undefined) values.push(...Object.entries(named(valueText(value, undefined))));
    return {
      ...(value.statedId === undefined ? {} : { statedId: value.statedId }),
      raw: { system: named(value.statedScheme ?? value.scheme), ...(values.length === 0 ? {} : { value: Object.fromEntries(values) }) },
    };
  },
};

const byProducts: Record<string, 'product' | 'waste' | 'recyclable'> = {
  '39b0f0ab-1a2f-401b-9f4d-6e39400760a4': 'product',
  'ee3238ec-ca7a-4ddc-af1b-e7c35957b9b6': 'waste',
  'a20a9e2f-b3f0-40fd-8358-f8adf7f419c4': 'recyclable',
};

/** What the by-product classification says of a product (E3): allocatable product, waste, or recyclable. */
export function byProductClass(classes: readonly Classification[] | undefined): 'product' | 'waste' | 'recyclable' | undefined {
  for (const found of classes ?? []) {
    if (found.statedId !== undefined && byProducts[found.statedId] !== undefined) return byProducts[found.statedId];
    if (found.scheme !== 'By-product classification') continue;
    const name = firstText(found.name)?.toLowerCase();
    if (name === 'waste' || name === 'recyclable') return name;
    if (name === 'allocatable product') return 'product';
  }
  return undefined;
}

/** Kind of a product flow by its class; without one, a product, unless it is what a treatment is paid for. */
export function kindOfProduct(classes: readonly Classification[] | undefined, treated: boolean): NonNullable<Exchange['flowKind']> {
  return treated || byProductClass(classes) === 'waste' ? 'WASTE' : 'PRODUCT';
}
