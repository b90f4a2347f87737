// People who sign in: known by the issuer and subject that their provider states (OpenID Connect Core §5.7), with the role they have here.
import type { Pool } from 'pg';
import type { PersonRole } from '../access/principal.ts';

export interface Person {
  id: string;
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  role: PersonRole;
  organizationId: string | null;
  status: 'ACTIVE' | 'SUSPENDED';
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

const columns = `id, issuer, subject, name, email, role, organization_id as "organizationId", status, signed_out_at as "signedOutAt"`;
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

  /** Ends all sessions of a person. */
  async signOut(id: string): Promise<void> {
    await this.pool.query('update person set signed_out_at = clock_timestamp() where id = $1', [id]);
    this.remembered.delete(id);
  }
}
