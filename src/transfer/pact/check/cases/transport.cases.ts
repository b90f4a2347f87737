// Cases H: only https is spoken (v3 §Host System Minimum Requirements, v2 §Host System). Plain http is asked without any credentials.
import { isPactError } from '../../client/errors.ts';
import { isRedirect } from '../../client/answer.ts';
import { under } from '../../client/token.ts';
import { passed, verdict, type Case, type Verdict } from '../case.ts';
import { described, type TestedHost } from '../tested-host.ts';
import { since } from '../versions.ts';

/** Whether the API answers over plain http: data, or the question who asks. Redirects to https and refusals are no answer of the API. */
async function overHttp(host: TestedHost, method: 'GET' | 'POST', url: string, body?: { type: string; text: string }): Promise<Verdict> {
  const plain = new URL(url);
  plain.protocol = 'http:';
  try {
    const response = await host.options.plainSender.send({ method, url: plain, headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': body.type }) }, ...(body === undefined ? {} : { body: body.text }) });
    const served = (response.status < 300 || response.status === 401 || (response.status === 400 && response.body.includes('invalid_'))) && !isRedirect(response.status);
    return verdict(!served, served ? `${plain.origin} answers ${described(response)}: the API is served without encryption` : `refused with ${response.status}`);
  } catch (error) {
    if (isPactError(error)) return passed(`no answer over http (${error.code})`);
    throw error;
  }
}

const all = since('2.0');
const clause = 'Host system requirements: HTTPS';

export const transportCases: readonly Case[] = [
  {
    id: 'H1', versions: all, level: 'must', clause, does: 'Looks at the base URL and the URL of authentication.', expected: 'Both are https.',
    run: async ({ options }) => {
      const plain = [options.baseUrl, options.authUrl].filter((url) => !url.toLowerCase().startsWith('https:'));
      return verdict(plain.length === 0, plain.length === 0 ? 'both are https' : `${plain[0]!} is plain http`);
    },
  },
  {
    id: 'H2', versions: all, level: 'must', clause, does: 'Asks for a token over http instead of https, with no credentials.', expected: 'No answer, a refusal, or a redirect.',
    run: async (host) => overHttp(host, 'POST', (await host.endpoint()).url, { type: 'application/x-www-form-urlencoded', text: 'grant_type=client_credentials' }),
  },
  {
    id: 'H3', versions: all, level: 'must', clause, does: 'Asks for the list over http instead of https, with no token.', expected: 'No answer, a refusal, or a redirect.',
    run: (host) => overHttp(host, 'GET', host.url('/footprints')),
  },
  {
    id: 'H4', versions: all, level: 'must', clause, does: 'Asks for one footprint over http instead of https, with no token.', expected: 'No answer, a refusal, or a redirect.',
    run: (host) => overHttp(host, 'GET', host.url('/footprints/00000000-0000-4000-8000-000000000000')),
  },
  {
    id: 'H5', versions: all, level: 'must', clause, does: 'Posts an event over http instead of https, with no token.', expected: 'No answer, a refusal, or a redirect.',
    run: (host) => overHttp(host, 'POST', host.url('/events'), { type: 'application/cloudevents+json; charset=UTF-8', text: '{}' }),
  },
  {
    id: 'H6', versions: all, level: 'interoperability', clause: 'Authentication', does: 'Compares where discovery stands with the base URL.', expected: 'Discovery and /auth/token stand under the URL of authentication; the fixed path works as well.',
    run: async (host) => {
      const endpoint = await host.endpoint();
      if (!endpoint.discovered) return passed('no discovery; the fixed path is used');
      const response = await host.options.sender.send({ method: 'POST', url: under(host.options.authUrl, '/auth/token'), headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials' });
      return verdict(response.status !== 404, response.status === 404 ? `discovery leads to ${endpoint.url}; clients without discovery find nothing at /auth/token` : 'both ways lead to a token endpoint');
    },
  },
];
