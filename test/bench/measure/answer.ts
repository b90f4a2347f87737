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

/** Peak resident memory of the process so far, in bytes. */
export const peakMemory = (): number => process.resourceUsage().maxRSS * 1024; // kibibytes on every system (libuv)

/** Sends the answer; `peakBytes` where the process did something else since. */
export function answer<T>(value: T, peakBytes = peakMemory()): void {
  const { userCPUTime, systemCPUTime } = process.resourceUsage(); // microseconds
  process.send!({ value, peakBytes, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 } satisfies Answer<T>);
}

/** The middle of the values, the upper one of two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
