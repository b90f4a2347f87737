// Persons and sources of other formats as EcoSpold 1 wants them: codes of companies and countries, years and volumes as numbers (ecospold.md §1.4).
import { resolvePlace } from '../../mapping/tables/geographies.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { Contact, Source } from '../../model/source.ts';
import { publicationTypeOf } from '../publication-type.ts';

/** Companies have codes here, and no identifiers. */
const longestCompanyCode = 7;

export function completeContact(contact: Contact, context: WriteContext): Contact {
  const { companyId, country, ...rest } = contact;
  const code = country === undefined ? undefined : countryCode(country);
  if (country !== undefined && code === undefined) context.issue('value-approximated', { field: 'countryCode', value: country, used: 'none' });
  return { ...rest, ...(companyId === undefined || companyId.length > longestCompanyCode ? {} : { companyId }), ...(code === undefined ? {} : { country: code }) };
}

function countryCode(country: string): string | undefined {
  const code = resolvePlace('iso', country.trim())?.code;
  return code !== undefined && /^[A-Z]{2}$/.test(code) ? code : undefined;
}

export function completeSource(source: Source, context: WriteContext): Source {
  const { type, year, volume, ...rest } = source;
  const used = type === undefined ? undefined : publicationTypeOf(type);
  const first = year === undefined ? undefined : /\d{4}/.exec(year)?.[0];
  if (first !== year) context.issue('value-approximated', { field: 'year', value: year, used: first ?? '9999' });
  const isNumber = volume === undefined || /^\d{1,3}$/.test(volume);
  if (!isNumber) context.issue('value-approximated', { field: 'volumeNo', value: volume, used: 'none' });
  return { ...rest, ...(used === undefined ? {} : { type: used }), ...(first === undefined ? {} : { year: first }), ...(volume === undefined || !isNumber ? {} : { volume }) };
}
