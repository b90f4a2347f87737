// Access tokens of a foreign host: discovery with fallback, OAuth2 client credentials (RFC 6749 §4.4; PACT v3 §Authentication, v2 §Action Authenticate).
import { JsonNumber, JsonObject, type JsonValue } from '../../../formats/json/value.ts';
import { hostError, readJson, statusError } from './answer.ts';
import { isPactError, PactError, shown } from './errors.ts';
import type { HttpResponse, HttpSender } from './http.ts';
import { retrying, type RetryRules } from './retry.ts';

export interface Credentials {
  /** Where `/.well-known/openid-configuration` and `/auth/token` stand; may have a path. */
  authUrl: string;
  clientId: string;
  clientSecret: string;
  scope?: string;
  audience?: string;
  resource?: string;
}

export interface TokenEndpoint {
  url: string;
  /** Whether the URL comes from the discovery document. */
  discovered: boolean;
  /** Ways of authentication that the host's metadata name; undefined where they name none. */
  methods?: readonly string[];
}

/** Seconds that a token without `expires_in` is taken to live, as PACT's own client does. */
const assumedLife = 3600;

/** A URL with a path added behind its own. */
export const under = (base: string, path: string): string => {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  url.search = '';
  url.hash = '';
  return url.href;
};

const textAt = (object: JsonObject, key: string): string | undefined => {
  const value = object.members.get(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The token endpoint of a host: the one its metadata name, else `/auth/token`. Errors that would meet every other request as well are thrown. */
export async function discoverTokenEndpoint(sender: HttpSender, authUrl: string, signal?: AbortSignal): Promise<TokenEndpoint> {
  const fallback = { url: under(authUrl, '/auth/token'), discovered: false };
  let metadata: JsonValue;
  try {
    const response = await sender.send({ method: 'GET', url: under(authUrl, '/.well-known/openid-configuration'), headers: { accept: 'application/json' }, ...(signal === undefined ? {} : { signal }) });
    if (response.status !== 200) return fallback;
    metadata = readJson(response);
  } catch (error) {
    if (isPactError(error, 'PACT_TIMEOUT', 'PACT_TOO_LARGE', 'PACT_CONTENT_TYPE', 'PACT_NOT_JSON', 'PACT_ANSWER_INVALID')) return fallback; // any failure of discovery alone leads to the fixed path
    throw error;
  }
  const url = metadata instanceof JsonObject ? textAt(metadata, 'token_endpoint') : undefined;
  if (url === undefined || !URL.canParse(url)) return fallback;
  const methods = (metadata as JsonObject).members.get('token_endpoint_auth_methods_supported');
  return { url, discovered: true, ...(Array.isArray(methods) ? { methods: methods.filter((method): method is string => typeof method === 'string') } : {}) };
}

const formText = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** One token request. `way`: plain Basic as PACT shows it, Basic with both parts form-encoded as RFC 6749 §2.3.1 demands, or both in the body. */
export function requestToken(sender: HttpSender, endpoint: string, credentials: Credentials, way: 'basic' | 'encoded basic' | 'body', signal?: AbortSignal): Promise<HttpResponse> {
  const { clientId, clientSecret } = credentials;
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  for (const key of ['scope', 'audience', 'resource'] as const) if (credentials[key] !== undefined) body.set(key, credentials[key]);
  if (way === 'body') {
    body.set('client_id', clientId);
    body.set('client_secret', clientSecret);
  }
  const authorization: Record<string, string> = way === 'body' ? {} : { authorization: way === 'basic' ? basic(clientId, clientSecret) : basic(formText(clientId), formText(clientSecret)) };
  return sender.send({
    method: 'POST', url: endpoint, body: body.toString(), ...(signal === undefined ? {} : { signal }),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...authorization },
  });
}

/** The token of an answer and the seconds it lives. Throws PACT_ANSWER_INVALID. */
export function readToken(response: HttpResponse): { token: string; life: number } {
  const value = readJson(response);
  const invalid = (reason: string): PactError => new PactError('PACT_ANSWER_INVALID', `The token endpoint ${shown(response.url)} answers ${reason}. Tell the host's operator.`, { params: { url: String(response.url), reason } });
  if (!(value instanceof JsonObject)) throw invalid('with something that is no JSON object');
  const token = textAt(value, 'access_token');
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) throw invalid('without an access_token');
  const type = textAt(value, 'token_type') ?? 'Bearer';
  if (type.toLowerCase() !== 'bearer') throw invalid(`with a token of type ${type}; only Bearer is used in PACT`);
  const stated = value.members.get('expires_in');
  const life = Number(stated instanceof JsonNumber ? stated.text : typeof stated === 'string' ? stated : Number.NaN);
  return { token, life: Number.isFinite(life) && life > 0 ? life : assumedLife };
}

/** Keeps one token of one partner and renews it before it expires. */
export class TokenSource {
  readonly #sender: HttpSender;
  readonly #credentials: Credentials;
  readonly #retry: RetryRules;
  #endpoint: TokenEndpoint | undefined;
  #current: { token: string; renewAt: number } | undefined;
  #pending: Promise<string> | undefined;

  constructor(sender: HttpSender, credentials: Credentials, retry: RetryRules) {
    this.#sender = sender;
    this.#credentials = credentials;
    this.#retry = retry;
  }

  /** A token that is still good. Several askers at once share one request. Throws PACT_AUTH_FAILED and what HttpSender throws. */
  get(): Promise<string> {
    if (this.#current !== undefined && Date.now() < this.#current.renewAt) return Promise.resolve(this.#current.token);
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** Drops a token that the host no longer takes; another one that has been fetched meanwhile stays. */
  forget(token: string): void {
    if (this.#current?.token === token) this.#current = undefined;
  }

  async #fetch(): Promise<string> {
    this.#endpoint ??= await discoverTokenEndpoint(this.#sender, this.#credentials.authUrl);
    const { url, methods } = this.#endpoint;
    const { clientId, clientSecret } = this.#credentials;
    const ask = (way: Parameters<typeof requestToken>[3]): Promise<HttpResponse> => retrying(this.#retry, () => requestToken(this.#sender, url, this.#credentials, way));
    const refused = (answer: HttpResponse): boolean => (answer.status === 400 || answer.status === 401) && hostError(answer).code === 'invalid_client';
    let response = await ask('basic');
    if (refused(response) && (formText(clientId) !== clientId || formText(clientSecret) !== clientSecret)) response = await ask('encoded basic');
    if (refused(response) && methods?.includes('client_secret_post') === true) response = await ask('body');
    if (response.status === 404 || response.status === 405) this.#endpoint = undefined; // the endpoint may have moved: discover anew next time
    if (response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429) {
      const said = hostError(response);
      const words = [said.code, said.message].filter(Boolean).join(': ').slice(0, 500);
      throw new PactError('PACT_AUTH_FAILED', `${shown(url)} gives no token to the client ${clientId}: status ${response.status}${words === '' ? '' : ` (${words})`}. Check the client id and the secret with the host's operator.`, { params: { url, status: response.status, ...said } });
    }
    if (response.status !== 200) throw statusError(response, 'Asking for a token');
    const { token, life } = readToken(response);
    this.#current = { token, renewAt: Date.now() + (life - Math.min(300, life / 10)) * 1000 };
    return token;
  }
}
