// tanlu partner: partners, the credentials of their programs, and what they are granted; on the database directly, without a running server.
import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { makePool } from '../database/pool.ts';
import { systemReason, TanluError } from '../errors.ts';
import { AccessGrantService, type GrantAccess } from '../hub/access-grant/access-grant.service.ts';
import { administrator } from '../hub/access/principal.ts';
import { checkInput, futureTime } from '../hub/check-input.ts';
import { newClientId, type IssuedSecret } from '../hub/partner/credential.ts';
import { CredentialService } from '../hub/partner/credential.service.ts';
import { pactVersions, type ChangePartner, type RegisterPartner } from '../hub/partner/partner-input.ts';
import { PartnerService, type StoredPartner } from '../hub/partner/partner.service.ts';
import { partnerKind, type Partner } from '../model/partner.ts';
import { partnerKey, secretKey } from '../server/oauth/secret-key.ts';
import { openDatabase } from './database.ts';
import { print, tell } from './output.ts';
import { credentialLine, grantLine, partnerLine, partnerText } from './partner-text.ts';

interface Services { partners: PartnerService; credentials: CredentialService; grants: AccessGrantService }

interface Fields {
  name?: string; kind?: string; baseUrl?: string; authUrl?: string; pactVersion?: string; organization?: string; source?: string[]; contact?: string[]; syncMinutes?: string; note?: string;
  hostClientId?: string; hostSecretFile?: string; hostSecretEnv?: string; tellChanges?: boolean; clear?: string[]; json?: boolean;
}

async function withServices(work: (services: Services) => Promise<void>): Promise<void> {
  const config = readConfig();
  const database = await openDatabase(config);
  const pool = makePool(database.url, { size: 2 });
  try {
    await work({ partners: new PartnerService(pool, partnerKey(await secretKey(config))), credentials: new CredentialService(pool), grants: new AccessGrantService(pool) });
  } finally {
    await pool.end();
    await database.close();
  }
}

async function partnerOf({ partners }: Services, word: string): Promise<StoredPartner> {
  const found = await partners.find(word);
  if (found === undefined) throw new TanluError('PARTNER_UNKNOWN', `There is no partner "${word}"; give its name or identifier. tanlu partner list shows all.`);
  return found;
}

/** A file as text. @throws TanluError (usage) */
async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => { throw new TanluError('FILE_UNREADABLE', `${file} cannot be read: ${systemReason(error)}.`, { kind: 'usage', cause: error }); });
}

/** Secrets never stand in arguments, which every user of the machine can see. */
async function hostSecret({ hostSecretFile, hostSecretEnv }: Fields): Promise<string | undefined> {
  if (hostSecretFile !== undefined) return (await textOf(hostSecretFile)).replace(/\r?\n$/, '');
  if (hostSecretEnv === undefined) return undefined;
  const value = process.env[hostSecretEnv];
  if (value === undefined || value === '') throw new TanluError('SECRET_MISSING', `The environment has no variable ${hostSecretEnv}.`, { kind: 'usage' });
  return value;
}

/** `Name <address>`, or a name alone. */
function contactOf(text: string): { name: string; email?: string } {
  const [, name, email] = /^(.*?)\s*<([^<>]+)>$/.exec(text.trim()) ?? [];
  return name === undefined ? { name: text.trim() } : { name: name === '' ? email! : name, email: email! };
}

const clearable = ['organizationId', 'baseUrl', 'authUrl', 'pactVersion', 'sources', 'contacts', 'syncMinutes', 'note', 'clientId', 'clientSecret'];
const optionNames: Readonly<Record<string, string>> = { organizationId: 'organization', sources: 'source', contacts: 'contact', clientId: 'host-client-id', clientSecret: 'host-secret', baseUrl: 'base-url', authUrl: 'auth-url', pactVersion: 'pact-version', syncMinutes: 'sync-minutes', note: 'note' };

