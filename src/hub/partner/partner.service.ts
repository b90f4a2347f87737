// Partners: registered, changed, suspended, ended. Ending one ends what it was given: credentials, grants, rules, schedule.
import { randomUUID } from 'node:crypto';
import { DatabaseError, type ClientBase, type Pool } from 'pg';
import { inTransaction } from '../../database/transaction.ts';
import { TanluError } from '../../errors.ts';
import type { Partner } from '../../model/partner.ts';
import { checkInput, isIdentifier } from '../check-input.ts';
import { nameOfPrincipal, type Principal } from '../access/principal.ts';
import { sealHostSecret } from './host-secret.ts';
import { partnerChange, registration, type ChangePartner, type RegisterPartner } from './partner-input.ts';

/** A partner as it is registered, without what is secret. */
export type StoredPartner = { [K in keyof Partner]-?: undefined extends Partner[K] ? NonNullable<Partner[K]> | null : Partner[K] } & {
  id: string;
  /** What the hub signs in with at the host of the partner. */
  clientId: string | null;
};

const names: Readonly<Record<string, string>> = {
  name: 'name', kind: 'kind', organizationId: 'organization_id', baseUrl: 'base_url', authUrl: 'auth_url', pactVersion: 'pact_version', sources: 'sources', contacts: 'contacts', syncMinutes: 'sync_minutes', tellsChanges: 'tells_changes', note: 'note',
  clientId: 'client_id', clientSecret: 'client_secret',
};
const shown = { ...names, status: 'status', nextSyncAt: 'next_sync_at', lastSyncAt: 'last_sync_at', lastSyncError: 'last_sync_error', createdAt: 'created_at', updatedAt: 'updated_at' };
const columns = ['id', ...Object.entries(shown).filter(([field]) => field !== 'clientSecret').map(([field, column]) => `${column} as "${field}"`)].join(', ');

export const noPartner = (id: string): TanluError => new TanluError('PARTNER_UNKNOWN', `There is no partner "${id.slice(0, 200)}".`, { params: { partner: id } });
const ended = (name: string): TanluError => new TanluError('PARTNER_ENDED', `The partnership with ${name} has ended, and does not come back. Register a new partner.`);

export class PartnerService {
  /** `key` seals the secrets that the hub signs in with at its partners. */
  constructor(private readonly pool: Pool, private readonly key: Buffer) {}

  /** Gives the identifier. @throws TanluError (usage) PARTNER_INVALID; PARTNER_NAME_TAKEN, ORGANIZATION_UNKNOWN. */
  async register(input: RegisterPartner): Promise<string> {
    const id = randomUUID();
    const values = this.row(id, checkInput(registration, input, 'PARTNER_INVALID'));
    await this.write(async (client) => {
      await this.checkOrganization(client, values['organization_id']);
      const set = Object.keys(values);
      await client.query(`insert into partner (id, ${set.join(', ')}, next_sync_at) values ($1, ${set.map((_, i) => `$${i + 2}`).join(', ')}, case when $${set.length + 2}::integer is not null then now() end)`,
        [id, ...Object.values(values), values['sync_minutes'] ?? null]);
    });
    return id;
  }

  /** Changes what is given; null takes away. @throws as register; PARTNER_UNKNOWN, PARTNER_ENDED. */
  async change(id: string, input: ChangePartner): Promise<void> {
    const values = this.row(id, checkInput(partnerChange, input, 'PARTNER_INVALID'));
    await this.write(async (client) => {
      const before = await this.lock(client, id);
      const after = { base_url: before.baseUrl, sync_minutes: before.syncMinutes, client_id: before.clientId, ...values };
      const hasSecret = 'client_secret' in values ? values['client_secret'] !== null : before.hasSecret;
      if ((after['client_id'] !== null) !== hasSecret) throw new TanluError('PARTNER_INVALID', 'clientId and clientSecret belong together: give both, or take both away.', { kind: 'usage' });
      // A secret belongs to who it was given by: elsewhere it would be handed to a stranger.
      const moved = 'base_url' in values && originOf(values['base_url']) !== originOf(before.baseUrl);
      const tokensElsewhere = 'auth_url' in values && originOf(values['auth_url']) !== originOf(before.authUrl);
      if ((moved || tokensElsewhere) && hasSecret && !('client_secret' in values)) throw new TanluError('PARTNER_INVALID', 'The address leads to another host, which must not get the secret of the one before. Give clientId and clientSecret of the new host with it, or take both away (null).', { kind: 'usage' });
      if (after['sync_minutes'] !== null && after['base_url'] === null) throw new TanluError('PARTNER_INVALID', 'syncMinutes needs a baseUrl.', { kind: 'usage' });
      await this.checkOrganization(client, values['organization_id']);
      const set = Object.keys(values);
      const schedule = 'sync_minutes' in values || moved
        ? ', next_sync_at = case when sync_minutes is not null then least(coalesce(next_sync_at, now()), now() + make_interval(mins => sync_minutes)) end, sync_state = case when $2 then null else sync_state end' : '';
      if (set.length > 0) await client.query(`update partner set ${set.map((name, i) => `${name} = $${i + 2}`).join(', ')}, updated_at = now() where id = $1`, [before.id, ...Object.values(values)]);
      if (schedule !== '') await client.query(`update partner set updated_at = now()${schedule} where id = $1`, [before.id, moved]);
    });
  }

