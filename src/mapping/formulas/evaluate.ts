// Computes formulas in double precision, as openLCA does; what cannot be computed fails with the reason (ecospold.md §2.8: division by zero, absent variables, spreadsheets).
import { conditions, constantOf, external, findFunction } from './functions.ts';
import type { Formula, Operator } from './syntax.ts';

/** Why a formula has no value. `unknown`: a name nobody declares. `external`: a value from outside. `undefined`: no number, as of a division by zero. `function`: not known, or not with these arguments. `waiting`: a value it needs has none. */
export type FailureKind = 'unknown' | 'external' | 'undefined' | 'function' | 'waiting';

export class FormulaFailure extends Error {
  readonly kind: FailureKind;
  /** The variable, function or operation concerned. */
  readonly what: string;
  constructor(kind: FailureKind, what: string) {
    super(`${kind}: ${what}`);
    this.kind = kind;
    this.what = what;
  }
}

/** Where a formula finds what it names. Both throw a FormulaFailure where there is no value; undefined means that there is no such name. */
export interface Scope {
  variable(name: string): number | undefined;
  /** `Ref` of EcoSpold 2: the amount of another part of the dataset, by its identifiers. */
  reference?(ids: readonly string[]): number | undefined;
  /** Factor of `UnitConversion` of EcoSpold 2. */
  unitFactor?(from: string, to: string): number | undefined;
}

const truth = (holds: boolean): number => (holds ? 1 : 0);

const operations: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '=': (a, b) => truth(a === b),
  '<>': (a, b) => truth(a !== b),
  '>=': (a, b) => truth(a >= b),
  '>': (a, b) => truth(a > b),
  and: (a, b) => truth(a !== 0 && b !== 0),
  or: (a, b) => truth(a !== 0 || b !== 0),
  xor: (a, b) => truth((a !== 0) !== (b !== 0)),
  mod: (a, b) => a % b,
  div: (a, b) => Math.trunc(a / b),
};

const divisions: ReadonlySet<Operator> = new Set<Operator>(['/', 'mod', 'div']);

function finite(value: number, what: string): number {
  if (!Number.isFinite(value)) throw new FormulaFailure('undefined', what);
  return value;
}

/** The value of a formula. @throws FormulaFailure */
export function evaluateFormula(formula: Formula, scope: Scope): number {
  switch (formula.kind) {
    case 'number': return finite(Number(formula.text), formula.text);
    case 'text': throw new FormulaFailure('function', `'${formula.value}'`);
    case 'negative': return -evaluateFormula(formula.of, scope);
    case 'percent': return evaluateFormula(formula.of, scope) / 100;
    case 'variable': return valueOf(formula.name, scope);
    case 'call': return call(formula, scope);
    case 'binary': {
      const left = evaluateFormula(formula.left, scope);
      const right = evaluateFormula(formula.right, scope);
      if (right === 0 && divisions.has(formula.operator)) throw new FormulaFailure('undefined', 'division by zero');
      return finite(operations[formula.operator](left, right), formula.operator);
    }
  }
}

function valueOf(name: string, scope: Scope): number {
  const value = scope.variable(name) ?? constantOf(name);
  if (value !== undefined) return value;
  throw new FormulaFailure(name.toUpperCase() === 'PARENTVALUE' ? 'external' : 'unknown', name);
}

function call({ name, args }: Formula & { kind: 'call' }, scope: Scope): number {
  const key = name.toLowerCase();
  if (external.has(key)) throw new FormulaFailure('external', name);
  if (conditions.has(key)) {
    if (args.length !== 3) throw new FormulaFailure('function', `${name} with ${args.length} arguments`);
    return evaluateFormula(evaluateFormula(args[0]!, scope) !== 0 ? args[1]! : args[2]!, scope);
  }
  if (key === 'ref') {
    const ids = args.map((arg) => (arg.kind === 'text' ? arg.value : ''));
    const value = scope.reference?.(ids);
    if (value === undefined) throw new FormulaFailure('unknown', `Ref(${ids.map((id) => `'${id}'`).join(', ')})`);
    return value;
  }
  if (key === 'unitconversion') {
    const [value, from, to] = args;
    const factor = args.length === 3 && from!.kind === 'text' && to!.kind === 'text' ? scope.unitFactor?.(from!.value, to!.value) : undefined;
    if (factor === undefined) throw new FormulaFailure('function', name);
    return finite(evaluateFormula(value!, scope) * factor, name);
  }
  const found = findFunction(key);
  if (found === undefined) throw new FormulaFailure('function', name);
  if (args.length < found.least || args.length > found.most) throw new FormulaFailure('function', `${name} with ${args.length} arguments`);
  return finite(found.compute(args.map((arg) => evaluateFormula(arg, scope))), name);
}

/** A computed value as text: fifteen digits, which hide what binary fractions add (0.1 * 3 is 0.3). */
export const valueText = (value: number): string => String(Number(value.toPrecision(15)));
