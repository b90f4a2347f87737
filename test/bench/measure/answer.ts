// What a child of the bench reports to its parent: a value and the peak memory of its process, worker threads included.

export interface Answer<T> {
  value: T;
  /** Peak resident memory in bytes. */
  peakBytes: number;
  /** Processor time of the process, all threads: what a busy machine does not change. */
  cpuSeconds: number;
}

/** The input the parent gave. */
export const input = <T>(): T => JSON.parse(process.argv[2] ?? 'null') as T;

/** Sends the answer. */
export function answer<T>(value: T): void {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); // kibibytes on every system, microseconds (libuv)
  process.send!({ value, peakBytes: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 } satisfies Answer<T>);
}

/** The middle of the values, the upper one of two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
