// An OpenID Connect provider of another house, as small as it can be: says of people what the test wants, and lies where the test wants.
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from 'jose';

export interface Provider {
  url: string;
  /** Claims of the next identity token, over the right ones. */
  idToken: Record<string, unknown>;
  userinfo: Record<string, unknown>;
  sign: 'right' | 'none' | 'HS256' | 'another key';
  /** What the token endpoint was sent last. */
  sent: { authorization: string | undefined; body: URLSearchParams };
  close(): Promise<void>;
}

export const clientSecret = 'secret-of-the-hub-at-the-provider';

export async function startProvider(): Promise<Provider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const stranger = await generateKeyPair('RS256');
  const jwk: JWK = { ...await exportJWK(publicKey), kid: 'a', alg: 'RS256', use: 'sig' };
  const asked = new Map<string, URLSearchParams>();
  const provider: Provider = { url: '', idToken: {}, userinfo: {}, sign: 'right', sent: { authorization: undefined, body: new URLSearchParams() }, close: async () => undefined };

  async function idToken(nonce: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: provider.url, aud: 'hub', sub: 'person-1', nonce, iat: now, exp: now + 300, ...provider.idToken };
    if (provider.sign === 'none') return new UnsecuredJWT(claims).encode();
    if (provider.sign === 'HS256') return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(clientSecret));
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'a' }).sign(provider.sign === 'right' ? privateKey : stranger.privateKey);
  }

  const server: Server = createServer((request, response) => {
    const url = new URL(request.url!, provider.url);
    const json = (status: number, value: unknown): void => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value)); };
    let text = '';
    request.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    request.on('end', () => {
      if (url.pathname === '/.well-known/openid-configuration') {
        json(200, {
          issuer: provider.url, authorization_endpoint: `${provider.url}/authorize`, token_endpoint: `${provider.url}/token`, jwks_uri: `${provider.url}/jwks`, userinfo_endpoint: `${provider.url}/userinfo`,
          response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'],
        });
      } else if (url.pathname === '/jwks') json(200, { keys: [jwk] });
      else if (url.pathname === '/authorize') {
        const code = String(asked.size + 1);
        asked.set(code, url.searchParams);
        response.writeHead(302, { location: `${url.searchParams.get('redirect_uri')}?code=${code}&state=${url.searchParams.get('state')}` }).end();
      } else if (url.pathname === '/token') {
        const body = new URLSearchParams(text);
        provider.sent = { authorization: request.headers.authorization, body };
        const question = asked.get(body.get('code') ?? '');
        const challenge = createHash('sha256').update(body.get('code_verifier') ?? '').digest('base64url');
        if (question?.get('code_challenge') !== challenge || question.get('redirect_uri') !== body.get('redirect_uri')) json(400, { error: 'invalid_grant' });
        else void idToken(question.get('nonce')!).then((token) => { json(200, { access_token: 'at', token_type: 'Bearer', id_token: token }); });
      } else if (url.pathname === '/userinfo') json(200, { sub: 'person-1', ...provider.userinfo });
      else json(404, {});
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider.close = () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); });
  return provider;
}
