// Geographies and compartments of EcoSpold 2: shortnames of ecoinvent's list, subcompartments by identifier (ecospold.md §2.7).
import { resolveCompartment } from '../../mapping/tables/compartments.ts';
import { resolvePlace } from '../../mapping/tables/geographies.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Compartment } from '../../model/process.ts';
import type { LocalizedText, Place } from '../../model/value.ts';
import { named } from '../label.ts';
import { Remembered } from '../remembered.ts';
import { onlyText } from './text.ts';

interface RawPlace { statedId?: string; description?: LocalizedText; raw?: { shortname?: LocalizedText } }
interface RawCompartment { statedId?: string; raw?: { compartment?: LocalizedText; subcompartment?: LocalizedText } }

export const geography: StructuralTransform<Place> = {
  name: 'geography', about: 'Place by the shortname of ecoinvent\'s own list.',
  read(record: RawRecord, context: ReadContext) {
    const { statedId, description, raw } = record as RawPlace;
    const stated = onlyText(raw?.shortname, 'shortname', context) ?? '';
    if (stated === '') context.issue('text-blank', {}, 'shortname');
    const code = stated === '' ? undefined : resolvePlace('ecoinvent', stated)?.code;
    if (code === undefined && stated !== '') context.issue('place-unknown', { code: stated, system: 'ecoinvent' }, 'shortname');
    return {
      ...(code === undefined ? {} : { code }), system: 'ecoinvent', stated,
      ...(statedId === undefined ? {} : { statedId }), ...(description === undefined ? {} : { description }),
    };
  },
  write: ({ stated, statedId, description }) => ({
    ...(statedId === undefined ? {} : { statedId }), ...(description === undefined ? {} : { description }),
    ...(stated === '' ? {} : { raw: { shortname: named(stated) } }),
  }),
};

/** Where elementary exchanges belong that state no compartment (E29). */
export const UNSPECIFIED = 'unspecified';

interface Known { compartment: Compartment; direction: 'INPUT' | 'OUTPUT' | undefined }
const remembered = new Remembered<Known>(2_000);

function make(statedId: string | undefined, path: string[]): Known {
  const found = (statedId === undefined ? undefined : resolveCompartment('ecoinvent', statedId)) ?? resolveCompartment('ecoinvent', path);
  const compartment: Compartment = { system: 'ecoinvent', path };
  if (found !== undefined) compartment.code = found.code;
  if (statedId !== undefined) compartment.statedId = statedId;
  return { compartment, direction: found?.direction };
}

function known(statedId: string | undefined, path: string[]): Known {
  const key = `${statedId ?? ''}\n${path.join('\n')}`;
  return remembered.get(key) ?? remembered.set(key, make(statedId, path));
}

/** The direction that flows of a compartment have: resources are inputs, emissions outputs; undefined where it is not known (E10). */
export const directionOf = (compartment: Compartment): 'INPUT' | 'OUTPUT' | undefined => known(compartment.statedId, compartment.path).direction;

export const compartment: StructuralTransform<Compartment> = {
  name: 'compartment', about: 'Compartment by the identifier of its subcompartment, else by its names.',
  read(record: RawRecord, context: ReadContext) {
    const { statedId, raw } = record as RawCompartment;
    const path: string[] = [];
    for (const level of ['compartment', 'subcompartment'] as const) {
      const name = onlyText(raw?.[level], level, context);
      if (name !== undefined) path.push(name);
    }
    if (statedId === undefined && path.length === 0) return undefined;
    const found = known(statedId, path);
    if (found.compartment.code === undefined) context.issue('compartment-unknown', { path: path.join('/') || statedId });
    return found.compartment;
  },
  write: ({ statedId, path }) => ({
    ...(statedId === undefined ? {} : { statedId }),
    ...(path[0] === undefined ? {} : { raw: { compartment: named(path[0]), ...(path[1] === undefined ? {} : { subcompartment: named(path[1]) }) } }),
  }),
};
