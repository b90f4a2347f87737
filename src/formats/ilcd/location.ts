// Places in ILCD: a code of the location list or any other text, coordinates as "latitude;longitude", restrictions in words (§4.3, cases 35–38).
import { placeIn, resolvePlace } from '../../mapping/tables/geographies.ts';
import type { ReadContext, StructuralTransform, WriteContext } from '../../mapping/transform.ts';
import type { LocalizedText, Place } from '../../model/value.ts';

interface RawLocation {
  stated?: string;
  coordinates?: string;
  description?: LocalizedText;
}

/** The place of a code; the code stays as stated, known or not. */
export function readLocation(code: string, context: ReadContext): Place {
  const stated = code.trim();
  const found = resolvePlace('ilcd', stated);
  if (found === undefined) {
    context.issue('place-unknown', { code: stated, system: 'ilcd' });
    return { system: 'ilcd', stated };
  }
  return { code: found.code, system: 'ilcd', stated };
}

/** The code to write: as ILCD stated it; of another system, the hub's own code, which is that of the ILCD list for countries. */
export function writeLocation(place: Place, context: WriteContext): string | undefined {
  if (place.system === 'ilcd') return place.stated || undefined;
  const found = place.code === undefined ? undefined : placeIn('ilcd', place.code);
  // Henan has no code of its own here: CN-HA is Hainan to some and Henan to others.
  if (found?.exact === false) context.issue('place-unwritable', { code: place.code, used: found.stated });
  return found?.stated ?? ((place.code ?? place.stated) || undefined);
}

const coordinatePair = /^\s*([+-]?\d+(?:\.\d+)?)\s*;\s*([+-]?\d+(?:\.\d+)?)\s*$/;

function readCoordinates(text: string): Pick<Place, 'latitude' | 'longitude'> | undefined {
  const found = coordinatePair.exec(text);
  if (found === null || Math.abs(Number(found[1])) > 90 || Math.abs(Number(found[2])) > 180) return undefined;
  return { latitude: found[1]!, longitude: found[2]! };
}

export const location: StructuralTransform<Place> = {
  name: 'location', about: 'Place by code, with coordinates in degrees and remarks. A place may have coordinates or remarks only.',
  read(record, context) {
    const raw = record as RawLocation;
    const stated = raw.stated?.trim() ?? '';
    const place: Place = stated === '' ? { system: 'ilcd', stated: '' } : readLocation(stated, context);
    const coordinates = raw.coordinates?.trim() ?? '';
    if (coordinates !== '') {
      const found = readCoordinates(coordinates);
      if (found === undefined) {
        context.issue('number-invalid', { value: coordinates }, '@latitudeAndLongitude');
        context.setAside('@latitudeAndLongitude', raw.coordinates!);
      } else {
        Object.assign(place, found);
        if (`${found.latitude!};${found.longitude!}` !== raw.coordinates) context.keep('@latitudeAndLongitude', raw.coordinates!);
      }
    }
    if (raw.description !== undefined) place.description = raw.description;
    return stated === '' && Object.keys(place).length === 2 ? undefined : place;
  },
  write(place, context) {
    const raw: RawLocation = {};
    const stated = writeLocation(place, context);
    if (stated !== undefined) raw.stated = stated;
    if (place.latitude !== undefined && place.longitude !== undefined) raw.coordinates = `${place.latitude};${place.longitude}`;
    if (place.description !== undefined) raw.description = place.description;
    return { ...raw };
  },
};
