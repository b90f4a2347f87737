// Turns anything thrown into what a client may read: expected failures with their code, everything else masked under an id that the log has too.
import { randomBytes } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { TanluError, type ErrorKind } from '../../errors.ts';
import type { Log } from '../../log.ts';

const codes: Record<Exclude<ErrorKind, 'internal'>, string> = {
  usage: 'BAD_USER_INPUT', data: 'BAD_USER_INPUT', forbidden: 'FORBIDDEN', unavailable: 'SERVICE_UNAVAILABLE',
};

/** SQLSTATE of a statement ended by statement_timeout or by a cancel request. */
const queryCanceled = '57014';

export const timeoutError = (ms: number): GraphQLError =>
  new GraphQLError(`The operation took longer than ${ms} ms and was ended. Ask for smaller pages, fewer nested lists or a narrower filter.`, { extensions: { code: 'TIMEOUT' } });

/** Makes Apollo's `formatError`. */
export function errorFormatter(log: Log, timeoutMs: number): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const cause = causeOf(error);
    const place = { ...(formatted.locations && { locations: formatted.locations }), ...(formatted.path && { path: formatted.path }) };
    if (cause instanceof TanluError && cause.kind !== 'internal') {
      if (cause.kind === 'unavailable') log.warn({ err: cause, path: formatted.path?.join('.') }, 'what a request needs is unavailable');
      return { message: cause.message, ...place, extensions: { code: codes[cause.kind], reason: cause.code, params: cause.params } };
    }
    if (isCanceled(cause)) return { message: timeoutError(timeoutMs).message, ...place, extensions: { code: 'TIMEOUT' } };
    const extensions = formatted.extensions ?? {};
    if (extensions['limit'] !== undefined) return { message: formatted.message, ...place, extensions: { ...extensions, code: 'LIMIT_EXCEEDED' } };
    if (cause instanceof GraphQLError) {
      if (extensions['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
      // graphql-js gives the errors of argument coercion no code.
      if (cause.message.startsWith('Argument "')) return { message: formatted.message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
    }
    return { ...masked(log, error, formatted.path), ...place };
  };
}

/** Logs `error` under a fresh id and returns the message for the client. */
export function masked(log: Log, error: unknown, path?: readonly (string | number)[]): GraphQLFormattedError & { extensions: { code: string; id: string } } {
  const id = randomBytes(6).toString('hex');
  log.error({ errorId: id, err: causeOf(error), path: path?.join('.') }, 'internal error while answering a request');
  return { message: `Internal error. Quote the id ${id} when you report it.`, extensions: { code: 'INTERNAL_SERVER_ERROR', id } };
}

function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function isCanceled(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'AbortError' || (cause as { code?: unknown }).code === queryCanceled);
}
