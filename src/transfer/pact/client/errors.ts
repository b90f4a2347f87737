// What may go wrong between us and a foreign PACT host: one closed list of codes. Each message says what is wrong, where, and what to do.
import { TanluError, type ErrorKind } from '../../../errors.ts';

/** Every code of this folder with where it belongs. `unavailable` may pass by itself; `data` and `forbidden` need a person. */
export const pactErrorKinds = {
  /** The URL or the settings of the partner cannot be used at all. */
  PACT_URL_INVALID: 'usage',
  /** The rules of the network forbid the address, the port, or plain http. */
  PACT_ADDRESS_REFUSED: 'forbidden',
  PACT_UNREACHABLE: 'unavailable',
  PACT_TIMEOUT: 'unavailable',
  PACT_CERTIFICATE: 'unavailable',
  /** The host answered with a redirect, which is never followed; `target` names where to. */
  PACT_REDIRECT: 'data',
  PACT_TOO_LARGE: 'data',
  PACT_CONTENT_TYPE: 'data',
  PACT_NOT_JSON: 'data',
  /** JSON, but not what PACT says stands there. */
  PACT_ANSWER_INVALID: 'data',
  PACT_AUTH_FAILED: 'forbidden',
  PACT_LINK_INVALID: 'data',
  PACT_PAGING_LOOP: 'data',
  /** Any other status; `status`, `code` and `message` of the host are in the params. `unavailable` where the host is overloaded or broken (429, 5xx). */
  PACT_STATUS: 'data',
} as const satisfies Record<string, ErrorKind>;

export type PactErrorCode = keyof typeof pactErrorKinds;

/** A failure at a foreign host. `params.url` is where it happened, without query and user info where these could hold a secret. */
export class PactError extends TanluError {
  declare readonly code: PactErrorCode;

  constructor(code: PactErrorCode, message: string, options: { kind?: ErrorKind; params?: Record<string, unknown>; cause?: unknown } = {}) {
    super(code, message, { kind: pactErrorKinds[code], ...options });
    this.name = 'PactError';
  }
}

export const isPactError = (error: unknown, ...codes: PactErrorCode[]): error is PactError =>
  error instanceof PactError && (codes.length === 0 || codes.includes(error.code));

/** A URL for a message: what people need to find it, cut where it would fill the screen. */
export function shown(url: URL | string): string {
  const text = String(url);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

const certificateReasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired', CERT_NOT_YET_VALID: 'its certificate is not valid yet', CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate was issued for another name', HOSTNAME_MISMATCH: 'its certificate was issued for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed and not known here', SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that is not known here', UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not known here', CERT_SIGNATURE_FAILURE: 'the signature of its certificate is wrong',
  INVALID_CA: 'its certificate was signed by one that may not sign', INVALID_PURPOSE: 'its certificate is not meant for a server', CERT_UNTRUSTED: 'its certificate is not trusted',
};

const reachReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known', EAI_AGAIN: 'its name cannot be looked up at the moment', ECONNREFUSED: 'nothing listens there', ECONNRESET: 'it broke the connection off',
  EHOSTUNREACH: 'no way leads there', ENETUNREACH: 'no way leads there', EPIPE: 'it broke the connection off', UND_ERR_SOCKET: 'it broke the connection off',
};

const timeCodes = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** The typed error for what the network threw under a clock of `seconds`. */
export function networkError(error: unknown, url: URL, seconds: number): PactError {
  if (error instanceof PactError) return error;
  const { code: own, name, message, errors, cause } = error as { code?: unknown; name?: string; message?: string; errors?: unknown[]; cause?: unknown };
  const inner = errors?.[0] as { code?: unknown } | undefined;
  const code = String(own ?? inner?.code ?? (cause as { code?: unknown } | undefined)?.code ?? '');
  const where = `${url.host} (${shown(url.origin + url.pathname)})`;
  const params = { url: url.origin + url.pathname, reason: code || message };
  if (name === 'TimeoutError' || timeCodes.has(code)) {
    return new PactError('PACT_TIMEOUT', `${where} did not answer in full within ${seconds} seconds. Try again later, or allow more time.`, { params: { ...params, seconds }, cause: error });
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return new PactError('PACT_TOO_LARGE', `The headers of the answer of ${where} are too large. Tell the host's operator.`, { params, cause: error });
  if (certificateReasons[code] !== undefined) {
    return new PactError('PACT_CERTIFICATE', `${where} cannot be trusted: ${certificateReasons[code]}. Check the name in the URL; for an authority of its own give the authority's certificate (CA file).`, { params, cause: error });
  }
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO') {
    return new PactError('PACT_CERTIFICATE', `No secure connection to ${where} came about: ${message ?? code}. Check that the host speaks https on this port.`, { params, cause: error });
  }
  if (code.startsWith('HPE_')) return new PactError('PACT_ANSWER_INVALID', `${where} does not answer in HTTP: ${message ?? code}. Check the port and the scheme of the URL.`, { params, cause: error });
  return new PactError('PACT_UNREACHABLE', `${where} cannot be reached: ${reachReasons[code] ?? message ?? code}. Check the URL; if it is right, try again later.`, { params, cause: error });
}
