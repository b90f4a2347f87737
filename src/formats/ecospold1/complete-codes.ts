// Places, units, compartments, versions and times of other formats as EcoSpold 1 spells them. Codes of places and units have seven and twenty characters (ecospold.md, E21): they come from the tables, else shortened so that two never become one, with the whole text in a remark.
import { compartmentIn } from '../../mapping/tables/compartments.ts';
import { placeIn, resolvePlace } from '../../mapping/tables/geographies.ts';
import { defaultLanguage } from '../../mapping/tables/languages.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import { uuidV5 } from '../../model/identity.ts';
import type { Administration } from '../../model/documentation.ts';
import type { Compartment } from '../../model/process.ts';
import type { LocalizedText, Place } from '../../model/value.ts';
import { languageCode } from './language-codes.ts';

const longestPlace = 7;
const longestUnit = 20;
const digits = 4;

/** The beginning of a text and a mark made of all of it: another text gets another mark. */
function shortCode(text: string, limit: number): string {
  const mark = Number.parseInt(uuidV5(`ecospold1/code/${text}`).slice(0, 8), 16) % 36 ** digits;
  return `${text.slice(0, limit - digits - 1).trimEnd()}~${mark.toString(36).padStart(digits, '0')}`;
}

/** A remark with one line more in front, in every language that it has. */
export function withLine(remark: LocalizedText | undefined, line: string): LocalizedText {
  return remark === undefined || Object.keys(remark).length === 0 ? { en: line } : Object.fromEntries(Object.entries(remark).map(([language, text]) => [language, `${line}\n${text}`]));
}

/** What is written for a place or unit, and the line that tells all of it where that is another text. */
export interface Code { used: string; line?: string }

/** The regional code: as ecoinvent has the place; of those that are too long, the code of the hub that means the same. */
function regionalCode(stated: string, context: WriteContext): Code {
  if (stated.length <= longestPlace) return { used: stated };
  const line = `Location: ${stated}`;
  const known = resolvePlace('ecoinvent', stated);
  if (known?.exact === true && known.code.length <= longestPlace && resolvePlace('ecoinvent', known.code)?.code === known.code) return { used: known.code, line };
  const used = shortCode(stated, longestPlace);
  context.issue('value-approximated', { field: 'location', value: stated, used });
  return { used, line };
}

/** A place in ecoinvent's list. A place that the list does not have becomes the next wider one, which is told. */
export function completePlace(place: Place, context: WriteContext): { place: Place; line?: string } {
  const isOwn = place.system === 'ecoinvent' && place.stated !== '';
  const found = isOwn || place.code === undefined ? undefined : placeIn('ecoinvent', place.code);
  if (!isOwn && found?.exact !== true) context.issue('place-unwritable', { code: place.stated || place.code, used: found?.stated ?? 'GLO' });
  const { used, line } = regionalCode(isOwn ? place.stated : found?.stated ?? 'GLO', context);
  const done: Place = { ...(place.code === undefined ? {} : { code: place.code }), system: 'ecoinvent', stated: used, ...(place.description === undefined ? {} : { description: place.description }) };
  return { place: done, ...(line === undefined ? {} : { line }) };
}

export function completeUnit(unit: string, context: WriteContext): Code {
  if (unit.length <= longestUnit) return { used: unit };
  const used = shortCode(unit, longestUnit);
  context.issue('value-approximated', { field: 'unit', value: unit, used });
  return { used, line: `Unit: ${unit}` };
}

/** A place with the remark that says all of it where its code does not. */
export function completeGeography(stated: Place, context: WriteContext): Place {
  const { place, line } = completePlace(stated, context);
  return line === undefined ? place : { ...place, description: withLine(place.description, line) };
}

/** Numbers of a version have two digits, but for the third, which has three. */
export function completeVersion(version: string, context: WriteContext): string {
  const numbers = version.split('.').slice(0, 4).map((number, i) => number.replace(/\D/g, '').slice(0, i === 2 ? 3 : 2) || '0');
  const used = numbers.join('.');
  if (used !== version) context.issue('value-approximated', { field: 'version', value: version, used });
  return used;
}

export function completeCompartment(stated: Compartment, context: WriteContext): Compartment {
  if (stated.system === 'ecoinvent') return stated;
  const found = stated.code === undefined ? undefined : compartmentIn('ecoinvent', stated.code);
  if (found === undefined) context.issue('compartment-unwritable', { path: stated.path.join(' / '), system: 'EcoSpold 1' });
  else if (!found.exact) context.issue('compartment-widened', { path: stated.path.join(' / '), used: found.path.join(' / ') });
  const path = found?.path ?? [stated.path[0] ?? 'unspecified', stated.path.at(-1) ?? 'unspecified'];
  return { ...(stated.code === undefined ? {} : { code: stated.code }), system: 'ecoinvent', path: [path[0] ?? 'unspecified', path[1] ?? 'unspecified'] };
}

const stamps = ['fileWrittenAt', 'revisedAt', 'createdAt', 'enteredAt'] as const;

/** Times as the schema wants them (a day begins at midnight, a minute at its first second; what is no time is left out, and told), and the language that the texts are in. */
export function completeAdministration(stated: Administration | undefined, main: string, context: WriteContext): Administration | undefined {
  const done: Administration = { ...stated };
  for (const field of stamps) {
    const value = done[field];
    if (value === undefined || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.test(value)) continue;
    const [, day, minute = '00:00', zone = ''] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})?)?$/.exec(value) ?? [];
    if (day !== undefined) done[field] = `${day}T${minute}:00${zone}`;
    else delete done[field];
    context.issue('value-approximated', { field, value, used: done[field] ?? 'none' });
  }
  const code = languageCode(main);
  if (code !== main) context.issue('value-approximated', { field: 'languageCode', value: main, used: code ?? defaultLanguage });
  done.defaultLanguage = code ?? defaultLanguage;
  if (done.companyCode !== undefined && done.companyCode.length > longestPlace) {
    context.issue('value-approximated', { field: 'companyCode', value: done.companyCode, used: 'none' });
    delete done.companyCode;
  }
  return done;
}
