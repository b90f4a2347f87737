// People who sign in: known by the issuer and subject that their provider states (OpenID Connect Core §5.7), with the role they have here.
import type { Pool } from 'pg';
import { z } from 'zod';
import { TanluError } from '../../errors.ts';
import { personRoles, type PersonRole } from '../access/principal.ts';
import { checkInput, identifier, isIdentifier } from '../check-input.ts';

export interface Person {
  id: string;
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  role: PersonRole;
  organizationId: string | null;
  status: 'ACTIVE' | 'SUSPENDED';
  /** ISO 8601: first sign-in. */
  createdAt: string;
  /** ISO 8601; to the minute while a session is used. */
  lastSeen: string;
  /** ISO 8601; sessions that began before are over. */
  signedOutAt: string | null;
}

/** What a provider tells. A role or an organization that is undefined is not its business: what the hub has stays. */
export interface SignedIn {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  role?: PersonRole;
  organizationId?: string | null;
}

const personChange = z.strictObject({
  role: z.enum(personRoles, `must be one of ${personRoles.join(', ')}`).optional(), organizationId: identifier.nullish(), status: z.enum(['ACTIVE', 'SUSPENDED'], 'must be ACTIVE or SUSPENDED').optional(),
});
export type ChangePerson = z.input<typeof personChange>;

const columns = `id, issuer, subject, name, email, role, organization_id as "organizationId", status, created_at as "createdAt", last_seen as "lastSeen", signed_out_at as "signedOutAt"`;
/** So long a change of role or status may stay unknown. */
const rememberedMs = 3000;
const mostRemembered = 10_000;

export class PersonService {
  private readonly remembered = new Map<string, { until: number; person: Person | undefined }>();

  constructor(private readonly pool: Pool) {}

  /** Notes a sign-in: a new person is a reader unless the provider says otherwise. */
  async signIn(told: SignedIn): Promise<Person> {
    const { rows: [person] } = await this.pool.query<Person>(
      `insert into person (issuer, subject, name, email, role, organization_id) values ($1, $2, $3, $4, coalesce($5, 'reader'), $6)
       on conflict (issuer, subject) do update set name = excluded.name, email = excluded.email, role = coalesce($5, person.role),
         organization_id = case when $7 then excluded.organization_id else person.organization_id end, last_seen = now()
       returning ${columns}`,
      [told.issuer, told.subject, told.name, told.email, told.role ?? null, told.organizationId ?? null, told.organizationId !== undefined]);
    this.remembered.delete(person!.id);
    return person!;
  }

  /** Undefined: there is no such person. */
  async get(id: string): Promise<Person | undefined> {
    const known = this.remembered.get(id);
    if (known !== undefined && known.until > performance.now()) return known.person;
    const { rows } = await this.pool.query<Person>(
      `with seen as (update person set last_seen = now() where id = $1 and last_seen < now() - interval '1 minute') select ${columns} from person where id = $1`, [id]);
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    this.remembered.set(id, { until: performance.now() + rememberedMs, person: rows[0] });
    return rows[0];
  }

  /** People who have signed in, by name; `search`: only those whose name or e-mail address holds it, in either case. */
  async list({ search, role, first = 10_000, after }: { search?: string | undefined; role?: PersonRole | undefined; first?: number; after?: string | undefined } = {}): Promise<Person[]> {
    const { rows } = await this.pool.query<Person>(
      `select ${columns} from person where ($1::text is null or strpos(lower(name || ' ' || coalesce(email, '')), lower($1)) > 0) and ($2::text is null or role = $2)
        and ($4::uuid is null or (lower(name), id) > (select lower(a.name), a.id from person a where a.id = $4)) order by lower(name), id limit $3`, [search ?? null, role ?? null, first, after ?? null]);
    return rows;
  }

  /** Gives a person another role, organization or status; null takes the organization away. @throws TanluError PERSON_INVALID (usage), PERSON_UNKNOWN, ORGANIZATION_UNKNOWN. */
  async change(id: string, input: ChangePerson): Promise<Person> {
    const { role, organizationId, status } = checkInput(personChange, input, 'PERSON_INVALID');
    if (organizationId != null && (await this.pool.query('select 1 from organization where id = $1 and recorded_to is null', [organizationId])).rowCount === 0) {
      throw new TanluError('ORGANIZATION_UNKNOWN', `There is no organization ${organizationId} in the hub.`);
    }
    const { rows: [person] } = await this.pool.query<Person>(`update person set role = coalesce($2, role), organization_id = case when $3 then $4::uuid else organization_id end, status = coalesce($5, status) where id = $1 returning ${columns}`,
      [isIdentifier(id) ? id : null, role ?? null, organizationId !== undefined, organizationId ?? null, status ?? null]);
    if (person === undefined) throw new TanluError('PERSON_UNKNOWN', `No person "${id.slice(0, 100)}" has signed in.`);
    this.remembered.delete(person.id);
    return person;
  }

  /** Ends all sessions of a person. */
  async signOut(id: string): Promise<void> {
    await this.pool.query('update person set signed_out_at = $2 where id = $1', [id, new Date().toISOString()]); // the clock that sessions are begun by
    this.remembered.delete(id);
  }
}
