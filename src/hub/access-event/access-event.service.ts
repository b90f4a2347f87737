// Access events as the hub writes them on its own connections.
import type { Pool } from 'pg';
import type { Given } from '../../database/read/given.ts';
import type { Principal } from '../access/principal.ts';
import { recordAccess } from './record-access.ts';

export class AccessEventService {
  /** `pool`: connections that may write. */
  constructor(private readonly pool: Pool) {}

  /** As `recordAccess`. */
  record(principal: Principal, path: string, given: readonly Given[]): Promise<void> {
    return recordAccess(this.pool, principal, path, given);
  }
}