async function inputOf(fields: Fields): Promise<ChangePartner> {
  const { name, kind, baseUrl, authUrl, pactVersion, organization, source, contact, syncMinutes, tellChanges, note, hostClientId, clear = [] } = fields;
  const given = {
    name, kind, baseUrl, authUrl, pactVersion, note, organizationId: organization, sources: source, contacts: contact?.map(contactOf), clientId: hostClientId, clientSecret: await hostSecret(fields),
    tellsChanges: tellChanges, syncMinutes: syncMinutes === undefined ? undefined : Number(syncMinutes),
  };
  const cleared = clearable.filter((field) => clear.includes(optionNames[field]!) || (clear.includes('host-credential') && field.startsWith('client'))).map((field) => [field, null]);
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), ...Object.fromEntries(cleared) } as ChangePartner;
}

const fieldOptions = (command: Command): Command => command
  .option('--base-url <url>', 'base address of its PACT host, without /2 or /3').option('--auth-url <url>', 'base address for tokens and discovery, where it is another')
  .addOption(new Option('--pact-version <version>', 'version that its host is spoken to in').choices([...pactVersions]))
  .option('--organization <id>', 'organization of the hub that the partner is').option('--source <text...>', 'further values by which it names itself as the source of events')
  .option('--contact <contact...>', 'whom to ask: "Name <e-mail address>"').option('--sync-minutes <minutes>', 'minutes between pulls of its footprints, 5 or more').option('--note <text>', 'remark')
  .option('--tell-changes', 'tell it of footprints that are new or deprecated').option('--no-tell-changes', 'do not')
  .option('--host-client-id <id>', 'what the hub signs in with at its host').addOption(new Option('--host-secret-file <file>', 'file with the secret for its host').conflicts('hostSecretEnv'))
  .option('--host-secret-env <name>', 'environment variable with the secret for its host').option('--json', 'print JSON');

const json = (value: unknown): void => { print(JSON.stringify(value, undefined, 2)); };

function showSecret(partner: StoredPartner, { credential, secret }: IssuedSecret, asJson: boolean | undefined): void {
  if (asJson === true) json({ partner, credential, secret });
  else print([partnerLine(partner), `client id  ${credential.clientId}`, `secret     ${secret}`].join('\n'));
  tell('The secret is shown this once, the hub keeps only a hash of it: hand it to the partner on a safe way.');
}

function show(partner: StoredPartner, asJson: boolean | undefined): void {
  if (asJson === true) json({ partner });
  else print(partnerLine(partner));
}

function registerCommands(partner: Command): void {
  fieldOptions(partner.command('add').description('Register a partner and issue a secret to its program.').argument('<name>', 'name that no other partner has')
    .addOption(new Option('--kind <kind>', 'what it is to the hub').choices(partnerKind.options).makeOptionMandatory())
    .option('--client-id <id>', 'identifier of its program; made of the name where absent').option('--no-credential', 'issue no secret: it has no program that asks the hub'))
    .action((name: string, { credential, clientId, ...fields }: Fields & { credential: boolean; clientId?: string }) => withServices(async (services) => {
      const { partners, credentials } = services;
      const id = await partners.register({ ...await inputOf(fields), name } as RegisterPartner);
      const made = (await partners.get(id))!;
      if (!credential) { show(made, fields.json); return; }
      try {
        showSecret(made, await credentials.issue({ partnerId: id, clientId: clientId ?? newClientId(made.name) }), fields.json);
      } catch (error) {
        show(made, fields.json);
        tell('The partner is registered, but no secret was issued to it; tanlu partner issue does.');
        throw error;
      }
    }));
  partner.command('list').description('Print all partners.').option('--json', 'print JSON').action((options: { json?: boolean }) => withServices(async ({ partners }) => {
    const all = await partners.list();
    if (options.json === true) json({ partners: all });
    else if (all.length === 0) print('No partner is registered; tanlu partner add does.');
    else print(all.map(partnerLine).join('\n'));
  }));
  partner.command('show').description('Print a partner with its credentials and grants.').argument('<partner>', 'name or identifier').option('--json', 'print JSON')
    .action((word: string, options: { json?: boolean }) => withServices(async (services) => {
      const found = await partnerOf(services, word);
      const [credentials, grants] = [await services.credentials.ofPartner(found.id), await services.grants.ofPartner(found.id)];
      if (options.json === true) json({ partner: found, credentials, grants });
      else print([partnerText(found), ...credentials.map(credentialLine), ...grants.map(grantLine)].join('\n'));
    }));
  const clears = [...new Set([...clearable.filter((field) => !field.startsWith('client')).map((field) => optionNames[field]!), 'host-credential'])];
  fieldOptions(partner.command('change').description('Change what is registered of a partner.').argument('<partner>', 'name or identifier').option('--name <name>', 'another name')
    .addOption(new Option('--kind <kind>', 'what it is to the hub').choices(partnerKind.options)).addOption(new Option('--clear <field...>', 'take away').choices(clears)))
    .action((word: string, fields: Fields) => withServices(async (services) => {
      const { id } = await partnerOf(services, word);
      await services.partners.change(id, await inputOf(fields));
      show((await services.partners.get(id))!, fields.json);
    }));
  const states: [string, Partner['status'], string][] = [['suspend', 'SUSPENDED', 'Keep a partner out for a time: no tokens, and those given stop working.'], ['resume', 'ACTIVE', 'Let a suspended partner in again.'], ['end', 'ENDED', 'End a partnership for good, with its credentials, grants and rules.']];
  for (const [command, status, description] of states) {
    partner.command(command).description(description).argument('<partner>', 'name or identifier').option('--json', 'print JSON').action((word: string, options: { json?: boolean }) => withServices(async (services) => {
      const { id } = await partnerOf(services, word);
      await services.partners.setStatus(administrator, id, status);
      show((await services.partners.get(id))!, options.json);
    }));
  }
}

