// Writes a formula in another dialect: names of functions, separators, percent, constants (ilcd.md §4.3, case 24). What the dialect cannot say is refused, never guessed.
import { conditions, constantOf, findFunction } from './functions.ts';
import { nameKey, type Dialect, type Formula, type Operator } from './syntax.ts';

/** What a dialect has no word for. */
export class FormulaUnsayable extends Error {
  readonly what: string;
  constructor(what: string) {
    super(what);
    this.what = what;
  }
}

export interface Names {
  /** The name of a variable in the target; undefined where nothing declares it. */
  variable(name: string): string | undefined;
  /** The variable that stands for a `Ref` of EcoSpold 2. */
  reference?(ids: readonly string[]): string | undefined;
  unitFactor?(from: string, to: string): number | undefined;
}

const number = (text: string): Formula => ({ kind: 'number', text });
const binary = (operator: Operator, left: Formula, right: Formula): Formula => ({ kind: 'binary', operator, left, right });
const callOf = (name: string, ...args: Formula[]): Formula => ({ kind: 'call', name, args, at: 0 });

/** What a function can be said with where a dialect does not have it. */
const substitutes: Readonly<Record<string, (args: readonly Formula[]) => Formula>> = {
  sqr: ([x]) => binary('*', x!, x!),
  log10: ([x]) => binary('/', callOf('ln', x!), callOf('ln', number('10'))),
  product: (args) => args.slice(1).reduce((product, each) => binary('*', product, each), args[0]!),
  sinh: ([x]) => binary('/', binary('-', callOf('exp', x!), callOf('exp', { kind: 'negative', of: x! })), number('2')),
  cosh: ([x]) => binary('/', binary('+', callOf('exp', x!), callOf('exp', { kind: 'negative', of: x! })), number('2')),
  cotan: ([x]) => binary('/', number('1'), callOf('tan', x!)),
};

/** Operators that dialects write as words, and those they have not. EcoSpold 2 has functions for the logical ones. */
const words: Readonly<Record<Dialect, Partial<Record<Operator, string>>>> = {
  openlca: { and: '&', or: '|', xor: ' xor ', mod: ' mod ', div: ' div ' },
  ilcd: { and: '&', or: '|', xor: ' xor ', mod: ' mod ', div: ' div ' },
  ecospold2: {},
};

/** The formula as a dialect says it; whatever could be read in two ways stands in parentheses. Arguments are separated by semicolons, which all three understand. @throws FormulaUnsayable */
export function writeFormula(formula: Formula, to: Dialect, names: Names): string {
  switch (formula.kind) {
    case 'number': return plainNumber(formula.text);
    case 'text': throw new FormulaUnsayable(`'${formula.value}'`);
    case 'percent': return `(${inner(formula.of, to, names)}/100)`;
    case 'negative': return `(-${inner(formula.of, to, names)})`;
    case 'variable': return variable(formula.name, to, names);
    case 'binary': return operation(formula, to, names);
    case 'call': return call(formula, to, names);
  }
}

/** Leading zeros are left out, as some tools read them as octal or not at all. */
const plainNumber = (text: string): string => text.replace(/^0+(?=\d)/, '').replace(/^\./, '0.').replace(/\.(?=$|[eE])/, '');

function variable(name: string, to: Dialect, names: Names): string {
  const found = names.variable(name);
  if (found !== undefined) return found;
  const constant = constantOf(name);
  if (constant === undefined) throw new FormulaUnsayable(name);
  return to === 'openlca' ? nameKey(name) : String(constant);
}

/** An operand: in parentheses unless it is one word. */
function inner(formula: Formula, to: Dialect, names: Names): string {
  const text = writeFormula(formula, to, names);
  return formula.kind === 'binary' ? (text.startsWith('(') && closes(text) ? text : `(${text})`) : text;
}

/** Whether the first parenthesis is closed by the last. */
function closes(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at === text.length - 1;
  }
  return false;
}

const sums: ReadonlySet<Operator> = new Set<Operator>(['+', '-']);
const products: ReadonlySet<Operator> = new Set<Operator>(['*', '/']);

/** Chains of sums and of products need no parentheses on their left. */
function leftOf({ operator, left }: Formula & { kind: 'binary' }, to: Dialect, names: Names): string {
  const isChain = left.kind === 'binary' && ((sums.has(operator) && (sums.has(left.operator) || products.has(left.operator))) || (products.has(operator) && products.has(left.operator)));
  return isChain ? writeFormula(left, to, names) : inner(left, to, names);
}

function operation(formula: Formula & { kind: 'binary' }, to: Dialect, names: Names): string {
  const { operator, left, right } = formula;
  if (to === 'ecospold2') {
    if (operator === 'and' || operator === 'or') return call({ kind: 'call', name: operator, args: [left, right], at: 0 }, to, names);
    if (operator === 'xor' || operator === 'mod' || operator === 'div') throw new FormulaUnsayable(operator);
  }
  return `${leftOf(formula, to, names)}${words[to][operator] ?? operator}${inner(right, to, names)}`;
}

function call({ name, args }: Formula & { kind: 'call' }, to: Dialect, names: Names): string {
  const key = nameKey(name);
  const list = (): string => args.map((arg) => writeFormula(arg, to, names)).join(';');
  if (conditions.has(key)) return `if(${list()})`;
  if (key === 'ref') {
    const found = names.reference?.(args.map((arg) => (arg.kind === 'text' ? arg.value : '')));
    if (found === undefined) throw new FormulaUnsayable(name);
    return found;
  }
  if (key === 'unitconversion') {
    const [value, from, target] = args;
    const factor = from?.kind === 'text' && target?.kind === 'text' ? names.unitFactor?.(from.value, target.value) : undefined;
    if (factor === undefined) throw new FormulaUnsayable(name);
    return writeFormula(binary('*', value!, number(String(factor))), to, names);
  }
  const found = findFunction(key);
  if (found === undefined || args.length < found.least || args.length > found.most) throw new FormulaUnsayable(name);
  const spelled = found.spelled[to];
  if (spelled !== undefined) return `${spelled}(${list()})`;
  const substitute = substitutes[found.name];
  if (substitute === undefined) throw new FormulaUnsayable(name);
  return `(${writeFormula(substitute(args), to, names)})`;
}
