// Places and compartments of EcoSpold 1: regional codes of ecoinvent's list; category and subcategory of an elementary flow (ecospold.md §2.7).
import { compartmentIn, resolveCompartment } from '../../mapping/tables/compartments.ts';
import { resolvePlace } from '../../mapping/tables/geographies.ts';
import type { ReadContext, ScalarTransform, StructuralTransform } from '../../mapping/transform.ts';
import type { Compartment } from '../../model/process.ts';
import type { LocalizedText, Place } from '../../model/value.ts';
import { Remembered } from '../remembered.ts';
import { isBlank } from './text.ts';

function readPlace(text: string, path: string | undefined, context: ReadContext): Place {
  const code = resolvePlace('ecoinvent', text)?.code;
  if (code === undefined) context.issue('place-unknown', { code: text, system: 'ecoinvent' }, path);
  return { ...(code === undefined ? {} : { code }), system: 'ecoinvent', stated: text };
}

/** Codes have seven characters at most; longer ones stay as they are where the file had them. */
export function placeCode({ system, stated, code }: Place): string | undefined {
  return (system === 'ecoinvent' ? stated : code ?? stated) || undefined;
}

export const place: ScalarTransform<Place> = {
  name: 'place', about: 'Place by its regional code.',
  read: (text, context) => (isBlank(text) ? undefined : readPlace(text, undefined, context)),
  write: placeCode,
};

export const geography: StructuralTransform<Place> = {
  name: 'geography', about: 'Place by its regional code, with remarks.',
  read(record, context) {
    const { stated, description } = record as { stated?: string; description?: LocalizedText };
    if (stated === undefined && description === undefined) return undefined;
    if (stated === undefined) context.issue('text-blank', {}, '@location');
    return { ...(stated === undefined ? { system: 'ecoinvent', stated: '' } : readPlace(stated, '@location', context)), ...(description === undefined ? {} : { description }) };
  },
  write: (value) => {
    const stated = placeCode(value);
    return { ...(stated === undefined ? {} : { stated }), ...(value.description === undefined ? {} : { description: value.description }) };
  },
};

type Direction = 'INPUT' | 'OUTPUT';
const remembered = new Remembered<{ compartment: Compartment; direction?: Direction; known: boolean }>(5_000);

/** The compartment of a category, read as one of the direction where the path stands for a resource and for an emission. */
export function compartmentOf(category: string | undefined, subCategory: string | undefined, way?: Direction): { compartment: Compartment; direction?: Direction; known: boolean } {
  const path = [category ?? '', ...(subCategory === undefined ? [] : [subCategory])];
  const key = `${way ?? ''}\n${path.join('\n')}`;
  const before = remembered.get(key);
  if (before !== undefined) return before;
  const found = resolveCompartment('ecospold1', path, way);
  return remembered.set(key, {
    compartment: { ...(found === undefined ? {} : { code: found.code }), system: 'ecospold1', path },
    ...(found?.direction === undefined ? {} : { direction: found.direction }), known: found !== undefined,
  });
}

/** Category and subcategory to write: as stated, or those of the hub's compartment. */
export function statedCompartment(compartment: Compartment | undefined): string[] {
  if (compartment === undefined) return [];
  if (compartment.system === 'ecospold1' || compartment.code === undefined) return compartment.path;
  return compartmentIn('ecospold1', compartment.code)?.path ?? compartment.path;
}
