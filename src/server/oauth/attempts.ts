// Failed attempts to prove who one is, counted by key within a window: after too many, the next must wait. Bounded memory.

export interface AttemptLimits {
  /** Failures within the window before the next attempt must wait. */
  most: number;
  windowMs: number;
  /** Most keys remembered; the one that failed least recently is forgotten first. */
  size?: number;
  clock?: () => number;
}

export class FailedAttempts {
  private readonly failures = new Map<string, { count: number; until: number }>();

  constructor(private readonly limits: AttemptLimits) {}

  /** Seconds to wait before this key may try again; 0 for none. */
  waitSeconds(key: string): number {
    const entry = this.failures.get(key);
    const now = this.now();
    if (entry === undefined || entry.until <= now) return 0;
    return entry.count < this.limits.most ? 0 : Math.ceil((entry.until - now) / 1000);
  }

  failed(key: string): void {
    const now = this.now();
    const entry = this.failures.get(key);
    const alive = entry !== undefined && entry.until > now ? entry : { count: 0, until: now + this.limits.windowMs };
    this.failures.delete(key); // to the end of the order
    if (this.failures.size >= (this.limits.size ?? 10_000)) this.failures.delete(this.failures.keys().next().value!);
    this.failures.set(key, { ...alive, count: alive.count + 1 });
  }

  private now(): number {
    return (this.limits.clock ?? performance.now.bind(performance))();
  }
}
