// tanlu person list | set: who has signed in, and what they are to this hub.
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { TanluError } from '../errors.ts';
import { makePool } from '../database/pool.ts';
import type { PersonRole } from '../hub/access/principal.ts';
import { PersonService, type Person } from '../hub/person/person.service.ts';
import { openDatabase } from './database.ts';
import { print } from './output.ts';

async function withPeople(work: (people: PersonService) => Promise<void>): Promise<void> {
  const database = await openDatabase(readConfig());
  const pool = makePool(database.url, { size: 1 });
  try {
    await work(new PersonService(pool));
  } finally {
    await pool.end();
    await database.close();
  }
}

const show = ({ id, name, email, role, organizationId, status, lastSeen, issuer }: Person): void => {
  print(`${id}  ${role}  ${status}  ${name}${email === null ? '' : ` <${email}>`}\n  ${organizationId === null ? 'no organization' : `organization ${organizationId}`}, last seen ${lastSeen}, of ${issuer}`);
};

interface SetOptions { role?: string; organization?: string; suspend?: boolean; activate?: boolean }

export function personCommand(program: Command): void {
  const person = program.command('person').description('People who sign in.');
  person.command('list').description('Print everybody who ever signed in.').action(() => withPeople(async (people) => {
    const all = await people.list();
    if (all.length === 0) print('Nobody has signed in yet.');
    all.forEach(show);
  }));
  person.command('set').argument('<person>', 'identifier of the person').description('Change what a person is to this hub. Where TANLU_OIDC_ROLE_CLAIM is set, the next sign-in decides the role again.')
    .option('--role <role>', 'reader, enterprise, certificationBody, operator or administrator').option('--organization <id>', 'identifier of an organization of the hub, or "none"')
    .option('--suspend', 'let them in no more; their sessions end within seconds').option('--activate', 'let them in again')
    .action((id: string, { role, organization, suspend = false, activate = false }: SetOptions) => withPeople(async (people) => {
      if (suspend && activate) throw new TanluError('STATUS_CHOICE', 'Give --suspend or --activate, not both.', { kind: 'usage' });
      show(await people.change(id, {
        ...(role !== undefined && { role: role as PersonRole }), ...(organization !== undefined && { organizationId: organization === 'none' ? null : organization }),
        ...(suspend && { status: 'SUSPENDED' as const }), ...(activate && { status: 'ACTIVE' as const }),
      }));
    }));
}
