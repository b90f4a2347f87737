// Uploads: GraphQL multipart requests with one file, from administrators only, checked before a byte of the body is read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import processRequest from 'graphql-upload/processRequest.mjs';
import { may } from '../hub/access/policy.ts';
import type { Principal } from '../hub/access/principal.ts';
import { refuse, refuseUnread } from './respond.ts';

/** An upload may take this long; the limit of other operations does not apply to it. */
export const uploadTimeoutMs = 3_600_000;
const idleMs = 60_000;
const operationBytes = 200_000;

export const isMultipart = (request: IncomingMessage): boolean => /^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '');

/** Returns the operation with its file in place, still arriving; undefined when the request has been refused. */
export async function readUpload(request: IncomingMessage, response: ServerResponse, principal: Principal, maxBytes: number): Promise<unknown> {
  if (!may(principal, 'import')) {
    refuseUnread(request, response, 403, 'FORBIDDEN', 'Only operators and the administrator may upload files. Send `Authorization: Bearer <token>`.');
    return undefined;
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + operationBytes * 2) {
    refuseUnread(request, response, 413, 'LIMIT_EXCEEDED', `The upload is larger than ${maxBytes} bytes, the limit TANLU_MAX_UPLOAD_BYTES.`, {}, { limit: 'upload', max: maxBytes });
    return undefined;
  }
  // A client that sends nothing more gives its place to another.
  request.socket.setTimeout(idleMs, () => { if (!request.complete) request.destroy(); });
  request.once('close', () => { request.socket.setTimeout(0); });
  try {
    return await processRequest(request, response, { maxFileSize: maxBytes, maxFiles: 1, maxFieldSize: operationBytes });
  } catch (error) {
    const { status, expose, message } = error as { status?: number; expose?: boolean; message: string };
    if (status === 413) refuse(response, 413, 'LIMIT_EXCEEDED', message, { connection: 'close' }, { limit: 'upload' });
    else refuse(response, 400, 'BAD_REQUEST', `The multipart request is not understood: ${expose === false ? 'it is malformed' : message}`, { connection: 'close' });
    return undefined;
  }
}
