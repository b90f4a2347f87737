// What process, impact and elementary flow datasets of EcoSpold 1 have in common: names, version, period, persons, sources, review (ecospold.md §1.3, §1.4).
import type { z } from 'zod';
import { defaultLanguage, resolveLanguage } from '../../mapping/tables/languages.ts';
import type { ReadContext, WriteContext } from '../../mapping/transform.ts';
import type { administration, review } from '../../model/documentation.ts';
import type { Extensions, LocalizedText, Period, Reference, Rights } from '../../model/value.ts';
import { languageCode } from './language-codes.ts';
import { byNumber, numberedParties, numberOf, type Party } from './party.ts';
import { readPeriod, statedPeriod, type StatedPeriod } from './period.ts';
import { stateOf } from './state.ts';
import { bothNames, keepUnless } from './text.ts';
import { joinVersion, splitVersion, type StatedVersion } from './version.ts';

type Administration = z.infer<typeof administration>;
type Review = z.infer<typeof review>;

/** What the rows of all kinds of datasets hand over. Fields that a kind does not have are never there. */
export interface CommonMaterial extends StatedVersion, StatedPeriod {
  name?: string; localName?: string; synonyms?: string[]; relatesToProduct?: string; isResult?: string; localLanguage?: string;
  sources?: Party[]; persons?: Party[]; enteredBy?: string; generator?: string; publication?: string;
  validation?: { details?: LocalizedText; person?: string; otherDetails?: LocalizedText };
}

/** What the records of all kinds of datasets have. */
export interface CommonRecord {
  version: string; name: LocalizedText; synonyms?: LocalizedText | undefined; rights?: Rights | undefined; administration?: Administration | undefined;
  period?: Period | undefined; reviews?: Review[] | undefined; dataSources?: Reference[] | undefined; extensions?: Extensions | undefined; sourceId?: string | undefined;
}

/** A kind of dataset: prefix of its elements, and what its reference function says of every one of them. */
export interface Kind { readonly prefix: '' | 'impact:' | 'elementary:'; readonly relatesToProduct: 'true' | 'false' }

/** Path of a field from the dataset down, with the prefix that the elements of the kind have. */
export const at = ({ prefix }: Kind, path: string): string => (prefix === '' ? path : path.split('/').map((part) => (part.startsWith('@') ? part : prefix + part)).join('/'));

export const information = 'metaInformation/processInformation';
export const referenceFunction = `${information}/referenceFunction`;
export const dataSetInformation = `${information}/dataSetInformation`;

/** Synonyms come one by one; the model keeps them in one text. One that would not come back from there stays beside. */
function joinSynonyms(list: readonly string[] | undefined, kind: Kind, context: ReadContext): LocalizedText | undefined {
  const kept: string[] = [];
  for (const synonym of list ?? []) {
    if (synonym.includes(';') || synonym.trim() !== synonym) context.setAside(at(kind, `${referenceFunction}/synonym`) + '[+]', synonym);
    else kept.push(synonym);
  }
  return kept.length === 0 ? undefined : { [stateOf(context).dataset.language]: kept.join('; ') };
}

const splitSynonyms = (synonyms: LocalizedText | undefined): string[] => (Object.values(synonyms ?? {})[0] ?? '').split(';').map((part) => part.trim()).filter((part) => part !== '');

function readParties(raw: CommonMaterial, record: CommonRecord, kind: Kind, context: ReadContext): void {
  const { persons = [], sources = [] } = raw;
  const who = (number: string, path: string): Reference => {
    const found = byNumber('contact', number, persons);
    if (found.id === undefined && found.name === undefined) context.issue('reference-not-uuid', { stated: number }, at(kind, path));
    return found;
  };
  if (sources.length > 0) record.dataSources = sources.map((s) => s.reference);
  const stated: Administration = {};
  if (persons.length > 0) stated.contacts = persons.map((p) => p.reference);
  if (raw.enteredBy !== undefined) stated.enteredBy = who(raw.enteredBy, 'metaInformation/administrativeInformation/dataEntryBy/@person');
  if (raw.generator !== undefined) stated.generators = [who(raw.generator, 'metaInformation/administrativeInformation/dataGeneratorAndPublication/@person')];
  if (raw.publication !== undefined) {
    stated.publication = byNumber('source', raw.publication, sources);
    if (stated.publication.id === undefined) context.issue('reference-not-uuid', { stated: raw.publication }, at(kind, 'metaInformation/administrativeInformation/dataGeneratorAndPublication/@referenceToPublishedSource'));
  }
  if (Object.keys(stated).length > 0) record.administration = { ...record.administration, ...stated };
  if (raw.validation === undefined) return;
  const { details, person, otherDetails } = raw.validation;
  const found: Review = {};
  if (details !== undefined) found.details = details;
  if (otherDetails !== undefined) found.otherDetails = otherDetails;
  if (person !== undefined) found.reviewers = [who(person, 'metaInformation/modellingAndValidation/validation/@proofReadingValidator')];
  record.reviews = [found];
}

