// The conformance check of a foreign PACT host: every case of each version asked for, one after another.
import { isPactError } from '../client/errors.ts';
import { HttpSender } from '../client/http.ts';
import { checkUrl, type NetworkRules } from '../client/network-rules.ts';
import { under } from '../client/token.ts';
import { CallbackHost, type CallbackHostOptions } from './callback-host.ts';
import { Failed, failed, levelOf, NotRun, type Case, type CaseResult, type Status, type Verdict } from './case.ts';
import { cases } from './cases.ts';
import { checkFootprint } from './footprint.ts';
import { TestedHost } from './tested-host.ts';
import type { PactVersion } from '../../../formats/pact/versions.ts';

export interface CheckRequest {
  baseUrl: string;
  /** Default: the base URL. */
  authUrl?: string;
  clientId: string;
  clientSecret: string;
  scope?: string;
  audience?: string;
  resource?: string;
  versions: readonly PactVersion[];
  /** Cases by their ids or letters (A, L4); default: all. */
  only?: readonly string[];
  /** What the host knows as our base URL. */
  callbackUrl?: string;
  /** Where callbacks are received; without it the cases about them are not run. */
  callbackListen?: CallbackHostOptions;
  /** Seconds to wait for a callback, the end of a token, the life of a link (default 30). */
  maxWait?: number;
  /** Seconds to look out for a second answer to a request (default 2). */
  settle?: number;
  network?: NetworkRules;
  /** Called before each case. */
  onCase?: (done: number, total: number, id: string) => void;
}

export interface CheckReport {
  host: string;
  startedAt: string;
  /** True where nothing failed that is a rule of the specification. */
  conformant: boolean;
  counts: Record<Status, number>;
  results: CaseResult[];
}

const isWanted = ({ id }: Case, only: readonly string[] | undefined): boolean => only === undefined || only.some((wanted) => [id, id[0]].includes(wanted.toUpperCase()));

async function run(one: Case, host: TestedHost): Promise<CaseResult> {
  const level = levelOf(one, host.version);
  let verdict: Verdict;
  try {
    verdict = await one.run(host);
  } catch (error) {
    if (error instanceof NotRun) verdict = { status: 'not run', got: error.message };
    else if (isPactError(error) || error instanceof Failed) verdict = failed(error.message);
    else throw error;
  }
  const status = verdict.status === 'failed' && level !== 'must' ? 'warning' : verdict.status;
  return { id: one.id, version: host.version, level, clause: one.clause, does: one.does, expected: one.expected, status, got: verdict.got };
}

/**
 * Runs the check. Throws PACT_URL_INVALID, PACT_ADDRESS_REFUSED for URLs that may not be called, PACT_CALLBACK_LISTEN,
 * and PACT_UNREACHABLE, PACT_TIMEOUT, PACT_CERTIFICATE where there is no host to be checked.
 */
export async function checkHost(request: CheckRequest): Promise<CheckReport> {
  const network: NetworkRules = { timeout: 30_000, ...request.network };
  const authUrl = request.authUrl ?? request.baseUrl;
  for (const url of [request.baseUrl, authUrl]) checkUrl(url, network);
  const sender = new HttpSender(network);
  const plainSender = new HttpSender({ ...network, allowHttp: true, timeout: 10_000 });
  try {
    await sender.send({ method: 'GET', url: under(request.baseUrl, '/') }); // a host that nobody reaches has not failed a hundred cases
    await using callbacks = request.callbackListen === undefined ? undefined : await CallbackHost.open(request.callbackListen);
    const work = request.versions.flatMap((version) => {
      const { baseUrl, clientId, clientSecret, scope, audience, resource, callbackUrl, maxWait = 30, settle = 2 } = request;
      const host = new TestedHost({
        baseUrl, authUrl, clientId, clientSecret, version, sender, plainSender, maxWait, settle, checkFootprint,
        ...(scope === undefined ? {} : { scope }), ...(audience === undefined ? {} : { audience }), ...(resource === undefined ? {} : { resource }),
        ...(callbackUrl === undefined ? {} : { callbackUrl }), ...(callbacks === undefined || callbackUrl === undefined ? {} : { callbacks }),
      });
      return cases.filter((one) => one.versions.includes(version) && isWanted(one, request.only)).map((one) => ({ one, host }));
    });
    const startedAt = new Date().toISOString();
    const results: CaseResult[] = [];
    for (const { one, host } of work) {
      request.onCase?.(results.length, work.length, `${host.version} ${one.id}`);
      results.push(await run(one, host));
    }
    const counts: Record<Status, number> = { passed: 0, failed: 0, warning: 0, 'not run': 0 };
    for (const { status } of results) counts[status] += 1;
    return { host: request.baseUrl, startedAt, conformant: counts.failed === 0, counts, results };
  } finally {
    await Promise.all([sender.close(), plainSender.close()]);
  }
}