/** The client that is meant by its identifier, or by a partner that has one client only. */
async function clientOf(services: Services, word: string): Promise<{ partner: StoredPartner; clientId: string }> {
  const owner = await services.credentials.partnerOf(word);
  if (owner !== undefined) return { partner: await services.partners.lasting(owner), clientId: word };
  const { id } = await partnerOf(services, word);
  const partner = await services.partners.lasting(id);
  const clients = [...new Set((await services.credentials.ofPartner(id)).map(({ clientId }) => clientId))];
  if (clients.length === 1) return { partner, clientId: clients[0]! };
  throw new TanluError('CLIENT_CHOICE', clients.length === 0 ? `${partner.name} has no credential yet; tanlu partner issue gives it one.` : `${partner.name} has several programs: ${clients.join(', ')}. Name one of them.`, { kind: 'usage' });
}

function credentialCommands(partner: Command): void {
  const untilOption = '--until <time>';
  const ends = (until: string | undefined): string | null => (until === undefined ? null : checkInput(futureTime, until, 'TIME_INVALID'));
  partner.command('issue').description('Issue another secret to a program of a partner; those it has stay valid.').argument('<partner>', 'name or identifier').option('--client-id <id>', 'identifier of the program; made of the name where absent')
    .option(untilOption, 'when it ends, ISO 8601 with zone').option('--json', 'print JSON').action((word: string, options: { clientId?: string; until?: string; json?: boolean }) => withServices(async (services) => {
      const found = await services.partners.lasting((await partnerOf(services, word)).id);
      showSecret(found, await services.credentials.issue({ partnerId: found.id, clientId: options.clientId ?? newClientId(found.name), notAfter: ends(options.until) }), options.json);
    }));
  partner.command('keys').description('Register public keys of a program, with which it signs instead of sending a secret.').argument('<partner>', 'name or identifier').argument('<file>', 'set of public keys, JSON (RFC 7517)')
    .option('--client-id <id>', 'identifier of the program; made of the name where absent').option(untilOption, 'when they end, ISO 8601 with zone').option('--json', 'print JSON')
    .action((word: string, file: string, options: { clientId?: string; until?: string; json?: boolean }) => withServices(async (services) => {
      const found = await services.partners.lasting((await partnerOf(services, word)).id);
      let jwks: unknown;
      try {
        jwks = JSON.parse(await textOf(file));
      } catch (error) {
        if (error instanceof TanluError) throw error;
        throw new TanluError('JWKS_INVALID', `${file} is not JSON: ${(error as Error).message}.`, { kind: 'usage' });
      }
      const credential = await services.credentials.register({ partnerId: found.id, clientId: options.clientId ?? newClientId(found.name), jwks, notAfter: ends(options.until) });
      if (options.json === true) json({ partner: found, credential });
      else print([partnerLine(found), credentialLine(credential)].join('\n'));
    }));
  partner.command('rotate').description('Issue another secret; those of before end after the overlap.').argument('<client>', 'identifier of the program, or partner that has only one').option('--overlap-hours <hours>', 'hours for which both are valid', '24').option('--json', 'print JSON')
    .action((word: string, options: { overlapHours: string; json?: boolean }) => withServices(async (services) => {
      const hours = Number(options.overlapHours);
      if (options.overlapHours.trim() === '' || !(hours >= 0 && hours <= 8760)) throw new TanluError('TIME_INVALID', '--overlap-hours must be 0 to 8760, which is a year.', { kind: 'usage' });
      const { partner: found, clientId } = await clientOf(services, word);
      showSecret(found, await services.credentials.rotate(clientId, hours * 3600), options.json);
    }));
  partner.command('revoke').description('End a credential at once.').argument('<credential>', 'identifier, as tanlu partner show prints it').action((id: string) => withServices(async ({ credentials }) => {
    const isKnown = /^[0-9a-f-]{36}$/i.test(id) && await credentials.revoke(id);
    if (!isKnown) throw new TanluError('CREDENTIAL_UNKNOWN', `There is no credential "${id}", or it was revoked before.`);
    print(`revoked ${id.toLowerCase()}`);
  }));
}

