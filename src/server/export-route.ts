// GET /export: a selection of what the reader may see, as a package of a format, sent as it is written; or only the account of it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { TanluError } from '../errors.ts';
import type { AccessEventService } from '../hub/access-event/access-event.service.ts';
import { readerOf } from '../hub/access/policy.ts';
import type { Authenticate } from './authentication.ts';
import type { Log } from '../log.ts';
import { exportDatasets, exportFormats, zipOutput } from '../transfer/export/export.ts';
import { parseSelection } from '../transfer/export/parse-selection.ts';
import { openOwnMaps } from '../transfer/flow-maps/open-flow-maps.ts';
import { masked } from './graphql/errors.ts';
import { beginStream, refuse, refuseUnread, sendJson } from './respond.ts';

export interface ExportRouteOptions {
  databaseUrl: string;
  authenticate: Authenticate;
  log: Log;
  /** Notes who was given restricted fields. */
  accessEvents?: AccessEventService | undefined;
  limits: { datasets: number; timeoutMs: number };
}

/** SQLSTATE of a statement ended by statement_timeout. */
const statementCanceled = '57014';
/** Exports at the same time: each takes a processor while it lasts. */
const mostAtOnce = 2;
const words = ['noun', 'ids', 'search', 'classification', 'geography'] as const;
const known: readonly string[] = ['format', 'report', 'flow-map', 'flow-list', ...words];

/** The request in words of `tanlu export`. @throws TanluError (usage) */
function parseRequest(url: string) {
  const query = new URL(url, 'http://localhost').searchParams;
  const strange = [...query.keys()].find((key, i, all) => !known.includes(key) || (key !== 'flow-map' && all.indexOf(key) !== i));
  if (strange !== undefined) throw new TanluError('EXPORT_FILTER', known.includes(strange) ? `${strange} is given twice.` : `"${strange.slice(0, 80)}" is no parameter of /export. There are: ${known.join(', ')}.`, { kind: 'usage' });
  const names = exportFormats().map((a) => a.name);
  const to = exportFormats().find((a) => a.name === query.get('format'));
  if (to === undefined) throw new TanluError('EXPORT_FORMAT', `format must be one of: ${names.join(', ')}.`, { kind: 'usage' });
  const report = query.get('report') ?? 'false';
  if (report !== 'true' && report !== 'false') throw new TanluError('EXPORT_FILTER', 'report must be true or false.', { kind: 'usage' });
  const flowWords = { maps: query.getAll('flow-map'), list: query.get('flow-list') ?? undefined };
  return { to, onlyReport: report === 'true', flowWords, selection: parseSelection(Object.fromEntries(words.map((word) => [word, query.get(word) ?? undefined]))) };
}

/** Takes everything and keeps nothing. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Makes the handler. */
export function exportRoute({ databaseUrl, authenticate, log, accessEvents, limits }: ExportRouteOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let running = 0;
  return async (request, response) => {
    const authenticated = await authenticate(request);
    if ('refused' in authenticated) {
      const { status, code, message, headers } = authenticated.refused;
      refuseUnread(request, response, status, code, message, headers);
      return;
    }
    const { principal, cookie } = authenticated;
    if (cookie !== undefined) response.setHeader('set-cookie', cookie);
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), limits.timeoutMs);
    response.once('close', () => controller.abort());
    let counted = false;
    try {
      const { to, onlyReport, flowWords, selection } = parseRequest(request.url!);
      const flows = await openOwnMaps(flowWords);
      const headers = { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="tanlu-${selection.noun}-${to.name}.zip"`, 'cache-control': 'no-store' };
      if (request.method === 'HEAD') {
        beginStream(response, headers);
        response.end();
        return;
      }
      if (running >= mostAtOnce) {
        refuse(response, 503, 'EXPORT_BUSY', `${mostAtOnce} exports are running, which is all that run at once. Try again in a minute.`, { 'retry-after': '60' });
        return;
      }
      running += 1;
      counted = true;
      const report = await exportDatasets({
        databaseUrl, selection, to, reader: readerOf(principal), onGiven: async (given) => { await accessEvents?.record(principal, 'export', given); }, ...(flows === undefined ? {} : { flows }), limit: limits.datasets, statementTimeoutMs: limits.timeoutMs, signal: controller.signal,
        output: async () => {
          if (!onlyReport) beginStream(response, headers);
          return zipOutput(onlyReport ? nowhere() : response);
        },
      });
      log.info({ format: to.name, selection: report.selection, seconds: report.seconds }, 'exported');
      if (onlyReport) sendJson(response, 200, report);
    } catch (error) {
      fail(response, error);
    } finally {
      clearTimeout(timer);
      if (counted) running -= 1;
    }
  };

  /** Before the first byte an answer tells what is wrong; after it only an end too early can. */
  function fail(response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      log.warn({ error }, 'an export was broken off');
      response.destroy();
      return;
    }
    const code = error instanceof TanluError ? error.code : (error as { code?: unknown }).code;
    if (code === 'EXPORT_CANCELED' || code === statementCanceled) refuse(response, 503, 'EXPORT_TIMEOUT', `The export took longer than ${limits.timeoutMs} ms. Narrow the selection.`);
    else if (code === 'EXPORT_NOTHING') refuse(response, 404, code, (error as TanluError).message);
    else if (error instanceof TanluError && error.kind === 'usage') refuse(response, 400, error.code, error.message);
    else if (error instanceof TanluError && error.kind === 'unavailable') {
      log.warn({ err: error }, 'what an export needs is unavailable');
      refuse(response, 503, 'SERVICE_UNAVAILABLE', error.code === 'AUDIT_UNAVAILABLE' ? error.message : 'The database does not answer now. /readyz tells when it does.');
    } else {
      const { message, extensions } = masked(log, error);
      refuse(response, 500, extensions.code, message, {}, { id: extensions.id });
    }
  }
}
