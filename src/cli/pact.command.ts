// tanlu pact: what is done with foreign PACT hosts from the command line. check: does a host keep to the specification?
import { readFileSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { systemReason, TanluError } from '../errors.ts';
import type { CallbackHostOptions } from '../transfer/pact/check/callback-host.ts';
import { checkHost, type CheckRequest } from '../transfer/pact/check/check.ts';
import { cases } from '../transfer/pact/check/cases.ts';
import { checkCsv, checkText } from '../transfer/pact/check/report.ts';
import { pactVersions, type PactVersion } from '../formats/pact/versions.ts';
import { isPactError } from '../transfer/pact/client/errors.ts';
import { print } from './output.ts';
import { pactPullCommand } from './pact-pull.command.ts';
import { pactRequestCommand } from './pact-request.command.ts';
import { showCases } from './progress.ts';
import { reportFile, saveReport } from './report-file.ts';

interface Options {
  clientId: string;
  clientSecretEnv?: string;
  clientSecretFile?: string;
  version?: PactVersion[];
  only?: string[];
  authUrl?: string;
  scope?: string;
  audience?: string;
  resource?: string;
  callbackListen?: { host: string; port: number };
  callbackUrl?: string;
  callbackClientId?: string;
  callbackSecretEnv?: string;
  callbackSecretFile?: string;
  callbackCert?: string;
  callbackKey?: string;
  maxWait: number;
  ca?: string;
  allowPrivate?: boolean;
  json?: boolean;
  report?: string;
}

const usage = (message: string): TanluError => new TanluError('PACT_CHECK_OPTIONS', message, { kind: 'usage' });

/** The text of a file that an option names. */
function fileText(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usage(`${option}: ${file} cannot be read: ${systemReason(error)}.`);
  }
}

/** A secret from the environment or a file, never from the command line, where everyone on the machine can read it. */
function secret(env: string | undefined, file: string | undefined, option: string): string | undefined {
  if (env !== undefined && file !== undefined) throw usage(`Give --${option}-env or --${option}-file, not both.`);
  const text = env !== undefined ? process.env[env] : file !== undefined ? fileText(file, `--${option}-file`).replace(/\r?\n$/, '') : undefined;
  if (env !== undefined && (text === undefined || text === '')) throw usage(`--${option}-env: the environment has no variable ${env}.`);
  if (text === '') throw usage(`--${option}-file: ${file ?? ''} is empty.`);
  return text;
}

function listenAddress(value: string): { host: string; port: number } {
  const [, host, port] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(value)?.filter((part) => part !== undefined) ?? [];
  if (port === undefined || Number(port) > 65_535) throw new InvalidArgumentError('It is HOST:PORT, such as 127.0.0.1:4100.');
  return { host: host === '' ? '0.0.0.0' : host!, port: Number(port) };
}

function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= 3600)) throw new InvalidArgumentError('It is a number of seconds between 0 and 3600.');
  return number;
}

const known = new Set(cases.flatMap(({ id }) => [id, id[0]!]));
function caseIds(value: string, before: string[] = []): string[] {
  const ids = value.split(',').map((id) => id.trim().toUpperCase());
  const strange = ids.find((id) => !known.has(id));
  if (strange !== undefined) throw new InvalidArgumentError(`There is no case ${strange}.`);
  return [...before, ...ids];
}

function versions(value: string, before: PactVersion[] = []): PactVersion[] {
  const found = pactVersions.find((version) => version === value || (version === '3.0' && /^3(\.0(\.\d+)?)?$/.test(value)));
  if (found === undefined) throw new InvalidArgumentError(`Versions are ${pactVersions.join(', ')}.`);
  return [...new Set([...before, found])];
}

function callbacks(options: Options, clientSecret: string): CallbackHostOptions | undefined {
  if (options.callbackListen === undefined) return undefined;
  if (options.callbackUrl === undefined) throw usage('--callback-listen needs --callback-url: what the host under test calls us by.');
  if ((options.callbackCert === undefined) !== (options.callbackKey === undefined)) throw usage('--callback-cert and --callback-key belong together.');
  return {
    ...options.callbackListen, clientId: options.callbackClientId ?? options.clientId, clientSecret: secret(options.callbackSecretEnv, options.callbackSecretFile, 'callback-secret') ?? clientSecret,
    ...(options.callbackCert === undefined || options.callbackKey === undefined ? {} : { cert: fileText(options.callbackCert, '--callback-cert'), key: fileText(options.callbackKey, '--callback-key') }),
  };
}

