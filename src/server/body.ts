// Reads a request body into memory, up to a number of bytes and within a time.
import type { IncomingMessage } from 'node:http';

/** Why a body could not be read; `status` is the HTTP status that says so. */
export class BodyError extends Error {
  constructor(readonly status: 400 | 408 | 413, message: string) {
    super(message);
  }
}

const bodyTimeoutMs = 30_000;

/** Throws BodyError: 413 above `maxBytes`, 408 when it does not arrive in time, 400 when the client goes away. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = (): void => { reject(new BodyError(413, `The request body is larger than ${maxBytes} bytes. Send a shorter document or smaller variables.`)); };
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
      tooLarge();
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => { reject(new BodyError(408, `The request body did not arrive within ${bodyTimeoutMs} ms.`)); }, bodyTimeoutMs);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        clearTimeout(timer);
        chunks.length = 0;
        tooLarge();
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => {
      clearTimeout(timer);
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    request.on('error', () => {
      clearTimeout(timer);
      reject(new BodyError(400, 'The request ended before its body was complete.'));
    });
  });
}
