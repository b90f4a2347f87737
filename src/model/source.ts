// Source and contact: publications and parties that inventory datasets refer to (ILCD 1.1 source and contact data sets; EcoSpold persons and sources).
import { z } from 'zod';
import { text } from './scalar.ts';
import { datasetFields, localizedText, reference } from './value.ts';
import { administration, compliance } from './documentation.ts';

export const digitalFile = z.object({
  uri: text.describe('Address or relative path as stated.'),
}).meta({ id: 'DigitalFile', description: 'A file that belongs to a source.' });

export const source = z.object({
  ...datasetFields,
  citation: text.optional().describe('Citation as one text.'),
  type: text.optional().describe('Kind of publication, as stated.'),
  title: text.optional().describe('Title.'),
  firstAuthor: text.optional().describe('First author.'),
  additionalAuthors: text.optional().describe('Other authors.'),
  year: text.optional().describe('Year, as stated.'),
  journal: text.optional().describe('Journal.'),
  volume: text.optional().describe('Volume.'),
  issue: text.optional().describe('Issue.'),
  pages: text.optional().describe('Pages.'),
  editors: text.optional().describe('Editors.'),
  anthology: text.optional().describe('Title of the anthology.'),
  publisher: text.optional().describe('Publisher.'),
  placeOfPublication: text.optional().describe('Place of publication.'),
  shortName: text.optional().describe('Short name.'),
  files: z.array(digitalFile).optional().describe('Digital files.'),
  contacts: z.array(reference).optional().describe('Parties the source belongs to.'),
  logo: reference.optional().describe('Logo.'),
  compliances: z.array(compliance).optional().describe('Declarations of compliance.'),
  administration: administration.optional().describe('Who entered, published it.'),
}).meta({ id: 'Source', description: 'A publication, database, standard document or other source.' });
export type Source = z.infer<typeof source>;

export const contactKind = z.enum(['PERSON', 'ORGANIZATION']).meta({ id: 'ContactKind', description: 'Whether a contact is a person or an organization.' });

export const contact = z.object({
  ...datasetFields,
  kind: contactKind.optional().describe('Person or organization, where the source tells.'),
  shortName: localizedText.optional().describe('Short name.'),
  address: localizedText.optional().describe('Postal address.'),
  telephone: text.optional().describe('Telephone.'),
  telefax: text.optional().describe('Telefax.'),
  email: text.optional().describe('E-mail address.'),
  website: text.optional().describe('Web address.'),
  centralContactPoint: localizedText.optional().describe('Central contact point.'),
  companyName: text.optional().describe('Company of a person.'),
  companyId: text.optional().describe('Identifier of the company, as stated.'),
  country: text.optional().describe('Country, as stated: usually an ISO 3166-1 alpha-2 code.'),
  parents: z.array(reference).optional().describe('Organizations it belongs to.'),
  logo: reference.optional().describe('Logo.'),
  compliances: z.array(compliance).optional().describe('Declarations of compliance.'),
  administration: administration.optional().describe('Who entered, published it.'),
}).meta({ id: 'Contact', description: 'A person or party named by inventory datasets.' });
export type Contact = z.infer<typeof contact>;
