// Collects differences between what a document states and what the hub answers.
import { isDeepStrictEqual } from 'node:util';

const shownPerField = 4;
const print = (value: unknown) => { const text = JSON.stringify(value) ?? 'nothing'; return text.length > 240 ? `${text.slice(0, 120)} … ${text.slice(-120)}` : text; };

/** Values compared, and the first of those that differ. `told` says which. */
export class Differences {
  compared = 0;
  count = 0;
  readonly #found = new Map<string, string[]>();

  /** Compares; null, undefined, '' and {} are all nothing. */
  check(where: string, field: string, expected: unknown, got: unknown): void {
    this.compared += 1;
    const [a, b] = [plain(expected), plain(got)];
    if (isDeepStrictEqual(a, b)) return;
    this.count += 1;
    const lines = this.#found.get(field) ?? [];
    this.#found.set(field, [...lines, `${where} · ${field}: expected ${print(a)}, got ${print(b)}`]);
  }

  /** What differs, some lines for each field; empty where nothing does and at least so many values were compared. */
  told(atLeast: number): string {
    const lines = [...this.#found].flatMap(([field, all]) => [...all.slice(0, shownPerField), ...(all.length > shownPerField ? [`… ${field}: ${all.length} in all`] : [])]);
    if (lines.length > 0) lines.unshift(`${this.count} of ${this.compared} values differ`);
    if (this.compared < atLeast) lines.unshift(`only ${this.compared} values were compared, ${atLeast} expected`);
    return lines.join('\n');
  }
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(plain);
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([k, v]) => [k, plain(v)] as const).filter(([, v]) => v !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
