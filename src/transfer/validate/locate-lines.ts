// Lines of findings: a second, light pass over the tags of a file, only for files that have findings.
import { scanProlog } from '../../formats/xml/prolog.ts';

interface Step { name: string; ordinal: number | undefined }

interface Target { steps: Step[]; start: number; matched: number; best: number; line: number }

/** Steps of a path such as `exchanges/exchange[3]/common:other/@name`: local names, positions from 1, attributes left out. */
function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  for (const part of path.replace(/\{[^}]*\}/g, '').split('/')) {
    const match = /^([^[\]@]+)(?:\[(\d+)\])?/.exec(part);
    if (match === null || part === '.') continue;
    steps.push({ name: match[1]!.slice(match[1]!.indexOf(':') + 1), ordinal: match[2] === undefined ? undefined : Number(match[2]) });
  }
  return steps;
}

const tags = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/>!?]+)((?:"[^"]*"|'[^']*'|[^'">])*)>/g;

/** Counts lines forward through a text. */
class LineCounter {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  lineAt(offset: number): number {
    for (let next = this.#text.indexOf('\n', this.#at); next >= 0 && next < offset; next = this.#text.indexOf('\n', next + 1)) {
      this.#line += 1;
      this.#at = next + 1;
    }
    return this.#line;
  }
}

/**
 * Lines (from 1) of paths in an XML text: that of the element, or of the deepest element on the way to it that is there; undefined where not even the first is.
 * Paths begin below the root. With `nested`, they may begin below one of its children as well: in a file of one dataset, a path may leave the dataset's own element out.
 */
export function linesOfPaths(text: string, paths: readonly string[], nested: boolean): (number | undefined)[] {
  const targets = paths.map((path) => (nested ? [1, 2] : [1]).map((start): Target => ({ steps: stepsOf(path), start, matched: 0, best: 0, line: 0 })));
  const all = targets.flat();
  const counter = new LineCounter(text);
  const ordinals: Map<string, number>[] = [];
  let depth = 0;
  for (const tag of text.matchAll(tags)) {
    if (tag[2] === undefined) continue;
    if (tag[1] === '/') {
      depth -= 1;
      for (const target of all) target.matched = Math.max(0, Math.min(target.matched, depth - target.start));
      continue;
    }
    const name = tag[2].slice(tag[2].indexOf(':') + 1);
    const counts = (ordinals[depth] ??= new Map());
    const ordinal = (counts.get(name) ?? 0) + 1;
    counts.set(name, ordinal);
    for (const target of all) {
      const step = target.steps[target.matched];
      if (step === undefined || depth - target.start !== target.matched || step.name !== name || (step.ordinal !== undefined && step.ordinal !== ordinal)) continue;
      target.matched += 1;
      if (target.matched > target.best) {
        target.best = target.matched;
        target.line = counter.lineAt(tag.index);
      }
    }
    if (tag[3]!.endsWith('/')) for (const target of all) target.matched = Math.max(0, Math.min(target.matched, depth - target.start));
    else {
      depth += 1;
      ordinals[depth]?.clear();
    }
  }
  return targets.map((both) => both.reduce((a, b) => (b.best > a.best ? b : a))).map(({ best, line }) => (best === 0 ? undefined : line));
}

/** Line of the first place where a text stands; undefined where it does not. */
export function lineOfText(text: string, wanted: string): number | undefined {
  const at = text.indexOf(wanted);
  return at < 0 ? undefined : new LineCounter(text).lineAt(at);
}

/** Line of the root element of an XML text. */
export function lineOfRoot(text: string): number | undefined {
  const { rootAt } = scanProlog(text);
  return rootAt < 0 ? undefined : new LineCounter(text).lineAt(rootAt);
}
