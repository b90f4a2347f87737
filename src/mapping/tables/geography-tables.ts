// The geography tables: places with their parents, regions with their members, codes of other systems, and rules for codes in no table.
import { z } from 'zod';
import { uuidPattern } from '../../model/scalar.ts';
import { once, readCsvTable, readYamlTable, tableError } from './table.ts';

/** Code systems of places. `gbt` is GB/T 2260, the numbers of Chinese divisions. */
export const placeSystems = ['iso', 'ilcd', 'ecoinvent', 'tiangong', 'openlca', 'pact', 'gbt'] as const;
export type PlaceSystem = (typeof placeSystems)[number];

/** `rest` is what remains of a larger region (RoW, RoE): it contains nothing and is never a country. */
export const placeKinds = ['global', 'rest', 'region', 'union', 'country', 'former-country', 'subdivision', 'city', 'county', 'grid'] as const;
export type PlaceKind = (typeof placeKinds)[number];

export interface KnownPlace {
  code: string;
  kind: PlaceKind;
  names: { en: string; zh: string };
  /** Codes of the places directly around it. */
  parents: string[];
}

/** What a code of some system means. `exact` is false where the place is wider than the code, or the code has two meanings. */
export interface ResolvedPlace { code: string; exact: boolean }

const list = z.string().transform((text) => text.split(';').filter((part) => part !== ''));
const exactly = z.enum(['yes', 'no']).transform((text) => text === 'yes');
const placeRow = z.object({ code: z.string().min(1), kind: z.enum(placeKinds), name_en: z.string().min(1), name_zh: z.string().min(1), parents: list });
const memberRow = z.object({ region: z.string(), members: list, basis: z.string().min(1) });
const aliasRow = z.object({ system: z.enum(['any', ...placeSystems]), code: z.string().min(1), place: z.string().min(1), exact: exactly, note: z.string() });
const ruleRow = z.strictObject({
  name: z.string(), systems: z.array(z.enum(placeSystems)).min(1), pattern: z.string(), lookup: z.string(),
  system: z.enum(placeSystems).optional(), subdivision: z.boolean().optional(), exact: z.boolean(),
});
export type PlaceRule = Omit<z.infer<typeof ruleRow>, 'pattern'> & { pattern: RegExp };

/** A subdivision that stands in no table: its country is the prefix (ISO 3166-2). */
export const subdivisionPattern = /^([A-Z]{2})-[A-Z0-9]{1,3}$/;

export const geographyTables = once(() => {
  const places = new Map<string, KnownPlace>();
  for (const r of readCsvTable('geographies/places.csv', placeRow, (row) => row.code)) {
    places.set(r.code, { code: r.code, kind: r.kind, names: { en: r.name_en, zh: r.name_zh }, parents: [...r.parents] });
  }
  for (const place of places.values()) {
    for (const parent of place.parents) if (!places.has(parent)) throw tableError('geographies/places.csv', `puts ${place.code} into the unknown place "${parent}".`);
  }
  for (const r of readCsvTable('geographies/members.csv', memberRow, (row) => row.region)) {
    for (const member of r.members) {
      const place = places.get(member);
      if (place === undefined || !places.has(r.region)) throw tableError('geographies/members.csv', `names the unknown place "${place ? r.region : member}".`);
      if (!place.parents.includes(r.region)) place.parents.push(r.region);
    }
  }
  return { places, codes: codesOf(places), written: writtenCodes(places), rules: rules() };
});

/** Per system: code → place. A code of the hub's own list keeps its meaning unless the system gives it another. */
function codesOf(places: Map<string, KnownPlace>): Map<PlaceSystem, Map<string, ResolvedPlace>> {
  const aliases = readCsvTable('geographies/aliases.csv', aliasRow, (row) => `${row.system} ${row.code}`);
  for (const { place, code } of aliases) {
    const country = subdivisionPattern.exec(place)?.[1];
    if (!places.has(place) && (country === undefined || country === 'CN' || !places.has(country))) throw tableError('geographies/aliases.csv', `maps "${code}" to the unknown place "${place}".`);
  }
  return new Map(placeSystems.map((system) => {
    const codes = new Map<string, ResolvedPlace>();
    for (const code of places.keys()) codes.set(code, { code, exact: true });
    for (const wanted of ['any', system]) for (const a of aliases) if (a.system === wanted) codes.set(a.code, { code: a.place, exact: a.exact });
    // Codes and names are written in any case: keep the exact spelling, then add the upper-case one where it is free.
    for (const [code, place] of codes) if (!codes.has(code.toUpperCase())) codes.set(code.toUpperCase(), place);
    return [system, codes];
  }));
}

/** Per system: the code that it has for a place where that is not the hub's own. Old codes, names and identifiers are read, but not written; countries have their ISO code everywhere. */
function writtenCodes(places: Map<string, KnownPlace>): Map<PlaceSystem, Map<string, string>> {
  const written = new Map(placeSystems.map((system) => [system, new Map<string, string>()] as const));
  for (const { system, code, place, exact, note } of readCsvTable('geographies/aliases.csv', aliasRow, (row) => `${row.system} ${row.code}`)) {
    if (system === 'any' || !exact || /^(older|used in names)/.test(note) || uuidPattern.test(code) || places.get(place)?.kind === 'country') continue;
    const codes = written.get(system)!;
    if (!codes.has(place)) codes.set(place, code);
  }
  return written;
}

function rules(): PlaceRule[] {
  return readYamlTable('geographies/rules.yaml', z.array(ruleRow)).map((rule) => ({ ...rule, pattern: new RegExp(rule.pattern) }));
}
