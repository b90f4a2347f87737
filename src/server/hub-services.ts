// The hub's writing services over one pool, as the server gives them to mutations.
import type { Pool } from 'pg';
import { AccessEventService } from '../hub/access-event/access-event.service.ts';
import { AccessGrantService } from '../hub/access-grant/access-grant.service.ts';
import { FootprintRequestService } from '../hub/footprint-request/footprint-request.service.ts';
import { PartnerService } from '../hub/partner/partner.service.ts';
import { RequestRuleService } from '../hub/request-rule/request-rule.service.ts';
import type { HubServices } from './graphql/context.ts';
import type { Identity } from './oauth/identity.ts';
import { partnerKey } from './oauth/secret-key.ts';

/** `pool`: connections with all rights. `secret`: see oauth/secret-key.ts. Credentials and people are those of the identity, which remembers what it has verified. */
export const makeHubServices = (pool: Pool, secret: Buffer, { credentials, people }: Pick<Identity, 'credentials' | 'people'>): HubServices => ({
  partners: new PartnerService(pool, partnerKey(secret)), credentials, people,
  grants: new AccessGrantService(pool), rules: new RequestRuleService(pool), requests: new FootprintRequestService(pool), accessEvents: new AccessEventService(pool),
});
