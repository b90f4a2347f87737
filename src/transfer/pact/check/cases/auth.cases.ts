// Cases A: discovery, tokens, and who is let in (v3 §Authentication and Authorization, v2 §Action Authenticate; RFC 6749 §4.4, §5).
import { setTimeout as pause } from 'node:timers/promises';
import { hostError, plain, readJson } from '../../client/answer.ts';
import { headerOf, type HttpResponse } from '../../client/http.ts';
import { under } from '../../client/token.ts';
import { failed, NotRun, passed, verdict, warning, type Case, type Verdict } from '../case.ts';
import { described, errorBodyFault, isJson, type TestedHost } from '../tested-host.ts';
import { since, v2, v3 } from '../versions.ts';

const all = since('2.0');

/** v3 demands 401; hosts of v2 say 400 as well, as its own examples do. */
function refusal(host: TestedHost, response: HttpResponse): Verdict {
  const good = host.major === '3' ? [401] : [400, 401];
  return verdict(good.includes(response.status), described(response));
}
const tokenRefusal = (response: HttpResponse): Verdict => verdict([400, 401].includes(response.status), described(response));
const decoded = (part: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The parts of a token that is a JWT (RFC 7519). */
async function jwt(host: TestedHost): Promise<{ header: string; payload: string; signature: string; claims: Record<string, unknown> }> {
  const [header, payload, signature, ...more] = (await host.token()).split('.');
  const claims = decoded(payload ?? '');
  if (more.length > 0 || signature === undefined || claims === undefined || decoded(header!) === undefined) throw new NotRun('the token is opaque: there is nothing in it to forge');
  return { header: header!, payload: payload!, signature, claims };
}
const event = (host: TestedHost) => host.event('published', { pfIds: ['00000000-0000-4000-8000-000000000000'] });

const refused = (id: string, does: string, send: (host: TestedHost) => Promise<HttpResponse>): Case[] => {
  const run = async (host: TestedHost): Promise<Verdict> => {
    await host.letsIn();
    return refusal(host, await send(host));
  };
  const shared = { id, level: 'must', clause: 'Authentication: access tokens', does, run } as const;
  return [{ ...shared, versions: v3, expected: 'Status 401.' }, { ...shared, versions: v2, expected: 'Status 401, or 400.' }];
};

const refusesToken = (id: string, does: string, send: (host: TestedHost) => Promise<HttpResponse>): Case => ({
  id, versions: all, level: 'must', clause: 'Authentication: token request', does, expected: 'Status 400 or 401.',
  run: async (host) => {
    await host.freshToken(); // where nobody gets a token, a refusal says nothing
    return tokenRefusal(await send(host));
  },
});

export const authCases: readonly Case[] = [
  {
    id: 'A1', versions: since('2.1'), level: 'should', clause: 'Authentication: OpenID Connect discovery', does: 'Gets .well-known/openid-configuration under the URL of authentication.', expected: 'Status 200 and JSON with an absolute https token_endpoint.',
    run: async (host) => {
      const response = await host.options.sender.send({ method: 'GET', url: under(host.options.authUrl, '/.well-known/openid-configuration'), headers: { accept: 'application/json' } });
      if (response.status !== 200) return failed(`${described(response)}; clients fall back to /auth/token`);
      const metadata = plain(readJson(response));
      const endpoint = isJson(metadata) ? metadata['token_endpoint'] : undefined;
      if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) return failed('there is no absolute token_endpoint in it');
      return verdict(endpoint.startsWith('https:'), `token_endpoint ${endpoint}`);
    },
  },
  {
    id: 'A2', versions: all, level: 'must', clause: 'Authentication: token request', does: 'Asks for a token: client credentials by Basic, grant_type=client_credentials.', expected: 'Status 200, JSON with access_token.',
    run: async (host) => {
      const response = await host.askToken();
      if (response.status !== 200) return failed(described(response));
      const body = plain(readJson(response));
      const token = isJson(body) ? body['access_token'] : undefined;
      return verdict(typeof token === 'string' && token !== '', typeof token === 'string' ? `200, a token of ${token.length} characters` : '200, no access_token');
    },
  },
  {
    id: 'A3', versions: all, level: 'should', clause: 'Authentication: token response', does: 'Looks at what stands beside the token.', expected: 'token_type Bearer, expires_in as a number of seconds greater than 0.',
    run: async (host) => {
      const body = host.json(await host.askToken());
      if (!isJson(body)) throw new NotRun('no token could be got (see A2)');
      const { token_type: type, expires_in: life } = body;
      return verdict(typeof type === 'string' && type.toLowerCase() === 'bearer' && typeof life === 'number' && life > 0, `token_type ${String(type)}, expires_in ${String(life)}`);
    },
  },
  {
    id: 'A4', versions: all, level: 'interoperability', clause: 'Authentication: token request', does: 'Asks for a token with client_id and client_secret in the body instead of Basic.', expected: 'Status 200, as the parameters of the prose have it.',
    run: async (host) => {
      const response = await host.askToken({}, 'body');
      return verdict(response.status === 200, described(response));
    },
  },
  refusesToken('A5', 'Asks for a token with a wrong secret.', (host) => host.askToken({ clientSecret: `${host.options.clientSecret}-wrong` })),
  refusesToken('A6', 'Asks for a token as a client that is not registered.', (host) => host.askToken({ clientId: 'nobody-of-this-name' })),
  {
    id: 'A7', versions: all, level: 'should', clause: 'Authentication: error response (RFC 6749 §5.2)', does: 'Looks at the body of the refusal of a wrong secret.', expected: 'JSON with error "invalid_client".',
    run: async (host) => {
      const said = hostError(await host.askToken({ clientSecret: `${host.options.clientSecret}-wrong` }));
      return verdict(said.code === 'invalid_client', said.code === undefined ? 'no error named' : `error ${said.code}`);
    },
  },
  refusesToken('A8', 'Asks for a token by a grant type that does not exist.', async (host) => host.options.sender.send({
    method: 'POST', url: (await host.endpoint()).url, body: 'grant_type=wishing',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${Buffer.from(`${host.options.clientId}:${host.options.clientSecret}`).toString('base64')}` },
  })),
  refusesToken('A9', 'Asks for a token with no credentials at all.', async (host) => host.options.sender.send({ method: 'POST', url: (await host.endpoint()).url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials' })),
  ...refused('A10', 'Lists footprints with no token.', (host) => host.ask('/footprints', { token: null })),
  ...refused('A11', 'Lists footprints with a token that was never given out.', (host) => host.ask('/footprints', { token: 'not-a-token' })),
  ...refused('A12', 'Gets a footprint with a token that was never given out.', async (host) => host.ask(`/footprints/${String((await host.sample())['id'])}`, { token: 'not-a-token' })),
  ...refused('A13', 'Sends an event with a token that was never given out.', (host) => host.sendEvent(event(host), { token: 'not-a-token' })),
  ...refused('A14', 'Lists footprints with a token whose signature was changed.', async (host) => {
    const { header, payload, signature } = await jwt(host);
    return host.ask('/footprints', { token: `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}` });
  }),
  ...refused('A15', 'Lists footprints with a token that says "alg": "none" and has no signature.', async (host) => {
    const { payload } = await jwt(host);
    return host.ask('/footprints', { token: `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.` });
  }),
  ...refused('A16', 'Lists footprints with a token whose end was put off by ten years under the old signature.', async (host) => {
    const { header, claims, signature } = await jwt(host);
    return host.ask('/footprints', { token: `${header}.${encoded({ ...claims, exp: Number(claims['exp'] ?? 0) + 315_360_000 })}.${signature}` });
  }),
  ...refused('A17', 'Waits until a token has expired and lists footprints with it.', async (host) => {
    const { token, life } = await host.freshToken();
    if (life > host.options.maxWait) throw new NotRun(`the token lives ${life} seconds; allow that with --max-wait`);
    await pause(life * 1000 + 1500);
    return host.ask('/footprints', { token });
  }),
  {
    id: 'A18', versions: all, level: 'should', clause: 'Error responses: authentication errors', does: 'Looks at the body of the refusal of a bad token.', expected: 'Empty, or JSON with code and message.',
    run: async (host) => {
      const response = await host.ask('/footprints', { token: 'not-a-token' });
      if (response.body.length === 0) return passed(`${response.status} with an empty body`);
      const fault = errorBodyFault(response);
      return fault === undefined ? passed(described(response)) : warning(fault);
    },
  },
  {
    id: 'A19', versions: all, level: 'interoperability', clause: 'Error responses: authentication errors', does: 'Looks at the code of the refusal of a bad token.', expected: 'BadRequest where there is a body; some partners accept no other.',
    run: async (host) => {
      const response = await host.ask('/footprints', { token: 'not-a-token' });
      const { code } = hostError(response);
      return verdict(response.body.length === 0 || code === 'BadRequest', `code ${code ?? 'not given'}`);
    },
  },
  {
    id: 'A20', versions: all, level: 'interoperability', clause: 'HTTP authentication (RFC 9110 §11.1)', does: 'Lists footprints with "bearer" in lower case.', expected: 'Status 200: the scheme is the same in any case.',
    run: async (host) => {
      await host.letsIn();
      const response = await host.ask('/footprints', { token: null, headers: { authorization: `bearer ${await host.token()}` } });
      return verdict(response.status === 200, described(response));
    },
  },
  {
    id: 'A21', versions: all, level: 'should', clause: 'Authentication: token response (RFC 6749 §5.1)', does: 'Looks at whether the token answer may be cached.', expected: 'Cache-Control: no-store.',
    run: async (host) => {
      const control = headerOf(await host.askToken(), 'cache-control');
      return verdict(control?.includes('no-store') === true, `Cache-Control ${control ?? 'not given'}`);
    },
  },
];
