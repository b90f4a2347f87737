// https from certificate files: read at start, read anew when they change or at SIGHUP; a pair that does not fit leaves the one in use.
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import { messageOf, systemReason, TanluError } from '../errors.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

export interface TlsFiles { certificate: string; key: string }
export interface TlsPair { cert: Buffer; key: Buffer }

/** How often the files are looked at. */
const lookMs = 5_000;

export const tlsFiles = ({ TANLU_TLS_CERT, TANLU_TLS_KEY }: Pick<Config, 'TANLU_TLS_CERT' | 'TANLU_TLS_KEY'>): TlsFiles | undefined =>
  (TANLU_TLS_CERT === undefined || TANLU_TLS_KEY === undefined ? undefined : { certificate: TANLU_TLS_CERT, key: TANLU_TLS_KEY });

function read(option: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new TanluError('TLS_FILE', `${option} names ${file}, which cannot be read: ${systemReason(error)}.`, { kind: 'usage', params: { option, file }, cause: error });
  }
}

/** The pair, which fits together. @throws TanluError (usage) TLS_FILE, TLS_INVALID */
export function readTls({ certificate, key }: TlsFiles): TlsPair {
  const pair = { cert: read('TANLU_TLS_CERT', certificate), key: read('TANLU_TLS_KEY', key) };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw new TanluError('TLS_INVALID', `${certificate} and ${key} cannot be used for https: ${messageOf(error)}. They must be a certificate chain and its private key, both PEM, the key without a password.`, { kind: 'usage', params: { certificate, key }, cause: error });
  }
  return pair;
}

/** Has the server take other files when they come. Returns what ends that. */
export function renewTls(server: Server, files: TlsFiles, log: Log, everyMs = lookMs): () => void {
  const renew = (): void => {
    try {
      server.setSecureContext(readTls(files));
      log.info({ certificate: files.certificate }, 'the certificate was read anew');
    } catch (error) {
      log.error({ err: error }, 'the new certificate cannot be used; the one before stays in use');
    }
  };
  const looked = (now: { mtimeMs: number }, before: { mtimeMs: number }): void => { if (now.mtimeMs !== before.mtimeMs) renew(); };
  const paths = [files.certificate, files.key];
  for (const path of paths) watchFile(path, { interval: everyMs, persistent: false }, looked);
  process.on('SIGHUP', renew);
  return () => {
    for (const path of paths) unwatchFile(path, looked);
    process.off('SIGHUP', renew);
  };
}