  /** Suspends, resumes or ends. What the partner had is over with ENDED: credentials, grants, rules, the secret for its host, the schedule. @throws PARTNER_UNKNOWN, PARTNER_ENDED. */
  async setStatus(by: Principal, id: string, status: Partner['status']): Promise<void> {
    await this.write(async (client) => {
      const before = await this.lock(client, id);
      await client.query('update partner set status = $2, updated_at = now() where id = $1', [before.id, status]);
      if (status !== 'ENDED') return;
      await client.query('update partner set client_id = null, client_secret = null, sync_minutes = null, next_sync_at = null, sync_state = null where id = $1', [before.id]);
      await client.query('update partner_credential set revoked_at = now() where partner_id = $1 and revoked_at is null', [before.id]);
      await client.query('update access_grant set revoked_at = now(), revoked_by = $2 where partner_id = $1 and revoked_at is null', [before.id, nameOfPrincipal(by)]);
      await client.query('update request_rule set ended_at = now() where partner_id = $1 and ended_at is null', [before.id]);
    });
  }

  /** Undefined: there is no such partner. */
  async get(id: string): Promise<StoredPartner | undefined> {
    if (!isIdentifier(id)) return undefined;
    return (await this.pool.query<StoredPartner>(`select ${columns} from partner where id = $1`, [id])).rows[0];
  }

  /** A partner by its identifier or its name, in either case. */
  async find(word: string): Promise<StoredPartner | undefined> {
    return await this.get(word) ?? (await this.pool.query<StoredPartner>(`select ${columns} from partner where lower(name) = lower($1)`, [word.normalize('NFC').trim()])).rows[0];
  }

  /** All partners, by name. */
  async list(): Promise<StoredPartner[]> {
    return (await this.pool.query<StoredPartner>(`select ${columns} from partner order by lower(name), key`)).rows;
  }

  /** Names by identifier. */
  async names(ids: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ id: string; name: string }>('select id, name from partner where id = any($1::uuid[])', [ids]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** The partner, where credentials may be issued to it. @throws PARTNER_UNKNOWN, PARTNER_ENDED. */
  async lasting(id: string): Promise<StoredPartner> {
    const found = await this.get(id);
    if (found === undefined) throw noPartner(id);
    if (found.status === 'ENDED') throw ended(found.name);
    return found;
  }

  private row(id: string, input: Record<string, unknown>): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const [field, column] of Object.entries(names)) {
      const value = input[field];
      if (value === undefined) continue;
      values[column] = value === null ? null : field === 'contacts' ? JSON.stringify(value) : field === 'clientSecret' ? sealHostSecret(this.key, id.toLowerCase(), value as string) : value;
    }
    return values;
  }

  private async lock(client: ClientBase, id: string): Promise<StoredPartner & { hasSecret: boolean }> {
    const { rows: [found] } = await client.query<StoredPartner & { hasSecret: boolean }>(`select ${columns}, client_secret is not null as "hasSecret" from partner where id = $1 for update`, [isIdentifier(id) ? id : null]);
    if (found === undefined) throw noPartner(id);
    if (found.status === 'ENDED') throw ended(found.name);
    return found;
  }

  private async checkOrganization(client: ClientBase, id: unknown): Promise<void> {
    if (id == null) return;
    const { rowCount } = await client.query('select 1 from organization where id = $1 and recorded_to is null', [id]);
    if (rowCount === 0) throw new TanluError('ORGANIZATION_UNKNOWN', `There is no organization ${String(id)} in the hub. Import it first, or leave organizationId out.`);
  }

  private async write(work: (client: ClientBase) => Promise<void>): Promise<void> {
    try {
      await inTransaction(this.pool, work);
    } catch (error) {
      if (error instanceof DatabaseError && error.code === '23505' && error.constraint === 'partner_name') throw new TanluError('PARTNER_NAME_TAKEN', 'Another partner has this name; upper and lower case make no difference. Choose another one.', { cause: error });
      throw error;
    }
  }
}

const originOf = (address: unknown): string | null => (typeof address === 'string' ? new URL(address).origin : null);
