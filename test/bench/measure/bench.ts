// What a bench is: a name and a run that gives the lines of the table. A run throws where the measured thing is wrong.
import type { Line } from './table.ts';

export interface BenchOptions {
  /** Datasets of the generated package. */
  datasets: number;
  /** Tiny sizes: does everything run, are all answers right? */
  smoke: boolean;
  /** The size of the whole of ecoinvent. */
  full: boolean;
  say(text: string): void;
}

export interface Bench {
  name: string;
  run(options: BenchOptions): Promise<Line[]>;
}
