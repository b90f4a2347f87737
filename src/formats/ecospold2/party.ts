// Persons, companies and sources of EcoSpold 2: as master data of their own, and as the few facts that datasets repeat of them.
import { defaultLanguage } from '../../mapping/tables/languages.ts';
import type { ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Contact, Source } from '../../model/source.ts';
import type { LocalizedText, Reference } from '../../model/value.ts';
import { firstText, named } from '../label.ts';
import { isIdentified, knownOf, state, stateInFull } from './derived.ts';
import { onlyText } from './text.ts';

/** Version of master data, which states none per record. */
export const NO_VERSION = '00.00.000';

export interface StatedPerson { id?: string; name?: string; email?: string }
export interface StatedSource { id?: string; year?: string; firstAuthor?: string; pages?: string }

/** Refers to a person that a dataset names, and notes the contact made of it. An address without a person to have it stays beside, at `emailPath`. */
export function personReference(person: StatedPerson | undefined, emailPath: string, context: ReadContext): Reference | undefined {
  if (person === undefined) return undefined;
  const { id, name, email } = person;
  if (id !== undefined) state(knownOf('contact', id, context), { id, version: NO_VERSION, name: named(name ?? email ?? id), ...(email === undefined ? {} : { email }) });
  if (email !== undefined && id === undefined) context.setAside(emailPath, email);
  else if (email !== undefined) context.keep(emailPath, email); // what the contact has may come from elsewhere
  if (id === undefined && name === undefined) return undefined;
  return { type: 'contact', ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name: named(name) }) };
}

export function statedPerson(reference: Reference | undefined): StatedPerson | undefined {
  if (reference === undefined) return undefined;
  const name = firstText(reference.name);
  return { ...(reference.id === undefined ? {} : { id: reference.id }), ...(name === undefined ? {} : { name }) };
}

const label = ({ year, firstAuthor }: StatedSource): string | undefined => (year === undefined ? firstAuthor : firstAuthor === undefined ? `(${year})` : `${firstAuthor} (${year})`);

/** Refers to a source by "First Author (year)", and notes the source made of it. What that does not give back stays beside, under attributes that begin with `path`. */
export function sourceReference(stated: StatedSource | undefined, context: ReadContext, path = '@source'): Reference | undefined {
  if (stated === undefined) return undefined;
  const { id, year, firstAuthor, pages } = stated;
  const title = label(stated);
  if (id !== undefined) {
    const record: Source = { id, version: NO_VERSION, name: named(title ?? id) };
    if (firstAuthor !== undefined) record.firstAuthor = firstAuthor;
    if (year !== undefined) record.year = year;
    state(knownOf('source', id, context), record);
  }
  const reference: Reference = { type: 'source' };
  if (id !== undefined) reference.id = id;
  if (title !== undefined) reference.name = named(title);
  if (pages !== undefined) reference.parts = [pages];
  const back = statedSource(reference)!;
  if (back.year !== year || back.firstAuthor !== firstAuthor) for (const [name, text] of [['Year', year], ['FirstAuthor', firstAuthor]] as const) if (text !== undefined || back[name === 'Year' ? 'year' : 'firstAuthor'] !== undefined) context.keep(`${path}${name}`, text ?? '');
  return reference;
}

export function statedSource(reference: Reference | undefined): StatedSource | undefined {
  if (reference === undefined) return undefined;
  const title = firstText(reference.name);
  const found = title === undefined ? null : /^(?:(.*) )?\(([^()]*)\)$/s.exec(title);
  const stated: StatedSource = {};
  if (reference.id !== undefined) stated.id = reference.id;
  if (found !== null) stated.year = found[2]!;
  const firstAuthor = found === null ? title : found[1];
  if (firstAuthor !== undefined) stated.firstAuthor = firstAuthor;
  if (reference.parts?.[0] !== undefined) stated.pages = reference.parts[0];
  return stated;
}

export const person: StructuralTransform<Contact> = {
  name: 'person', about: 'Contact of a person.',
  read(record, context) {
    if (!isIdentified(record, context)) return undefined;
    const { raw, ...rest } = record as Omit<Contact, 'name' | 'version' | 'address'> & { raw?: { name?: string; address?: string; companyName?: LocalizedText } };
    const companyName = onlyText(raw?.companyName, 'companyName', context);
    return stateInFull('contact', {
      ...rest, version: NO_VERSION, kind: 'PERSON', name: named(raw?.name ?? rest.email ?? rest.id),
      ...(raw?.address === undefined ? {} : { address: named(raw.address) }), ...(companyName === undefined ? {} : { companyName }),
    }, record, context);
  },
  write({ kind, id, name, address, telephone, telefax, email, companyId, companyName }) {
    if (kind === 'ORGANIZATION') return undefined;
    const plain = Object.entries({ id, telephone, telefax, email, companyId }).filter(([, value]) => value !== undefined);
    return {
      ...Object.fromEntries(plain),
      raw: {
        name: firstText(name), ...(address === undefined ? {} : { address: firstText(address) }),
        ...(companyName === undefined ? {} : { companyName: named(companyName) }),
      },
    };
  },
};

export const company: StructuralTransform<Contact> = {
  name: 'company', about: 'Contact of a company; its code is the short name.',
  read(record, context) {
    if (!isIdentified(record, context)) return undefined;
    const { raw, name, ...rest } = record as Omit<Contact, 'version'> & { raw?: { code?: string } };
    return stateInFull('contact', { ...rest, version: NO_VERSION, kind: 'ORGANIZATION', name: name ?? named(raw?.code ?? rest.id), ...(raw?.code === undefined ? {} : { shortName: named(raw.code) }) }, record, context);
  },
  write({ kind, id, name, website, description, shortName }) {
    if (kind === 'PERSON') return undefined;
    return {
      id, name, ...(website === undefined ? {} : { website }), ...(description === undefined ? {} : { description }),
      ...(shortName === undefined ? {} : { raw: { code: firstText(shortName) } }),
    };
  },
};

export const source: StructuralTransform<Source> = {
  name: 'source', about: 'Source, named by first author and year.',
  read(record, context) {
    if (!isIdentified(record, context)) return undefined;
    const rest = record as Omit<Source, 'version' | 'name'>;
    return stateInFull('source', { ...rest, version: NO_VERSION, name: { [defaultLanguage]: label(rest) ?? rest.title ?? rest.id } }, record, context);
  },
  write: ({ version: _none, name: _made, ...rest }) => rest,
};