/** Passing on is allowed where access is public and no copyright is claimed, forbidden where access is restricted, else unknown. */
function redistributionOf(copyright: boolean | undefined, access: string | undefined): NonNullable<Rights['redistribution']> {
  if (access !== undefined && access !== 'public') return 'FORBIDDEN';
  return copyright === false ? 'ALLOWED' : 'UNKNOWN';
}

/** Fills what all kinds have; false where the dataset has no name to be known by, and no other that could take its place (E60). */
export function readCommon(raw: CommonMaterial, record: CommonRecord, kind: Kind, instead: LocalizedText | undefined, context: ReadContext): boolean {
  const { names, other } = bothNames(raw.name, raw.localName, context);
  if (raw.name === undefined) {
    if (instead === undefined) {
      context.issue('id-missing', {}, at(kind, `${referenceFunction}/@name`));
      return false;
    }
    context.issue('text-blank', {}, at(kind, `${referenceFunction}/@name`));
  }
  record.name = raw.name === undefined ? instead! : names;
  if (raw.name === undefined && raw.localName !== undefined) context.setAside(at(kind, `${referenceFunction}/@localName`), raw.localName);
  else if (other !== undefined) context.setAside(at(kind, `${referenceFunction}/@localName`), other);
  else keepUnless(names[stateOf(context).dataset.localLanguage] ?? raw.name, raw.localName, at(kind, `${referenceFunction}/@localName`), context);
  const synonyms = joinSynonyms(raw.synonyms, kind, context);
  if (synonyms !== undefined) record.synonyms = synonyms;
  const head = at(kind, dataSetInformation);
  const version = joinVersion(raw, head, context);
  if (version === undefined) context.issue('version-missing', {}, head);
  record.version = version ?? '0.0.0.0';
  keepUnless(kind.relatesToProduct, raw.relatesToProduct, at(kind, `${referenceFunction}/@datasetRelatesToProduct`), context);
  keepUnless('false', raw.isResult, `${head}/@impactAssessmentResult`, context);
  keepUnless(Object.keys(names)[1] ?? stateOf(context).dataset.language, raw.localLanguage, `${head}/@localLanguageCode`, context);
  const period = readPeriod(raw, at(kind, `${information}/timePeriod`), kind.prefix, context);
  if (period !== undefined) record.period = period;
  readParties(raw, record, kind, context);
  record.rights = { ...record.rights, redistribution: redistributionOf(record.rights?.copyright, record.administration?.accessLevel) };
  return true;
}

/** The two languages that a dataset can have: the one it states and the one its name has besides, or else the names of its flows. */
export function languagesOf({ name, administration: stated }: CommonRecord, flows: readonly { flow: Reference }[] = []): [main: string, second: string | undefined] {
  const all = Object.keys(name);
  const wanted = stated?.defaultLanguage === undefined ? undefined : resolveLanguage(stated.defaultLanguage).code;
  const main = wanted !== undefined && name[wanted] !== undefined ? wanted : all[0] ?? wanted ?? 'en';
  const another = (names: LocalizedText | undefined): string | undefined => Object.keys(names ?? {}).find((language) => language !== main);
  return [main, another(name) ?? another(flows.find(({ flow }) => another(flow.name) !== undefined)?.flow.name)];
}

/** A text in the languages that the dataset has. Each other language that is left out is told. */
export function inLanguages(texts: LocalizedText, main: string, second: string | undefined, context: WriteContext): LocalizedText {
  const [first] = Object.keys(texts);
  const used = texts[main] === undefined ? first! : main;
  const kept: LocalizedText = { [main]: texts[used]! };
  const left: string[] = [];
  for (const language in texts) {
    if (language === used) continue;
    if (language === second && used === main) kept[language] = texts[language]!;
    else left.push(language);
  }
  if (left.length > 0) context.issue('language-left-out', { used: Object.keys(kept).join(', '), left: left.join(', ') });
  return kept;
}

/** Texts of a record in its first language only: attributes have no other. */
export function oneLanguage<T extends object>(record: T, fields: readonly (keyof T)[], main: string, context: WriteContext): Partial<T> {
  const reduced: Partial<T> = {};
  for (const field of fields) {
    const texts = record[field] as LocalizedText | undefined;
    if (texts !== undefined && Object.keys(texts).length > 0) reduced[field] = inLanguages(texts, main, undefined, context) as T[keyof T];
  }
  return reduced;
}

