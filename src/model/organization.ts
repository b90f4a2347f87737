// Organization: companies, verifiers, certification bodies, authorities, registries (domain §1.1).
import { z } from 'zod';
import { text } from './scalar.ts';
import { datasetFields, place } from './value.ts';

export const organizationKind = z.enum(['COMPANY', 'VERIFIER', 'CERTIFICATION_BODY', 'AUTHORITY', 'REGISTRY', 'ASSOCIATION', 'STANDARDS_BODY', 'RESEARCH'])
  .meta({ id: 'OrganizationKind', description: 'Role of an organization.' });

export const organizationIdentifier = z.object({
  scheme: text.describe('Scheme: USCC (统一社会信用代码), LEI, URN, …'),
  value: text.describe('Identifier.'),
}).meta({ id: 'OrganizationIdentifier', description: 'An external identifier of an organization.' });

export const organization = z.object({
  ...datasetFields,
  kinds: z.array(organizationKind).describe('Roles.'),
  identifiers: z.array(organizationIdentifier).optional().describe('External identifiers.'),
  location: place.optional().describe('Seat.'),
  website: text.optional().describe('Web address.'),
  accreditation: text.optional().describe('Accreditation number of a verifier or certification body.'),
  illustrative: z.boolean().optional().describe('True for demonstration data.'),
}).meta({ id: 'Organization', description: 'A company, verifier, certification body, authority or registry.' });
export type Organization = z.infer<typeof organization>;
