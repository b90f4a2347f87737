// Geography of PACT: at most one of region, country, subdivision; none means the whole world (v3 §Geography, UN M49 and ISO 3166).
import { placeIn, placeOf, resolvePlace } from '../../mapping/tables/geographies.ts';
import type { ReadContext, WriteContext } from '../../mapping/transform.ts';
import type { Place } from '../../model/value.ts';

/** The three keys, narrowest first. */
const keys = ['subdivision', 'country', 'region'] as const;
export type StatedGeography = Partial<Record<(typeof keys)[number], string>>;

const paths = { subdivision: 'pcf/geographyCountrySubdivision', country: 'pcf/geographyCountry', region: 'pcf/geographyRegionOrSubregion' };
const world: Place = { code: 'GLO', system: 'pact', stated: '' };

/** The place; of several keys the narrowest counts, and the others are kept aside with an issue. */
export function readGeography(stated: StatedGeography | undefined, context: ReadContext): Place {
  const found = keys.filter((key) => stated?.[key] !== undefined);
  const [first, ...others] = found;
  if (first === undefined) return { ...world };
  if (others.length > 0) context.issue('pact-geography-multiple', { used: stated![first]!, count: found.length }, 'pcf');
  for (const other of others) context.setAside(paths[other], stated![other]!);
  const text = stated![first]!.trim();
  const place = resolvePlace('pact', text);
  if (place === undefined) context.issue('place-unknown', { code: text, system: 'pact' }, paths[first]);
  return { ...(place?.exact === true ? { code: place.code } : {}), system: 'pact', stated: text };
}

const isWritable = (key: keyof StatedGeography, text: string): boolean => (key === 'country' ? /^[A-Z]{2}$/ : key === 'subdivision' ? /^[A-Z]{2}-[A-Z0-9]{1,3}$/ : /^[A-Z]/).test(text);

const keyOf = (code: string): keyof StatedGeography | undefined => {
  const kind = placeOf(code)?.kind;
  return kind === 'country' ? 'country' : kind === 'subdivision' ? 'subdivision' : kind === 'region' || kind === 'union' ? 'region' : undefined;
};

/** The key of a place; a place that PACT has no word for is written as the next wider one that it has, which is told. */
export function writeGeography(place: Place | undefined, context: WriteContext): StatedGeography | undefined {
  const { code, stated } = place ?? {};
  if (code === undefined) {
    if (stated !== undefined && stated !== '') context.issue('place-unwritable', { code: stated, used: 'Global' });
    return undefined;
  }
  if (code === 'GLO') return undefined;
  for (const at of [code, ...widerThan(code)]) {
    const key = keyOf(at);
    const text = key === 'region' ? exactIn(at) : at;
    if (key === undefined || text === undefined || !isWritable(key, text)) continue;
    if (at !== code) context.issue('place-unwritable', { code, used: text });
    return { [key]: text };
  }
  context.issue('place-unwritable', { code, used: 'Global' });
  return undefined;
}

/** The name of a region in the list of PACT; other regions have no name there, only the code of the hub. */
function exactIn(code: string): string | undefined {
  const found = placeIn('pact', code);
  return found?.exact === true && found.stated !== code ? found.stated : undefined;
}

function widerThan(code: string): string[] {
  const parents = placeOf(code)?.parents ?? [];
  return parents.flatMap((parent) => [parent, ...widerThan(parent)]);
}