/** People, sources and review of a record, with those that the schema asks for where another format stated none. */
function complete({ administration: stated = {}, dataSources = [], reviews, extensions }: CommonRecord, kind: Kind, main: string, context: WriteContext): { enteredBy?: Reference; generator?: Reference; sourcesNamed: Reference[]; validation?: Review } {
  const isOwn = stated.contacts !== undefined || extensions?.['ecospold1'] !== undefined || kind.prefix === 'elementary:';
  // References of other formats may name nobody.
  const known = (person: Reference | undefined): Reference | undefined => (isOwn || person?.id !== undefined || person?.name !== undefined ? person : undefined);
  const found = { enteredBy: known(stated.enteredBy), generator: known(stated.generators?.[0]), sourcesNamed: dataSources, validation: reviews?.[0] };
  if (!isOwn) {
    const anyone: Reference = found.generator ?? found.enteredBy ?? { type: 'contact', name: { [main]: 'unknown' } };
    for (const field of ['enteredBy', 'generator'] as const) {
      if (found[field] !== undefined) continue;
      found[field] = { ...anyone, type: 'contact' };
      context.issue('field-defaulted', { field, used: Object.values(anyone.name ?? {})[0] ?? 'unknown' });
    }
    if (dataSources.length === 0) {
      found.sourcesNamed = [{ type: 'source', name: { [main]: 'unknown' } }];
      context.issue('field-defaulted', { field: 'source', used: 'unknown' });
    }
    if (found.validation !== undefined) {
      const { details = { [main]: 'unknown' }, reviewers = [found.enteredBy!], otherDetails } = found.validation;
      found.validation = { details, reviewers, ...(otherDetails === undefined ? {} : { otherDetails }) };
    }
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as ReturnType<typeof complete>;
}

/** The material of what all kinds have. */
export function writeCommon(record: CommonRecord, kind: Kind, context: WriteContext, [main, second] = languagesOf(record)): CommonMaterial & { administration: Administration } {
  const { administration: stated = {}, period, extensions } = record;
  const { contacts = [], publication, generators: _several, ...rest } = stated;
  const { enteredBy, generator, sourcesNamed, validation } = complete(record, kind, main, context);
  delete (rest as { enteredBy?: unknown }).enteredBy;
  // A number that stands for nobody is written as it is.
  const optional = (list: (Reference | undefined)[]): Reference[] => list.filter((r) => r !== undefined && (r.id !== undefined || r.name !== undefined)) as Reference[];
  const persons = numberedParties(contacts, optional([enteredBy, generator, validation?.reviewers?.[0]]));
  const sources = numberedParties(sourcesNamed, optional([publication]));
  const material: CommonMaterial & { administration: Administration } = {
    ...splitVersion(record.version), ...statedPeriod(period, at(kind, `${information}/timePeriod`), kind.prefix, extensions),
    relatesToProduct: kind.relatesToProduct, isResult: 'false', administration: rest,
  };
  const names = Object.keys(record.name).length === 0 ? { [main]: '' } : inLanguages(record.name, main, second, context);
  material.name = names[main]!;
  material.localName = (second === undefined ? undefined : names[second]) ?? material.name;
  material.localLanguage = languageCode(second ?? main) ?? defaultLanguage;
  const synonyms = splitSynonyms(record.synonyms);
  if (synonyms.length > 0) material.synonyms = synonyms;
  if (persons.length > 0) material.persons = persons;
  if (sources.length > 0) material.sources = sources;
  const numbers = { enteredBy: numberOf(enteredBy, persons), generator: numberOf(generator, persons), publication: numberOf(publication, sources) };
  for (const [key, number] of Object.entries(numbers)) if (number !== undefined) material[key as keyof typeof numbers] = number;
  if (validation !== undefined) {
    const person = numberOf(validation.reviewers?.[0], persons);
    material.validation = {
      ...(validation.details === undefined ? {} : { details: validation.details }), ...(person === undefined ? {} : { person }),
      ...(validation.otherDetails === undefined ? {} : { otherDetails: validation.otherDetails }),
    };
  }
  return material;
}

/** Numbers of datasets are whole and above zero; what other formats call their datasets is none. */
export const numberOr1 = (sourceId: string | undefined): string => (sourceId !== undefined && /^[1-9]\d*$/.test(sourceId) ? sourceId : '1');

/** Generator and times that the schema asks for, where the record does not state them. */
export function stampsOf({ administration: stated = {}, period }: Pick<CommonRecord, 'administration' | 'period'>, context: WriteContext): Record<string, string> {
  const fallback = stated.revisedAt ?? stated.createdAt ?? stated.enteredAt ?? `${period?.end ?? period?.start ?? '1970-01-01'}T00:00:00`;
  const found: Record<string, string> = {};
  for (const [field, used] of [['generator', 'Tanlu'], ['fileWrittenAt', fallback], ['revisedAt', fallback]] as const) {
    if (stated[field] !== undefined) continue;
    found[field] = used;
    context.issue('field-defaulted', { field, used });
  }
  return found;
}
