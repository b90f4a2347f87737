// Whether a partner may ask now: looked up at every token and every request with one, remembered for a few seconds.
import type { Pool } from 'pg';

export interface PartnerStanding {
  status: 'ACTIVE' | 'SUSPENDED' | 'ENDED';
  /** Identifier of the organization that the partner is, where the hub has it. */
  organization: string | null;
  /** Version of PACT that it is spoken to in. */
  pactVersion?: string | null;
}

/** Undefined: there is no such partner. */
export type PartnerLookup = (partnerId: string) => Promise<PartnerStanding | undefined>;

/** So long a suspension may stay unknown. */
const rememberedMs = 3000;
const mostRemembered = 1000;

export function partnerLookup(pool: Pool): PartnerLookup {
  const remembered = new Map<string, { until: number; standing: PartnerStanding | undefined }>();
  return async (partnerId) => {
    const known = remembered.get(partnerId);
    if (known !== undefined && known.until > performance.now()) return known.standing;
    const { rows } = await pool.query<PartnerStanding>('select status, organization_id as organization, pact_version as "pactVersion" from partner where id = $1', [partnerId]);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(partnerId, { until: performance.now() + rememberedMs, standing: rows[0] });
    return rows[0];
  };
}
