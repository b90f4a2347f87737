// Tells partners who want it of footprints that are new or deprecated: their ids alone, of those that the partner may get (PACT v3 §PublishedEvent).
import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { rowSeen } from '../../../database/read/access.ts';
import { pactFootprintAccess } from '../../../database/tables/pact.ts';
import { writeEvent } from '../../../formats/pact/pact.ts';
import { keptVersion, majorOfVersion } from '../spoken-version.ts';
import { enqueueDelivery } from './enqueue.ts';

/** More ids are told in several events. */
const idsAtOnce = 500;

interface Told { id: string; organizationId: string | null; version: string }

/** Puts the events into the outbox, in the transaction of the change. `ids`: identifiers of PACT. */
export async function publishChanges(client: ClientBase, ids: readonly string[], source: string): Promise<void> {
  if (ids.length === 0) return;
  const { rows: partners } = await client.query<Told>(`select id, organization_id as "organizationId", coalesce(pact_version, '3.0') as version from partner where status = 'ACTIVE' and tells_changes and base_url is not null`);
  for (const { id, organizationId, version } of partners) {
    const seen = rowSeen(pactFootprintAccess, 'p', { partner: id, organization: organizationId ?? undefined })!;
    const { rows } = await client.query<{ id: string }>(`select p.pact_id as id from pact_footprint p where p.version = $1 and p.pact_id = any($2::uuid[]) and p.document is not null and ${seen} order by p.key`, [keptVersion(version), ids]);
    for (let at = 0; at < rows.length; at += idsAtOnce) {
      const event = { kind: 'published' as const, id: randomUUID(), source, time: new Date().toISOString(), footprintIds: rows.slice(at, at + idsAtOnce).map((row) => row.id) };
      await enqueueDelivery(client, { partnerId: id, kind: 'PUBLISHED', version, eventId: event.id, event: writeEvent(event, majorOfVersion(version)).text! });
    }
  }
}
