// Shapes shared by all nouns: multi-language text, quantities, periods, places, classes, references, rights.
import { z } from 'zod';
import { date, dateTime, decimal, integer, text, uuid } from './scalar.ts';

/** Text by language (BCP 47 code → text). The order of languages is that of the source. */
export const localizedText = z.record(z.string(), z.string()).meta({ id: 'LocalizedText', description: 'Text in one or more languages.' });
export type LocalizedText = z.infer<typeof localizedText>;

export const quantity = z.object({
  value: decimal.describe('Exact decimal value.'),
  unit: text.describe('Unit symbol, as in the unit table.'),
}).meta({ id: 'Quantity', description: 'A value with its unit.' });
export type Quantity = z.infer<typeof quantity>;

export const period = z.object({
  start: date.optional().describe('First day. A bare year means 1 January.'),
  end: date.optional().describe('Last day. A bare year means 31 December.'),
  startsAt: dateTime.optional().describe('Exact beginning as stated, where it is not the first moment of the first day in UTC; it belongs to the period.'),
  endsAt: dateTime.optional().describe('Exact end as stated, where it is not the last moment of the last day in UTC; it does not belong to the period any more.'),
}).meta({ id: 'Period', description: 'A span of calendar days, both ends included; an absent end is open.' });
export type Period = z.infer<typeof period>;

export const place = z.object({
  code: text.optional().describe('Code in the hub\'s own list (ISO 3166-1 alpha-2, ISO 3166-2, UN M49 regions, GLO, RoW); absent where the stated code is unknown.'),
  system: text.describe('Code system of `stated`: iso, ilcd, ecoinvent, tiangong, openlca, pact.'),
  stated: text.describe('Code or name exactly as in the source.'),
  statedId: text.optional().describe('Identifier of the place as stated (EcoSpold 2).'),
  latitude: decimal.optional().meta({ unit: 'degree' }).describe('Latitude, WGS 84.'),
  longitude: decimal.optional().meta({ unit: 'degree' }).describe('Longitude, WGS 84.'),
  description: localizedText.optional().describe('Restrictions or remarks on the place.'),
}).meta({ id: 'Place', description: 'Where something is valid or happens. Translated by (system, code), never by string equality.' });
export type Place = z.infer<typeof place>;

export const classification = z.object({
  scheme: text.describe('Name of the classification system: HS, CPC, CN, ISIC, ILCD, …'),
  version: text.optional().describe('Edition of the system, where stated.'),
  statedScheme: text.optional().describe('Name of the system as stated, where it differs from the hub\'s.'),
  statedId: text.optional().describe('Identifier of the class as stated (EcoSpold 2).'),
  code: text.optional().describe('Class code; absent where the source gives only names.'),
  name: localizedText.optional().describe('Name of the class.'),
  path: z.array(text).optional().describe('Names or codes from the top class down to this one.'),
  pathCodes: z.array(text).optional().describe('Codes along the path where the names stand in it; empty text where a level has none.'),
}).meta({ id: 'Classification', description: 'A class of a named classification system.' });
export type Classification = z.infer<typeof classification>;

/** Nouns that a reference can point to. */
export const referenceTargets = ['contact', 'source', 'unitGroup', 'flowProperty', 'flow', 'process', 'impactMethod', 'impactCategory',
  'organization', 'product', 'factor', 'footprint', 'standard', 'certification', 'lifeCycleModel', 'externalFile'] as const;

export const reference = z.object({
  type: z.enum(referenceTargets).describe('Noun of the target.'),
  id: uuid.optional().describe('Identifier of the target; absent where the source gives none that is a UUID.'),
  version: text.optional().describe('Wanted version; absent means the latest.'),
  externalKey: text.optional().describe('Identifier as stated where it is no UUID; never matched automatically.'),
  uri: text.optional().describe('Address or relative path as stated.'),
  name: localizedText.optional().describe('Label given with the reference.'),
  parts: z.array(text).optional().describe('Parts of the target that are meant (pages, chapters).'),
}).meta({ id: 'Reference', description: 'A pointer to another record, with the label its author gave it.' });
export type Reference = z.infer<typeof reference>;

export const redistribution = z.enum(['ALLOWED', 'FORBIDDEN', 'UNKNOWN']).meta({ id: 'Redistribution', description: 'Whether the record may be passed on in exports.' });

export const rights = z.object({
  license: text.optional().describe('License as stated: an SPDX identifier, a URL or the term of the format.'),
  redistribution: redistribution.optional().describe('Whether passing the record on is allowed.'),
  copyright: z.boolean().optional().describe('Whether copyright is claimed.'),
  owner: reference.optional().describe('Owner of the record.'),
  accessRestrictions: localizedText.optional().describe('Restrictions of access or use in words.'),
  exclusiveAccess: z.array(reference).optional().describe('Those with exclusive access.'),
}).meta({ id: 'Rights', description: 'License, copyright and ownership of a record.' });
export type Rights = z.infer<typeof rights>;

/** A leaf that the model has no place for, kept so that the same format can be written back: [path, text]. */
export const extensionLeaf = z.tuple([z.string(), z.string()]);
export const extensions = z.record(z.string(), z.array(extensionLeaf))
  .meta({ scalar: 'JSON', description: 'Per format: the leaves of the source that the model has no place for, as [path, text].' });
export type Extensions = z.infer<typeof extensions>;

/** The fields that every dataset has. */
export const datasetFields = {
  id: uuid.describe('Identifier, stable over all versions.'),
  version: text.describe('Version of the dataset as its format writes it; 00.00.000 where it states none.'),
  name: localizedText.describe('Name.'),
  synonyms: localizedText.optional().describe('Other names, separated by semicolons.'),
  description: localizedText.optional().describe('General comment.'),
  classifications: z.array(classification).optional().describe('Classes of all systems that the source states.'),
  sourceId: text.optional().describe('Identifier of the source system where it differs from the hub\'s.'),
  uri: text.optional().describe('Permanent address of the dataset at its origin.'),
  rights: rights.optional().describe('License and ownership.'),
  extensions: extensions.optional().describe('What the model has no place for, per format.'),
};

/** How many decimals and rows a child may have is not bounded; its position in the source is. */
export const position = integer.describe('Position in the source, from 0.');
