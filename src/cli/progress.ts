// Progress of long work: a bar where a person watches, JSON lines where a program does.
import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../transfer/import/run-record.ts';
import { isTerminal, tell } from './output.ts';

/** What is done of all: a bar on standard error, or a JSON line every two seconds. */
function showCount<K extends string>(title: string, noun: K): { update(progress: Record<K | `${K}Total`, number>): void; stop(): void } {
  const bar = isTerminal() ? new SingleBar({ format: `${title} {bar} {percentage} % · {value}/{total} ${noun} · {eta_formatted} left`, stream: process.stderr, hideCursor: true, clearOnComplete: true, etaBuffer: 50 }, Presets.shades_classic) : undefined;
  let begun = false;
  let last = 0;
  return {
    update(progress) {
      const [done, total] = [progress[noun], progress[`${noun}Total`]];
      if (bar === undefined) {
        const now = Date.now();
        if (now - last < 2000 && done < total) return;
        last = now;
        tell(JSON.stringify({ event: 'progress', title, ...progress }));
      } else if (begun) bar.update(done);
      else {
        begun = true;
        bar.start(total, done);
      }
    },
    stop: () => { if (begun) bar!.stop(); },
  };
}

export const showDatasets = (title: string) => showCount(title, 'datasets');
export const showCases = (title: string) => showCount(title, 'cases');

/** Work whose end nobody knows before: what came so far, rewritten on standard error, or as a JSON line every two seconds. */
export function showPull(title: string): { update(counts: { pages: number; seen: number; added: number; refused: number }): void; stop(): void } {
  const bar = isTerminal() ? new SingleBar({ format: `${title} · {pages} pages · {seen} footprints, {added} new, {refused} refused · {duration_formatted}`, stream: process.stderr, hideCursor: true, clearOnComplete: true }) : undefined;
  let begun = false;
  let last = Date.now();
  return {
    update(counts) {
      if (bar === undefined) {
        if (Date.now() - last < 2000) return;
        last = Date.now();
        tell(JSON.stringify({ event: 'progress', title, ...counts }));
      } else if (begun) bar.update(counts.seen, counts);
      else {
        begun = true;
        bar.start(0, counts.seen, counts);
      }
    },
    stop: () => { if (begun) bar!.stop(); },
  };
}

export interface ProgressDisplay { update(progress: Progress): void; stop(): void }

/** A bar on standard error, or a JSON line every two seconds. */
export function showProgress(title: string): ProgressDisplay {
  if (!isTerminal()) {
    let last = 0;
    return {
      update(progress) {
        const now = Date.now();
        if (now - last < 2000 && progress.filesDone < progress.filesTotal) return;
        last = now;
        tell(JSON.stringify({ event: 'progress', title, ...progress }));
      },
      stop: () => undefined,
    };
  }
  const bar = new SingleBar({
    format: `${title} {bar} {percentage} % · {files}/{filesTotal} files · {datasets} datasets · {rate} MB/s · {eta_formatted} left`,
    stream: process.stderr, hideCursor: true, clearOnComplete: true, etaBuffer: 50,
  }, Presets.shades_classic);
  const started = performance.now();
  let begun = false;
  return {
    update(progress) {
      const payload = { files: progress.filesDone, filesTotal: progress.filesTotal, datasets: progress.datasets, rate: (progress.bytesDone / 1000 / (performance.now() - started + 1)).toFixed(1) };
      if (!begun) {
        begun = true;
        bar.start(Math.max(1, progress.bytesTotal), progress.bytesDone, payload);
      } else bar.update(progress.bytesDone, payload);
    },
    stop: () => { if (begun) bar.stop(); },
  };
}
