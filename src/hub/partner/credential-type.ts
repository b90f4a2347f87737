// PartnerCredential in the API: what may be told of a credential, which is everything but what is secret.
import { ID } from 'type-graphql';
import { declareEnum, declareField, declareObject } from '../graphql/declare.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import type { Credential } from './credential.ts';

const CredentialKind = declareEnum('CredentialKind', 'How a program proves who it is.', { SECRET: 'SECRET', KEY: 'KEY' }, (key) =>
  (key === 'SECRET' ? 'By a secret, of which the hub keeps a hash (RFC 6749 §2.3.1).' : 'By assertions that it signs with its own keys (RFC 7523).'));

export const PartnerCredential = declareObject('PartnerCredential', 'What a program of a partner gets tokens with. Secrets are shown once, when they are issued.');
declareField(PartnerCredential, 'id', () => ID, { description: 'Identifier.' });
declareField(PartnerCredential, 'clientId', () => String, { description: 'Identifier that the program sends.' });
declareField(PartnerCredential, 'kind', () => CredentialKind, { description: 'How it proves who it is.' });
declareField(PartnerCredential, 'hint', () => String, { description: 'Beginning of the secret, to tell several from each other.', nullable: true });
declareField(PartnerCredential, 'keyIds', () => [String], { description: 'Identifiers (kid) of the keys that have one.' });
declareField(PartnerCredential, 'createdAt', () => DateTimeScalar, { description: 'When it was issued.' });
declareField(PartnerCredential, 'notAfter', () => DateTimeScalar, { description: 'When it ends; null means not by itself.', nullable: true });
declareField(PartnerCredential, 'revokedAt', () => DateTimeScalar, { description: 'When it was revoked.', nullable: true });
declareField(PartnerCredential, 'lastUsedAt', () => DateTimeScalar, { description: 'When a token was last given for it, to the minute.', nullable: true });

/** A credential as the API shows it. */
export const shownCredential = ({ jwks, ...credential }: Credential): object =>
  ({ ...credential, keyIds: (jwks?.keys ?? []).flatMap((key) => { const { kid } = key as { kid?: unknown }; return typeof kid === 'string' ? [kid] : []; }) });
