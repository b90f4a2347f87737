// Structured logs (JSON lines on standard error, so that standard output stays free for results).
import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Makes the process-wide logger. `level` is a pino level name; `silent` switches logging off. */
export function makeLog(level: string): Log {
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
}
