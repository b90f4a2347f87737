// Persons and sources of EcoSpold 1: they stand in every dataset under numbers of its own; contacts and sources of the hub are made of them (ecospold.md §1.4).
import type { StructuralTransform, WriteContext } from '../../mapping/transform.ts';
import type { Contact, Source } from '../../model/source.ts';
import type { LocalizedText, Reference } from '../../model/value.ts';
import { firstText, named } from '../label.ts';
import { partyIdOf } from './identity.ts';
import { NO_VERSION, stateOf } from './state.ts';

/** A person or source of a dataset: its number there, and who or what it is. */
export interface Party { number?: string; reference: Reference }

interface PersonFacts { name?: string; address?: string; telephone?: string; telefax?: string; email?: string; companyId?: string; country?: string }
type SourceFacts = Omit<Source, 'id' | 'version' | 'name' | 'description'> & { text?: LocalizedText };


/** What the schema asks for and nothing states. */
function defaults(facts: Record<string, unknown>, values: Record<string, string>, context: WriteContext): void {
  for (const [field, used] of Object.entries(values)) {
    if (facts[field] !== undefined) continue;
    facts[field] = used;
    context.issue('field-defaulted', { field, used });
  }
}

/** Whether a party is not one that EcoSpold 1 stated: those are written as they were, whatever they lack. */
function isForeign(kind: 'person' | 'source', facts: object, { id, name, externalKey }: Reference): boolean {
  if (id === undefined && name === undefined && externalKey !== undefined) return false;
  return id === undefined || partyIdOf(kind, facts) !== id;
}

const present = <T extends object>(facts: T): T => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as T;

/** What made the contact: a person without a name goes by another of its facts, which is no name. */
function personFacts(contact: Contact): PersonFacts {
  const { address, telephone, telefax, email, companyId, country } = contact;
  const nameless = present({ address: firstText(address), telephone, telefax, email, companyId, country } as PersonFacts);
  return partyIdOf('person', nameless) === contact.id ? nameless : present({ name: firstText(contact.name), ...nameless } as PersonFacts);
}

export const person: StructuralTransform<Party> = {
  name: 'person', about: 'Contact of a person; the number stays with the references to it.',
  read(record, context) {
    const { number, ...facts } = record as PersonFacts & { number?: string };
    const isEmpty = Object.keys(facts).length === 0;
    if (isEmpty && number === undefined) return undefined;
    const reference: Reference = { type: 'contact' };
    if (number !== undefined) reference.externalKey = number;
    if (!isEmpty) {
      const { name, address, ...rest } = facts;
      const id = partyIdOf('person', facts);
      const contact: Contact = { ...rest, id, version: NO_VERSION, kind: 'PERSON', name: named(name ?? facts.email ?? id) };
      if (address !== undefined) contact.address = named(address);
      stateOf(context).contacts.set(id, contact);
      reference.id = id;
      if (name !== undefined) reference.name = named(name);
    }
    return { ...(number === undefined ? {} : { number }), reference };
  },
  write({ number, reference }, context) {
    const contact = context.find?.(reference) as Contact | undefined;
    const name = firstText(reference.name);
    const facts: PersonFacts = contact === undefined ? present({ name } as PersonFacts) : personFacts(contact);
    if (isForeign('person', facts, reference)) {
      defaults(facts as Record<string, unknown>, { name: 'unknown', address: 'unknown', companyId: 'unknown', country: 'CH' }, context);
    }
    return { ...(number === undefined ? {} : { number }), ...facts };
  },
};

const label = ({ firstAuthor, year, title }: SourceFacts): string | undefined =>
  (firstAuthor === undefined && year === undefined ? title : year === undefined ? firstAuthor : firstAuthor === undefined ? `(${year})` : `${firstAuthor} (${year})`);

const sourceFields = ['type', 'firstAuthor', 'additionalAuthors', 'year', 'title', 'pages', 'editors', 'anthology', 'placeOfPublication', 'publisher', 'journal', 'volume', 'issue'] as const;

export const source: StructuralTransform<Party> = {
  name: 'source', about: 'Source, named by first author and year; the number stays with the references to it.',
  read(record, context) {
    const { number, ...facts } = record as SourceFacts & { number?: string };
    const isEmpty = Object.keys(facts).length === 0;
    if (isEmpty && number === undefined) return undefined;
    const reference: Reference = { type: 'source' };
    if (number !== undefined) reference.externalKey = number;
    if (!isEmpty) {
      const { text, ...rest } = facts;
      const id = partyIdOf('source', facts);
      const title = label(facts);
      const found: Source = { ...rest, id, version: NO_VERSION, name: named(title ?? id) };
      if (text !== undefined) found.description = text;
      stateOf(context).sources.set(id, found);
      reference.id = id;
      if (title !== undefined) reference.name = named(title);
    }
    if (number !== undefined) stateOf(context).dataset.sources.set(number, reference);
    return { ...(number === undefined ? {} : { number }), reference };
  },
  write({ number, reference }, context) {
    const found = context.find?.(reference) as Source | undefined;
    const facts: SourceFacts & Record<string, unknown> = {};
    for (const field of sourceFields) if (found?.[field] !== undefined) facts[field] = found[field];
    if (found?.description !== undefined) facts.text = found.description;
    if (isForeign('source', facts, reference)) {
      const title = firstText(found?.name) ?? firstText(reference.name) ?? 'unknown';
      defaults(facts, { title: found?.citation ?? title, firstAuthor: 'unknown', year: '9999', placeOfPublication: 'unknown' }, context);
    }
    return { ...(number === undefined ? {} : { number }), ...facts };
  },
};

/** The reference to a party by its number in the dataset; a number that stands for nobody stays an external key. */
export function byNumber(type: 'contact' | 'source', number: string, parties: readonly Party[]): Reference {
  const { externalKey, ...found } = parties.find((p) => p.number === number)?.reference ?? { type };
  return { ...found, externalKey: externalKey ?? number };
}

/** Parties of a dataset with their numbers: as stated, or the lowest free ones. All that are listed, and those that are named besides. */
export function numberedParties(listed: readonly Reference[], named: readonly Reference[]): Party[] {
  const parties: Party[] = listed.map((reference) => ({ reference }));
  for (const reference of named) if (!parties.some((p) => isSame(p.reference, reference))) parties.push({ reference });
  const taken = new Set(parties.map((p) => p.reference.externalKey).filter((key) => /^\d+$/.test(key ?? '')));
  let free = 1;
  return parties.map(({ reference }) => {
    let number = /^\d+$/.test(reference.externalKey ?? '') ? reference.externalKey! : undefined;
    if (number === undefined) {
      while (taken.has(String(free))) free += 1;
      number = String(free);
      taken.add(number);
    }
    return { number, reference };
  });
}

/** Whether two references mean the same party of a dataset: by number, else by identifier. */
export function isSame(a: Reference, b: Reference): boolean {
  if (a.externalKey !== undefined && b.externalKey !== undefined) return a.externalKey === b.externalKey;
  return a.id !== undefined ? a.id === b.id : JSON.stringify(a.name) === JSON.stringify(b.name);
}

export const numberOf = (reference: Reference | undefined, parties: readonly Party[]): string | undefined =>
  (reference === undefined ? undefined : parties.find((p) => isSame(p.reference, reference))?.number ?? reference.externalKey);
