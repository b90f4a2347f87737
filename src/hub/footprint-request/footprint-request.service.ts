// Requests of partners: whether somebody may decide one. It came in, waits for a decision, and asks for what is theirs.
import type { Pool } from 'pg';
import { TanluError } from '../../errors.ts';
import { actsFor, notYours } from '../access/ownership.ts';
import type { Principal } from '../access/principal.ts';
import { isIdentifier } from '../check-input.ts';

export class FootprintRequestService {
  constructor(private readonly pool: Pool) {}

  /**
   * Checks a decision before it is made. `footprintIds`: what is to be answered with.
   * @throws TanluError REQUEST_UNKNOWN, REQUEST_DECIDED, FOOTPRINT_UNKNOWN; NOT_AUTHORIZED (forbidden) where a footprint belongs to others.
   */
  async checkDecidable(by: Principal, requestId: string, footprintIds: readonly string[] = []): Promise<void> {
    const organization = actsFor(by);
    const { rows: [found] } = await this.pool.query<{ state: string; direction: string; owners: string[] }>(
      'select state, direction, owner_ids as owners from footprint_request where id = $1', [isIdentifier(requestId) ? requestId : null]);
    // Those to others are not even confirmed to be there.
    if (found === undefined || (organization !== undefined && !found.owners.includes(organization))) throw new TanluError('REQUEST_UNKNOWN', `There is no request "${requestId.slice(0, 100)}".`);
    if (found.direction !== 'INCOMING') throw new TanluError('REQUEST_OUTGOING', 'This request was sent by the hub; the partner decides it.');
    if (found.state !== 'RECEIVED') throw new TanluError('REQUEST_DECIDED', `The request is ${found.state} already.`);
    for (const id of footprintIds) {
      const { rows: [footprint] } = await this.pool.query<{ owner: string | null }>('select owner_id as owner from footprint where id = $1 and recorded_to is null and not placeholder', [isIdentifier(id) ? id : null]);
      if (footprint === undefined) throw new TanluError('FOOTPRINT_UNKNOWN', `There is no footprint "${id.slice(0, 100)}" in the hub.`);
      if (organization !== undefined && footprint.owner !== organization) throw notYours(`Footprint ${id}`);
    }
  }
}
