// What may be registered of a partner: names, addresses, contacts, how its host is spoken to (PACT v3 §4.1: host system URL, authentication URL).
import { z } from 'zod';
import { partnerKind } from '../../model/partner.ts';
import { identifier, words } from '../check-input.ts';

export const pactVersions = ['2.0', '2.1', '2.2', '2.3', '3.0'] as const;

const longestAddress = 2000;

/** The base address of a host: what people copy from a documentation with /3 or /3/events at its end means the same. */
export function baseAddress(text: string): string | undefined {
  if (text.length > longestAddress || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || /[?#]/.test(text)) return undefined;
  return url.origin + url.pathname.replace(/(\/+[23](\/+(footprints|events))?)*\/*$/, '');
}

const address = (shape: (text: string) => string | undefined) => z.string('must be an address').transform((text, context) => {
  const found = shape(text.trim());
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: 'must be an http or https address without user name, query and fragment: https://pact.example.com' });
  return z.NEVER;
});

/** The base address for tokens: /auth/token at its end is what follows from it. */
const authAddress = (text: string): string | undefined => baseAddress(text)?.replace(/\/auth\/token$/, '');

const contact = z.strictObject({ name: words(200), email: z.email('must be an e-mail address').optional(), phone: words(50).optional(), role: words(100).optional() });

/** Absent: as it is; null: none. */
const free = <T extends z.ZodType>(schema: T) => schema.nullish();

const fields = {
  organizationId: free(identifier),
  baseUrl: free(address(baseAddress)),
  authUrl: free(address(authAddress)),
  pactVersion: free(z.enum(pactVersions, `must be one of ${pactVersions.join(', ')}`)),
  sources: free(z.array(words(longestAddress)).max(20, 'must have at most 20 entries')),
  contacts: free(z.array(contact).max(20, 'must have at most 20 entries')),
  syncMinutes: free(z.number('must be a number').int('must be a whole number').min(5, 'must be 5 or more').max(525_600, 'must be at most a year')),
  tellsChanges: z.boolean('must be true or false').optional(),
  note: free(words(4000)),
  /** What the hub signs in with at the host of the partner. */
  clientId: free(z.string().min(1, 'must not be empty').max(500, 'must have at most 500 characters')),
  clientSecret: free(z.string().min(1, 'must not be empty').max(4000, 'must have at most 4000 characters')),
};

const kind = z.enum(partnerKind.options, `must be one of ${partnerKind.options.join(', ')}`);

/** Half a credential opens nothing, and a schedule without an address calls nobody. */
export const registration = z.strictObject({ name: words(200), kind, ...fields })
  .refine(({ clientId, clientSecret }) => (clientId == null) === (clientSecret == null), 'clientId and clientSecret belong together: give both or none')
  .refine(({ baseUrl, syncMinutes }) => syncMinutes == null || baseUrl != null, 'syncMinutes needs a baseUrl');

export const partnerChange = z.strictObject({ name: words(200).optional(), kind: kind.optional(), ...fields });

export type RegisterPartner = z.input<typeof registration>;
export type ChangePartner = z.input<typeof partnerChange>;
