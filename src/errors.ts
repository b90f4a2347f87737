// Errors that are meant for people: each says what is wrong, where, and what to do. Everything else is an internal error.

/** Where a failure belongs; decides the exit code of the command line and the GraphQL error code. */
export type ErrorKind = 'usage' | 'data' | 'unavailable' | 'forbidden' | 'internal';

/**
 * An expected failure with a message fit for its reader.
 * `code` is stable and documented; `params` carries the facts the message was made of.
 */
export class TanluError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly params: Record<string, unknown>;

  constructor(code: string, message: string, options: { kind?: ErrorKind; params?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TanluError';
    this.code = code;
    this.kind = options.kind ?? 'data';
    this.params = options.params ?? {};
  }
}

/** Exit codes of the command line: 0 ok, 1 data issues at error level, 2 usage, 3 internal. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof TanluError)) return 3;
  if (error.kind === 'usage') return 2;
  if (error.kind === 'internal' || error.kind === 'unavailable') return 3;
  return 1;
}

const systemReasons: Record<string, string> = {
  ENOENT: 'there is no such file or folder', ENOTDIR: 'a part of the path is a file, not a folder', EISDIR: 'it is a folder', EEXIST: 'something of this name stands there',
  EACCES: 'permission was denied', EPERM: 'the system does not permit it', EROFS: 'the disk can only be read', ENOSPC: 'the disk is full', EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the name is too long', EMFILE: 'too many files are open', EIO: 'the disk reports a failure',
};

/** Why the system refused a file, in words; the message of the error where there are none. */
export function systemReason(error: unknown): string {
  return systemReasons[(error as NodeJS.ErrnoException).code ?? ''] ?? messageOf(error);
}

/** The message of anything thrown, without a stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