function requestOf(url: string, options: Options): CheckRequest {
  const clientSecret = secret(options.clientSecretEnv, options.clientSecretFile, 'client-secret');
  if (clientSecret === undefined) throw usage('Give the secret of the client by --client-secret-env or --client-secret-file.');
  const callbackListen = callbacks(options, clientSecret);
  const { authUrl, scope, audience, resource, callbackUrl, only } = options;
  if (callbackUrl !== undefined && !URL.canParse(callbackUrl)) throw usage(`--callback-url: ${callbackUrl} is no URL.`);
  return {
    baseUrl: url, clientId: options.clientId, clientSecret, versions: options.version ?? ['3.0'], maxWait: options.maxWait,
    network: { ...(options.allowPrivate === true ? { allowPrivate: true, allowHttp: 'private' } : {}), ...(options.ca === undefined ? {} : { ca: fileText(options.ca, '--ca') }) },
    ...(authUrl === undefined ? {} : { authUrl }), ...(scope === undefined ? {} : { scope }), ...(audience === undefined ? {} : { audience }), ...(resource === undefined ? {} : { resource }),
    ...(only === undefined ? {} : { only }), ...(callbackUrl === undefined ? {} : { callbackUrl: callbackUrl.replace(/\/+$/, '') }), ...(callbackListen === undefined ? {} : { callbackListen }),
  };
}

export function pactCommand(program: Command): void {
  const pact = program.command('pact').description('PACT: exchange of footprints with other hosts.');
  pact.command('check').description('Check whether a PACT host keeps to the specification: numbered cases, each with what was expected and what came. Exit codes: 0 no rule is broken, 1 one is, 2 usage, 3 the host cannot be reached.')
    .argument('<url>', 'base URL of the host, without /2 and /3')
    .requiredOption('--client-id <id>', 'client id that the host gave us')
    .option('--client-secret-env <name>', 'environment variable that holds the secret')
    .option('--client-secret-file <file>', 'file that holds the secret')
    .addOption(new Option('--version <version>', `version to check: ${pactVersions.join(', ')}; can be repeated; default: 3.0`).argParser(versions))
    .addOption(new Option('--only <cases>', 'cases or their letters, with commas between, such as A,L4').argParser(caseIds))
    .option('--auth-url <url>', 'where /.well-known/openid-configuration and /auth/token stand, if not at the base URL')
    .option('--scope <scope>', 'scope to ask a token for').option('--audience <audience>', 'audience to ask a token for').option('--resource <resource>', 'resource to ask a token for')
    .addOption(new Option('--callback-listen <host:port>', 'receive callbacks here').argParser(listenAddress))
    .option('--callback-url <url>', 'our base URL as the host knows it; stands in events as their source')
    .option('--callback-client-id <id>', 'client id by which the host asks us for a token; default: --client-id')
    .option('--callback-secret-env <name>', 'environment variable that holds its secret; default: the secret of the client').option('--callback-secret-file <file>', 'file that holds it')
    .option('--callback-cert <file>', 'certificate to receive callbacks over https, PEM').option('--callback-key <file>', 'its key, PEM')
    .addOption(new Option('--max-wait <seconds>', 'longest wait for a callback, for a token to end (A17), for the life of a link (L12)').argParser(seconds).default(30))
    .option('--ca <file>', 'certificate of an authority to trust beside the system\'s, PEM')
    .option('--allow-private', 'allow addresses that are not public, and plain http there')
    .option('--json', 'print the full report as JSON on standard output')
    .option('--report <file>', 'write the full report to a file, JSON or CSV by its ending', reportFile)
    .action(async (url: string, options: Options) => {
      const progress = showCases('pact check');
      try {
        const report = await checkHost({ ...requestOf(url, options), onCase: (done, total) => progress.update({ cases: done, casesTotal: total }) }).catch((error: unknown) => {
          throw isPactError(error, 'PACT_ADDRESS_REFUSED') ? usage(`${error.message} To check a host of your own network, add --allow-private.`) : error;
        });
        progress.stop();
        if (options.report !== undefined) await saveReport(options.report, report, checkCsv, 'The check is done');
        print(options.json === true ? JSON.stringify(report, undefined, 2) : checkText(report));
        if (!report.conformant) process.exitCode = 1;
      } finally {
        progress.stop();
      }
    });
  pactPullCommand(pact);
  pactRequestCommand(pact);
}