interface GrantWords { record?: string; product?: string; owner?: string; fields?: string; until?: string; reason?: string; json?: boolean }

/** What is opened, in the words of the grants. @throws TanluError (usage) */
function targetOf({ record, product, owner }: GrantWords): Pick<GrantAccess, 'target' | 'noun' | 'targetId'> {
  const given = [record, product, owner].filter((each) => each !== undefined);
  if (given.length !== 1) throw new TanluError('GRANT_TARGET', 'Give one of --record, --product and --owner.', { kind: 'usage' });
  if (product !== undefined) return { target: 'PRODUCT', targetId: product };
  if (owner !== undefined) return { target: 'OWNER', targetId: owner };
  const [noun, targetId] = record!.split(':');
  if (targetId === undefined) throw new TanluError('GRANT_TARGET', '--record must be noun and identifier: footprint:0c017ea1-0b0a-47eb-b528-673d03785ea1.', { kind: 'usage' });
  return { target: 'RECORD', noun: noun as never, targetId };
}

function grantCommands(partner: Command): void {
  partner.command('grant').description('Open records to a partner, and groups of their fields.').argument('<partner>', 'name or identifier')
    .option('--record <noun:id>', 'one record, whatever its visibility: footprint:<id>').option('--product <id>', 'all of a product that is not private').option('--owner <id>', 'all of an organization that is not private')
    .option('--fields <groups>', 'restricted groups of fields, separated by commas: STAGES,GASES').option('--until <time>', 'when it ends, ISO 8601 with zone').option('--reason <text>', 'why').option('--json', 'print JSON')
    .action((word: string, options: GrantWords) => withServices(async (services) => {
      const { id: partnerId } = await partnerOf(services, word);
      const { fields, until, reason } = options;
      const id = await services.grants.grant(administrator, {
        partnerId, ...targetOf(options), ...(fields === undefined ? {} : { fieldGroups: fields.split(',').map((group) => group.trim().toUpperCase()) as never }), ...(until === undefined ? {} : { validUntil: until }), ...(reason === undefined ? {} : { reason }),
      });
      const made = (await services.grants.ofPartner(partnerId)).find((grant) => grant.id === id)!;
      if (options.json === true) json({ grant: made });
      else print(grantLine(made));
    }));
  partner.command('revoke-grant').description('Withdraw a grant.').argument('<grant>', 'identifier, as tanlu partner show prints it').action((id: string) => withServices(async ({ grants }) => {
    await grants.revoke(administrator, id);
    print(`revoked ${id.toLowerCase()}`);
  }));
}

export function partnerCommand(program: Command): void {
  const partner = program.command('partner').description('Partners, the credentials of their programs, and what they may see.');
  registerCommands(partner);
  credentialCommands(partner);
  grantCommands(partner);
}
