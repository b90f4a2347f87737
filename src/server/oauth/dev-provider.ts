// An OpenID Connect provider for development for this machine, so that sign-in works after `npm start`. The protocol is oidc-provider's; here is who may enter.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider, type JWK, type KoaContextWithOIDC } from 'oidc-provider';
import { isLoopback } from '../../config.ts';
import { escapeHtml, strictPolicy } from '../../web/page.ts';
import { BodyError, readBody } from '../body.ts';
import { refuse, send } from '../respond.ts';
import { FailedAttempts } from './attempts.ts';
import { devPeople, type DevPerson } from './dev-people.ts';
import { devStore } from './dev-store.ts';

export interface DevProviderOptions {
  /** Address that the hub listens on. */
  url: string;
  /** The administrator's token: whoever may read that may be anybody. */
  adminToken: string;
  /** The path that it is mounted under. */
  prefix: string;
  clientId: string;
  clientSecret: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Makes the provider. Its keys and sessions live in memory. */
export async function devProvider({ url, adminToken, prefix, clientId, clientSecret }: DevProviderOptions): Promise<Handler> {
  const { port } = new URL(url);
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const people = new Map(devPeople.map((person) => [person.id, person]));
  const provider = new Provider(url + prefix, {
    adapter: devStore(),
    clients: [{
      client_id: clientId, client_secret: clientSecret, grant_types: ['authorization_code'], response_types: ['code'],
      redirect_uris: ['127.0.0.1', 'localhost', '[::1]'].map((name) => `http://${name}:${port}/auth/callback`),
    }],
    jwks: { keys: [{ ...await exportJWK(privateKey), use: 'sig', alg: 'RS256' } as JWK] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    claims: { openid: ['sub'], profile: ['name', 'roles', 'organization'], email: ['email'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_context, { uid }) => `${prefix}/people/${uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 3600, Session: 3600, Grant: 3600 },
    findAccount: (_context, id) => {
      const person = people.get(id);
      return person === undefined ? undefined : { accountId: id, claims: async () => ({ sub: id, name: person.name, email: person.email, roles: [person.role], organization: person.organization?.id ?? null }) };
    },
    loadExistingGrant: grantAll,
    renderError: (context, { error, error_description: description }) => {
      context.type = 'text/plain; charset=utf-8';
      context.body = `${error}: ${description ?? ''}\n`;
    },
  });
  provider.silent = true; // errors of requests are answered; they do not belong on the terminal
  const callback = provider.callback();
  const failures = new FailedAttempts({ most: 20, windowMs: 60_000 });
  const expected = createHash('sha256').update(adminToken).digest();

  const choose: Handler = async (request, response) => {
    await provider.interactionDetails(request, response); // throws where the browser has begun no sign-in
    if (request.method !== 'POST') {
      peoplePage(response, 200);
      return;
    }
    const form = new URLSearchParams((await readBody(request, 10_000)).toString('utf8'));
    const wait = failures.waitSeconds('token');
    const right = wait === 0 && timingSafeEqual(createHash('sha256').update(form.get('token') ?? '').digest(), expected);
    const person = people.get(form.get('person') ?? '');
    if (right && person !== undefined) await provider.interactionFinished(request, response, { login: { accountId: person.id } }, { mergeWithLastSubmission: false });
    else {
      if (!right) failures.failed('token');
      peoplePage(response, 403, wait > 0 ? `Too many attempts have failed. Try again in ${wait} seconds.` : right ? 'Choose a person.' : 'This is not the administrator\'s token.');
    }
  };

  return async (request, response) => {
    if (!isLocal(request)) {
      refuse(response, 403, 'FORBIDDEN', 'The development provider answers this machine only. Set TANLU_OIDC_ISSUER for a provider of your own.');
      return;
    }
    const path = request.url!.slice(prefix.length) || '/';
    if (/^\/people\/[\w-]+$/.test(path)) {
      await choose(request, response).catch((error: unknown) => {
        if (error instanceof BodyError) refuse(response, error.status, 'BAD_REQUEST', error.message, { connection: 'close' });
        else if ((error as { name?: string }).name === 'SessionNotFound') refuse(response, 400, 'BAD_REQUEST', 'This sign-in is over, or was begun in another browser. Begin again under /auth/login.');
        else throw error;
      });
      return;
    }
    Object.assign(request, { originalUrl: request.url, url: path }); // how oidc-provider learns where it is mounted
    await callback(request, response);
  };
}

/** Nobody is asked for consent: the hub asks for nothing but who somebody is. */
async function grantAll({ oidc }: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']>> {
  const clientId = oidc.client!.clientId;
  const grantId = oidc.session!.grantIdFor(clientId);
  const known = grantId === undefined ? undefined : await oidc.provider.Grant.find(grantId);
  if (known !== undefined) return known;
  const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session!.accountId! });
  grant.addOIDCScope('openid profile email');
  await grant.save();
  return grant;
}

/** From this machine, to a name of this machine, through no proxy: so a page that rebinds its name, or a proxy in front, gets nothing. */
function isLocal({ headers, socket }: IncomingMessage): boolean {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const forwarded = Object.keys(headers).some((name) => name === 'forwarded' || name === 'via' || name.startsWith('x-forwarded-'));
  return isLoopback(host) && !forwarded && isLoopback((socket.remoteAddress ?? '').replace(/^::ffff:/, ''));
}

const choice = ({ id, name, role, organization }: DevPerson, index: number): string =>
  `<p><label><input type="radio" name="person" value="${escapeHtml(id)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(name)}: ${role}${organization === undefined ? '' : ` of ${escapeHtml(organization.name)}`}</label></p>`;

function peoplePage(response: ServerResponse, status: number, problem?: string): void {
  send(response, status, `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Development sign-in 开发登录</title>
    <link rel="stylesheet" href="/assets/tanlu.css">
  </head>
  <body>
    <h1>Development sign-in 开发登录</h1>
    <p>Demonstration people, one for each role. The token is the administrator's: in the file admin-token of the data folder, or TANLU_ADMIN_TOKEN.</p>
    ${problem === undefined ? '' : `<p role="alert"><strong>${escapeHtml(problem)}</strong></p>`}
    <form method="post">
      ${devPeople.map(choice).join('\n      ')}
      <p><label>Token <input type="password" name="token" autocomplete="current-password" required></label> <button>Sign in 登录</button></p>
    </form>
  </body>
</html>
`, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': strictPolicy.replace(" form-action 'none';", '') });
}
