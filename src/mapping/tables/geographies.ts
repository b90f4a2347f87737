// Places: translates codes by (system, code), never by string equality – ecoinvent's CN-HA is Hainan, ISO's is Henan – and tells what contains what.
import { geographyTables, subdivisionPattern, type KnownPlace, type PlaceSystem, type ResolvedPlace } from './geography-tables.ts';

export { placeKinds, placeSystems, type KnownPlace, type PlaceKind, type PlaceSystem, type ResolvedPlace } from './geography-tables.ts';

/**
 * The place of a code or region name of a system; undefined where unknown.
 * `exact: false`: the code is narrower than the place (a Chinese city resolves to its province), or the code means two places
 * (CN-HA in ILCD and openLCA files) and only what contains both is certain. Keep the stated code beside the result.
 */
export function resolvePlace(system: PlaceSystem, code: string): ResolvedPlace | undefined {
  const { codes, rules, places } = geographyTables();
  const stated = code.trim();
  const found = lookUp(system, stated);
  if (found !== undefined) return found;
  // ILCD files from TianGong carry TianGong's codes.
  const tiangong = system === 'ilcd' ? codes.get('tiangong')?.get(stated) : undefined;
  if (tiangong !== undefined) return tiangong;
  for (const rule of rules) {
    if (!rule.systems.includes(system)) continue;
    const match = rule.pattern.exec(stated);
    if (match === null) continue;
    const around = lookUp(rule.system ?? system, rule.lookup.replace('$1', match[1] ?? ''));
    if (around === undefined || (rule.subdivision && places.get(around.code)?.kind !== 'country')) continue;
    return rule.subdivision ? { code: stated, exact: true } : { code: around.code, exact: rule.exact && around.exact };
  }
  return undefined;
}

function lookUp(system: PlaceSystem, code: string): ResolvedPlace | undefined {
  const table = geographyTables().codes.get(system);
  return table?.get(code) ?? table?.get(code.toUpperCase());
}

/** The place of a code of the hub's own list. Subdivisions of other countries than China exist by rule: their name is their code. */
export function placeOf(code: string): KnownPlace | undefined {
  const { places } = geographyTables();
  const known = places.get(code);
  if (known !== undefined) return known;
  const country = subdivisionPattern.exec(code)?.[1];
  if (country === undefined || country === 'CN' || places.get(country)?.kind !== 'country') return undefined;
  return { code, kind: 'subdivision', names: { en: code, zh: code }, parents: [country] };
}

const ancestors = new Map<string, ReadonlySet<string>>();

function ancestorSet(code: string): ReadonlySet<string> {
  const cached = ancestors.get(code);
  if (cached !== undefined) return cached;
  const found = new Set<string>();
  // Breadth first, so that nearer places come before wider ones; the world comes last.
  for (let ring = placeOf(code)?.parents ?? []; ring.length > 0; ) {
    const next: string[] = [];
    for (const parent of ring) {
      if (found.has(parent)) continue;
      found.add(parent);
      next.push(...(placeOf(parent)?.parents ?? []));
    }
    ring = next;
  }
  if (found.delete('GLO')) found.add('GLO');
  if (ancestors.size < 10_000) ancestors.set(code, found);
  return found;
}

/** How a system writes a place of the hub; where it has no code for it, the next wider place that it has, with `exact: false`. */
export function placeIn(system: PlaceSystem, code: string): { stated: string; exact: boolean } | undefined {
  const own = codeIn(system, code);
  if (own !== undefined) return { stated: own, exact: true };
  for (const wider of placeOf(code)?.parents ?? []) {
    const found = placeIn(system, wider);
    if (found !== undefined) return { stated: found.stated, exact: false };
  }
  return undefined;
}

function codeIn(system: PlaceSystem, code: string): string | undefined {
  const own = geographyTables().written.get(system)?.get(code);
  if (own !== undefined) return own;
  const same = resolvePlace(system, code);
  return same?.code === code && same.exact ? code : undefined;
}

/** All places that contain the place, nearer ones first, GLO last; the place itself is not among them. */
export const ancestorsOf = (code: string): string[] => [...ancestorSet(code)];

/** Whether place `inner` lies within place `outer`, or is the same. */
export const isWithin = (inner: string, outer: string): boolean => inner === outer || ancestorSet(inner).has(outer);

/** All places of the tables. */
export const allPlaces = (): KnownPlace[] => [...geographyTables().places.values()];
