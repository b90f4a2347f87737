// Trying again: growing pauses with chance in them, Retry-After (RFC 9110 §10.2.3) obeyed up to a bound.
import { setTimeout as pause } from 'node:timers/promises';
import { headerOf, type HttpResponse } from './http.ts';
import { isPactError } from './errors.ts';

export interface RetryRules {
  /** Tries after the first (default 3). */
  retries: number;
  /** Milliseconds of the first pause (default 500); each further one is twice as long. */
  firstPause: number;
  /** Milliseconds of the longest pause (default 30,000). A host that asks for a longer one is not asked again now. */
  longestPause: number;
}

export const defaultRetryRules: RetryRules = { retries: 3, firstPause: 500, longestPause: 30_000 };

/** Milliseconds that the host asks to wait; undefined where it says nothing that can be read. */
export function retryAfter(response: HttpResponse, now = Date.now()): number | undefined {
  const text = headerOf(response, 'retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The pause before try number `attempt` (1, 2 …), milliseconds: doubled each time, shortened by chance by up to a quarter so that many clients do not come together. */
export const pauseBefore = (attempt: number, rules: RetryRules): number => Math.min(rules.longestPause, rules.firstPause * 2 ** (attempt - 1)) * (0.75 + Math.random() / 4);

const passing = (status: number): boolean => status === 429 || status === 408 || (status >= 500 && status !== 501 && status !== 505);

/** Repeats a request that has no effect of its own while the host is overloaded, fails, or breaks the connection off. The last answer or error is given as it is. */
export async function retrying(rules: RetryRules, send: () => Promise<HttpResponse>, signal?: AbortSignal): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt += 1) {
    let wait = pauseBefore(attempt, rules);
    try {
      const response = await send();
      const asked = retryAfter(response);
      if (!passing(response.status) || attempt > rules.retries || (asked ?? 0) > rules.longestPause) return response;
      wait = asked ?? wait;
    } catch (error) {
      if (!isPactError(error, 'PACT_UNREACHABLE') || attempt > rules.retries) throw error;
    }
    await pause(wait, undefined, signal === undefined ? {} : { signal });
  }
}
