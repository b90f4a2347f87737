// Places of openLCA: references to locations, whose identifiers are made of their code (name-based UUID, version 3, of the code in lower case).
import { createHash } from 'node:crypto';
import { allPlaces, placeOf, resolvePlace } from '../../mapping/tables/geographies.ts';
import { geographyTables } from '../../mapping/tables/geography-tables.ts';
import { uuidPattern } from '../../model/scalar.ts';
import { once } from '../../mapping/tables/table.ts';
import type { StructuralTransform } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import type { Place } from '../../model/value.ts';

/** The identifier that openLCA gives to the location of a code. */
export function locationId(code: string): string {
  const hash = createHash('md5').update(code.trim().toLowerCase(), 'utf8').digest();
  hash[6] = (hash[6]! & 0x0f) | 0x30;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const known = once(() => ({
  byId: new Map([...geographyTables().codes.get('openlca')!.keys()].map((code) => [locationId(code), code])),
  idOf: new Map([...geographyTables().codes.get('openlca')!].flatMap(([id, { code, exact }]) => (exact && uuidPattern.test(id) ? [[code, id.toLowerCase()] as const] : []))),
  byName: new Map(allPlaces().map(({ names, code }) => [names.en.toLowerCase(), code])),
}));

/** The identifier of the location of a place: openLCA kept those of its old codes, in which CN-HA was Hainan. */
const idOfPlace = (code: string): string => known().idOf.get(code) ?? locationId(code);

/** The hub's code of a location: by its identifier, then by its name, which is a code in many files. */
function codeOf(id: string | undefined, name: string): string | undefined {
  const { byId, byName } = known();
  const code = id === undefined ? undefined : byId.get(id);
  return (id === undefined ? undefined : resolvePlace('openlca', id)?.code) ?? (code === undefined ? undefined : resolvePlace('openlca', code)?.code) ?? resolvePlace('openlca', name)?.code ?? byName.get(name.toLowerCase());
}

/** The location that a place is written as; undefined where it says nothing. */
export function locationOf({ system, code, stated, statedId }: Place): { id: string; name: string; code?: string } | undefined {
  const own = code ?? stated;
  const more = code === undefined ? {} : { code };
  if (system === 'openlca') return statedId === undefined ? undefined : { id: statedId, name: stated === '' ? own : stated, ...more };
  return own === '' ? undefined : { id: idOfPlace(own), name: placeOf(own)?.names.en ?? own, ...more };
}

/** The location that the place of a flow, which is a text, is written as; under the code of its name where the tables have one. */
export function placeOfFlow({ location }: Pick<Flow, 'location'>): { id: string; name: string; code?: string } | undefined {
  const stated = location?.['en'] ?? Object.values(location ?? {})[0];
  if (stated === undefined || stated.trim() === '') return undefined;
  const code = codeOf(undefined, stated.trim());
  return { id: locationId(code ?? stated), name: stated, ...(code === undefined ? {} : { code }) };
}

export const place: StructuralTransform<Place> = {
  name: 'place', about: 'Place by the identifier of its location, or by its name or code.',
  read(record, context) {
    const { statedId, stated = '' } = record as Partial<Place>;
    if (statedId === undefined && stated === '') return undefined;
    const code = codeOf(statedId?.toLowerCase(), stated);
    if (code === undefined) context.issue('place-unknown', { code: stated || statedId, system: 'openlca' });
    return { ...(code === undefined ? {} : { code }), system: 'openlca', stated, ...(statedId === undefined ? {} : { statedId }) };
  },
  write(value) {
    const { system, stated, statedId } = value;
    const raw = { kind: 'Location' };
    if (system === 'openlca') return statedId === undefined && stated === '' ? undefined : { raw, ...(statedId === undefined ? {} : { statedId }), ...(stated === '' ? {} : { stated }) };
    const found = locationOf(value);
    return found === undefined ? undefined : { raw, statedId: found.id, stated: found.name };
  },
};
