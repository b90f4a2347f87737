// /healthz: the process answers. /readyz: what it needs answers too, or the reason why not.
import type { ServerResponse } from 'node:http';
import { messageOf } from '../errors.ts';
import { sendJson } from './respond.ts';

/** One thing that must work before requests are sent here. `check` throws, or rejects, with the reason. */
export interface ReadinessCheck {
  name: string;
  check(): Promise<void>;
}

const checkTimeoutMs = 2000;

export function answerHealth(response: ServerResponse): void {
  sendJson(response, 200, { status: 'ok' });
}

/** 200 when all checks pass; 503 with a reason for each that does not, or while `closing`. */
export async function answerReadiness(response: ServerResponse, checks: readonly ReadinessCheck[], closing: boolean): Promise<void> {
  const results = await Promise.all(checks.map(async ({ name, check }) => [name, await reasonAgainst(check)] as const));
  if (closing) results.push(['server', 'is shutting down']);
  const ready = results.every(([, reason]) => reason === undefined);
  sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(results.map(([name, reason]) => [name, reason ?? 'ok'])) });
}

async function reasonAgainst(check: () => Promise<void>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => { timer = setTimeout(() => { resolve(`no answer within ${checkTimeoutMs} ms`); }, checkTimeoutMs); });
  try {
    return await Promise.race([check().then(() => undefined), late]);
  } catch (error) {
    return messageOf(error);
  } finally {
    clearTimeout(timer);
  }
}
