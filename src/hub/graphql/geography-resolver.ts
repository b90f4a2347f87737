// Geography: a place of the hub's own list with its names and the place around it; and what Place shows of it.
import { place } from '../../model/value.ts';
import type { GraphqlContext } from './context.ts';
import { declareField, declareObject, type TypeClass } from './declare.ts';
import { declareFieldResolvers } from './declare-resolver.ts';
import { loader } from './loaders.ts';
import { LocalizedText } from './localized-text.ts';
import { objectOf } from './model-types.ts';

interface GeographyRow { code: string; kind: string; name: Record<string, string>; parents: string[] }

export const Geography = declareObject('Geography', 'A place of the hub\'s own list: countries and subdivisions of ISO 3166, Chinese cities and counties (GB/T 2260), UN M49 regions, grids and regions of life cycle databases.');
declareField(Geography, 'code', () => String, { description: 'Code, as place filters take it: GLO, CN, CN-HI, CN-HI-460100, …' });
declareField(Geography, 'kind', () => String, { description: 'country, subdivision, city, county, region, union, grid, former-country, global or rest.' });
declareField(Geography, 'name', () => LocalizedText, { description: 'Name.' });
declareField(Geography, 'parent', () => Geography, { description: 'Place around it; of several, the political one. Null for the globe.', nullable: true });

export const Place: TypeClass = objectOf(place, 'Place');
declareField(Place, 'name', () => LocalizedText, { description: 'Name of the place in the hub\'s own list; null where the stated code is unknown.', nullable: true });
declareField(Place, 'kind', () => String, { description: 'Kind of place in the hub\'s own list; see Geography.', nullable: true });
declareField(Place, 'parent', () => Geography, { description: 'Place around it in the hub\'s own list; of several, the political one.', nullable: true });

const loadGeography = (context: GraphqlContext, code: string): Promise<GeographyRow | null> =>
  loader<string, GeographyRow>(context, 'geography', 'code', async (codes) => {
    const rows = await context.db.rows({ text: 'select code, kind, name_en, name_zh, parents from geography where code = any($1::text[])', values: [[...codes]] });
    return new Map(rows.map(([found, kind, en, zh, parents]) => [found as string, {
      code: found as string, kind: kind as string, name: { ...(en != null && { en: en as string }), ...(zh != null && { zh: zh as string }) }, parents: parents as string[],
    }]));
  }).load(code);

async function parentOf(context: GraphqlContext, parents: readonly string[]): Promise<GeographyRow | null> {
  return parents[0] === undefined ? null : loadGeography(context, parents[0]);
}

const known = (field: 'name' | 'kind') => async ({ code }: { code?: string | null }, context: GraphqlContext): Promise<unknown> =>
  (code == null ? null : (await loadGeography(context, code))?.[field] ?? null);

export const GeographyFields = declareFieldResolvers(Geography, {
  parent: ({ parents }: GeographyRow, context) => parentOf(context, parents),
});
export const PlaceFields = declareFieldResolvers(Place, {
  name: known('name'),
  kind: known('kind'),
  parent: async ({ code }: { code?: string | null }, context) => (code == null ? null : parentOf(context, (await loadGeography(context, code))?.parents ?? [])),
});
