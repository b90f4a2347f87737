// Reads formulas of all dialects into one tree (openLCA formula interpreter; ecospold.md §2.8; ilcd.md §4.3, case 24).
// Precedence from low to high: or, xor, and, comparison, sum, product, power (from the left), sign, percent. No library reads `;`, `,` as mark or separator, `%` behind a value and words as operators together.
import { limits, type Formula, type Operator } from './syntax.ts';
import { FormulaSyntaxError, tokensOf, type Token } from './tokens.ts';

const spellings: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...(['+', '-', '*', '/', '^', '<', '<=', '=', '<>', '>=', '>', 'and', 'or', 'xor', 'mod', 'div'] as const).map((each) => [each, each] as const),
  ['**', '^'], ['==', '='], ['!=', '<>'], ['&', 'and'], ['&&', 'and'], ['|', 'or'], ['||', 'or'],
]);

const ranks: Readonly<Record<Operator, number>> = { or: 1, xor: 2, and: 3, '<': 4, '<=': 4, '=': 4, '<>': 4, '>=': 4, '>': 4, '+': 5, '-': 5, '*': 6, '/': 6, mod: 6, div: 6, '^': 7 };

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Formula {
    const formula = this.#expression(1);
    if (this.#peek.kind !== 'end') this.#fail();
    return formula;
  }

  get #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #isSign(text: string): boolean {
    return this.#peek.kind === 'sign' && this.#peek.text === text;
  }

  #take(text: string): void {
    if (!this.#isSign(text)) this.#fail(`"${text}" is missing`);
    this.#next += 1;
  }

  #fail(reason?: string): never {
    const { kind, text, at } = this.#peek;
    throw new FormulaSyntaxError(reason ?? (kind === 'end' ? 'something is missing at its end' : `"${text}" does not belong here`), at);
  }

  #operator(): Operator | undefined {
    const { kind, text } = this.#peek;
    return kind === 'sign' || kind === 'name' ? spellings.get(text.toLowerCase()) : undefined;
  }

  #expression(least: number): Formula {
    this.#depth += 1;
    if (this.#depth > limits.depth) this.#fail(`it is nested deeper than ${limits.depth}`);
    let left = this.#signed();
    for (let operator = this.#operator(); operator !== undefined && ranks[operator] >= least; operator = this.#operator()) {
      this.#next += 1;
      left = { kind: 'binary', operator, left, right: this.#expression(ranks[operator] + 1) };
    }
    this.#depth -= 1;
    return left;
  }

  /** A sign binds closer than a power, as in openLCA and spreadsheets: -2^2 is 4. */
  #signed(): Formula {
    let negative = false;
    while (this.#isSign('-') || this.#isSign('+')) {
      if (this.#isSign('-')) negative = !negative;
      this.#next += 1;
    }
    let value = this.#element();
    while (this.#isSign('%')) {
      this.#next += 1;
      value = { kind: 'percent', of: value };
    }
    return negative ? { kind: 'negative', of: value } : value;
  }

  #element(): Formula {
    const { kind, text, at } = this.#peek;
    if (kind === 'number') {
      this.#next += 1;
      return { kind: 'number', text };
    }
    if (kind === 'name') {
      this.#next += 1;
      if (this.#isSign('(')) return { kind: 'call', name: text, args: this.#arguments(), at };
      return { kind: 'variable', name: text, at };
    }
    if (kind === 'sign' && text === '(') {
      this.#next += 1;
      const inner = this.#expression(1);
      this.#take(')');
      return inner;
    }
    return this.#fail();
  }

  #arguments(): Formula[] {
    this.#take('(');
    const args: Formula[] = [];
    if (!this.#isSign(')')) {
      do {
        if (args.length > 0) this.#next += 1;
        const { kind, text } = this.#peek;
        if (kind === 'text') {
          this.#next += 1;
          args.push({ kind: 'text', value: text });
        } else args.push(this.#expression(1));
      } while (this.#isSign(';') || this.#isSign(','));
    }
    this.#take(')');
    return args;
  }
}

const remembered = new Map<string, Formula | FormulaSyntaxError>();
const mostRemembered = 2_000;

/** Reads a formula. Datasets repeat formulas, so the latest are remembered. @throws FormulaSyntaxError with the place */
export function parseFormula(text: string): Formula {
  let found = remembered.get(text);
  if (found === undefined) {
    try {
      found = new Parser(tokensOf(text)).whole();
    } catch (error) {
      if (!(error instanceof FormulaSyntaxError)) throw error;
      found = error;
    }
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(text, found);
  }
  if (found instanceof FormulaSyntaxError) throw found;
  return found;
}
