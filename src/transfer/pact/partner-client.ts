// The client of a partner's PACT host, from what is registered of it: addresses and credentials are never taken from what somebody sends.
import type { ClientBase, Pool } from 'pg';
import { TanluError } from '../../errors.ts';
import { openHostSecret } from '../../hub/partner/host-secret.ts';
import { PactClient } from './client/client.ts';
import type { PactContext } from './context.ts';
import { addressVersion } from './spoken-version.ts';

/** A partner as far as the exchange needs it. */
export interface PactPartner {
  key: string;
  id: string;
  name: string;
  status: string;
  organizationId: string | null;
  baseUrl: string | null;
  authUrl: string | null;
  /** Version of PACT that its host is spoken to in. */
  version: '2.0' | '2.1' | '2.2' | '2.3' | '3.0';
  sources: string[] | null;
  clientId: string | null;
  clientSecret: Buffer | null;
}

export const partnerColumns = `key::text, id, name, status, organization_id as "organizationId", base_url as "baseUrl", auth_url as "authUrl", coalesce(pact_version, '3.0') as version, sources, client_id as "clientId", client_secret as "clientSecret"`;

export async function loadPartner(client: Pick<ClientBase, 'query'> | Pool, id: string): Promise<PactPartner | undefined> {
  return (await (client as Pool).query<PactPartner>(`select ${partnerColumns} from partner where id = $1`, [id])).rows[0];
}

/** Why the host of a partner cannot be called, in words; undefined where it can. */
export const notCallable = (partner: PactPartner): string | undefined => (partner.status !== 'ACTIVE' ? `it is ${partner.status}` : partner.baseUrl === null ? 'no address of its host is registered' : partner.clientId === null || partner.clientSecret === null ? 'no credential for its host is registered' : undefined);

/** @throws TanluError (data) PARTNER_NOT_CALLABLE where there is no host, no credential, or the partner is not active; PactError where its address may not be called. */
export function partnerClient(partner: PactPartner, { network, secret }: Pick<PactContext, 'network' | 'secret'>): PactClient {
  const missing = notCallable(partner);
  if (missing !== undefined) throw new TanluError('PARTNER_NOT_CALLABLE', `The host of ${partner.name} cannot be called: ${missing}. \`tanlu partner\` or the mutation changePartner sets it.`, { kind: 'data', params: { partner: partner.id } });
  return new PactClient({
    baseUrl: partner.baseUrl!, ...(partner.authUrl === null ? {} : { authUrl: partner.authUrl }), clientId: partner.clientId!, version: addressVersion(partner.version),
    clientSecret: openHostSecret(secret, partner.id, partner.clientSecret!),
  }, network);
}
