// What each role may do. What it may see follows from its reader, in SQL: src/database/read/access.ts.
import { anyone, everything } from '../../database/read/access.ts';
import type { Reader } from '../../database/read/plan.ts';
import type { Principal, Role } from './principal.ts';

/** Things that not everyone may do. */
export type Capability = 'import' | 'manageFlowMappings' | 'managePartners' | 'manageGrants' | 'decideRequests' | 'administer';

const capabilities: Readonly<Record<Role, readonly Capability[]>> = {
  anonymous: [], reader: [], partnerService: [],
  // Of an enterprise and a certification body only what concerns their own records; the services look at that.
  enterprise: ['manageGrants', 'decideRequests'],
  certificationBody: ['manageGrants', 'decideRequests'],
  operator: ['import', 'manageFlowMappings', 'managePartners', 'manageGrants', 'decideRequests'],
  administrator: ['import', 'manageFlowMappings', 'managePartners', 'manageGrants', 'decideRequests', 'administer'],
};

export const may = ({ role }: Principal, capability: Capability): boolean => capabilities[role].includes(capability);

/** As whom a principal reads: the operator and the administrator see all, a partner's service as the partner, people as their organization. */
export function readerOf({ role, partner, organization }: Principal): Reader {
  switch (role) {
    case 'operator': case 'administrator': return everything;
    case 'partnerService': return { partner: partner!.id, organization };
    case 'enterprise': case 'certificationBody': return organization === undefined ? anyone : { organization };
    default: return anyone;
  }
}
