// Computes the formulas of a process beside what it states. A stated value counts and is never replaced; where none is stated, the computed one is taken and marked (ilcd.md §4.3, cases 20 and 21; ecospold.md §2.8).
import { decimalPattern } from '../../model/scalar.ts';
import type { Process } from '../../model/process.ts';
import type { ReadContext } from '../transform.ts';
import { evaluateFormula, FormulaFailure, valueText, type Scope } from './evaluate.ts';
import { parseFormula } from './parse.ts';
import { hasFormulas, quantitiesOf, referenceKey, type Quantity } from './quantities.ts';
import { nameKey, partsOf, type Dialect, type Formula } from './syntax.ts';
import { FormulaSyntaxError } from './tokens.ts';
import { unitFactor } from './unit-factor.ts';

/** Relative difference from which a stated value is stale. Amounts of ILCD are rounded by hand; others are written by the program that computed them. */
export const tolerances: Readonly<Record<Dialect, number>> = { ilcd: 1e-3, ecospold2: 1e-6, openlca: 1e-6 };

/** What cancellation leaves where zero is stated. */
const nothing = 1e-12;

/** Values of variables from outside the process: global parameters of the package, by name in lower case. */
export type Globals = ReadonlyMap<string, number>;

const shown = (formula: string): string => (formula.length <= 200 ? formula : `${formula.slice(0, 199)}…`);

export function isStale(stated: number, computed: number, tolerance: number): boolean {
  const difference = Math.abs(stated - computed);
  return difference > (stated === 0 ? nothing : tolerance * Math.max(Math.abs(stated), Math.abs(computed)));
}

class Evaluation {
  readonly #byName = new Map<string, Quantity>();
  readonly #byReference = new Map<string, Quantity>();
  readonly #parsed = new Map<Quantity, Formula>();
  readonly #open = new Set<Quantity>();
  readonly #computed = new Map<Quantity, number | FormulaFailure>();
  readonly #context: ReadContext;
  readonly #tolerance: number;
  readonly #scope: Scope;

  readonly #quantities: readonly Quantity[];

  constructor(quantities: readonly Quantity[], dialect: Dialect, context: ReadContext, globals: Globals | undefined) {
    this.#quantities = quantities;
    this.#context = context;
    this.#tolerance = tolerances[dialect];
    this.#scope = {
      variable: (name) => this.#variable(name) ?? globals?.get(nameKey(name)),
      reference: (ids) => this.#valueOf(this.#byReference.get(referenceKey(ids))),
      unitFactor,
    };
  }

  run(): void {
    this.#index();
    for (const quantity of this.#quantities) if (quantity.formula !== undefined) this.#parse(quantity, quantity.formula);
    this.#tellCycles();
    for (const [quantity, formula] of this.#parsed) this.#check(quantity, formula);
  }

  #index(): void {
    const counts = new Map<string, number>();
    for (const quantity of this.#quantities) {
      for (const key of quantity.keys) if (!this.#byReference.has(key)) this.#byReference.set(key, quantity);
      if (quantity.variable === undefined || quantity.variable === '') continue;
      const key = nameKey(quantity.variable);
      if (!this.#byName.has(key)) this.#byName.set(key, quantity);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, count] of counts) {
      const { variable, path } = this.#byName.get(key)!;
      if (count > 1) this.#context.issue('variable-duplicate', { name: variable, count }, path);
    }
  }

  #parse(quantity: Quantity, text: string): void {
    try {
      this.#parsed.set(quantity, parseFormula(text));
    } catch (error) {
      if (!(error instanceof FormulaSyntaxError)) throw error;
      this.#context.issue('formula-unparsed', { formula: shown(text), reason: error.message, position: error.at }, quantity.path);
    }
  }

  #variable(name: string): number | undefined {
    return this.#valueOf(this.#byName.get(nameKey(name)));
  }

  /** What is stated, else what its formula gives. */
  #valueOf(quantity: Quantity | undefined): number | undefined {
    if (quantity === undefined) return undefined;
    if (quantity.stated !== undefined && decimalPattern.test(quantity.stated)) return Number(quantity.stated);
    const value = this.#compute(quantity);
    if (value instanceof FormulaFailure) throw new FormulaFailure('waiting', quantity.label);
    return value;
  }

  #compute(quantity: Quantity): number | FormulaFailure {
    const known = this.#computed.get(quantity);
    if (known !== undefined) return known;
    const formula = this.#parsed.get(quantity);
    if (formula === undefined || this.#open.has(quantity)) return new FormulaFailure('waiting', quantity.label);
    this.#open.add(quantity);
    let value: number | FormulaFailure;
    try {
      value = evaluateFormula(formula, this.#scope);
    } catch (error) {
      if (!(error instanceof FormulaFailure)) throw error;
      value = error;
    }
    this.#open.delete(quantity);
    this.#computed.set(quantity, value);
    return value;
  }

  #check(quantity: Quantity, formula: Formula): void {
    const { stated, path } = quantity;
    const value = this.#compute(quantity);
    const text = shown(quantity.formula!);
    if (value instanceof FormulaFailure) this.#tellFailure(value, text, path);
    else if (stated === undefined) {
      quantity.take(valueText(value));
      // A plain number is a value by another name.
      if (formula.kind !== 'number') this.#context.issue('value-derived', { formula: text, computed: valueText(value) }, path);
    } else if (decimalPattern.test(stated) && isStale(Number(stated), value, this.#tolerance)) this.#context.issue('formula-stale', { formula: text, stated, computed: valueText(value) }, path);
  }

  #tellFailure({ kind, what }: FormulaFailure, formula: string, path: string): void {
    if (kind === 'unknown') this.#context.issue('variable-undeclared', { name: what }, path);
    if (kind === 'undefined') this.#context.issue('formula-undefined', { formula, what }, path);
    if (kind === 'function') this.#context.issue('formula-function-unknown', { formula, name: what }, path);
    // Values of a parent are told once for the dataset (E22).
    if (kind === 'external' && what.toUpperCase() !== 'PARENTVALUE') this.#context.issue('formula-external', { formula, name: what }, path);
  }

  #uses(formula: Formula): Quantity[] {
    const found: (Quantity | undefined)[] = [];
    for (const part of partsOf(formula)) {
      if (part.kind === 'variable') found.push(this.#byName.get(nameKey(part.name)));
      else if (part.kind === 'call' && nameKey(part.name) === 'ref') found.push(this.#byReference.get(referenceKey(part.args.map((arg) => (arg.kind === 'text' ? arg.value : '')))));
    }
    return found.filter((each) => each !== undefined);
  }

  /** Circles of formulas, each told once. Without recursion, as chains may be long. */
  #tellCycles(): void {
    const done = new Set<Quantity>();
    for (const start of this.#parsed.keys()) {
      const trail: { quantity: Quantity; rest: Quantity[] }[] = [];
      const enter = (quantity: Quantity): void => {
        const formula = this.#parsed.get(quantity);
        if (formula === undefined || done.has(quantity)) return;
        const at = trail.findIndex((step) => step.quantity === quantity);
        if (at < 0) trail.push({ quantity, rest: this.#uses(formula) });
        else this.#context.issue('formula-cycle', { names: [...trail.slice(at).map((step) => step.quantity.label), quantity.label].join(' → ') }, quantity.path);
      };
      enter(start);
      while (trail.length > 0) {
        const next = trail.at(-1)!.rest.pop();
        if (next !== undefined) enter(next);
        else done.add(trail.pop()!.quantity);
      }
    }
  }
}

/** Computes what formulas give, takes it where nothing is stated, and tells what differs, cannot be read or has no value. Marks the process with the dialect of its formulas. */
export function evaluateFormulas(process: Process, dialect: Dialect, context: ReadContext, globals?: Globals): void {
  const isFormula = hasFormulas(process);
  // Amounts of ILCD may be made of a variable, without any formula.
  if (!isFormula && !(dialect === 'ilcd' && process.exchanges?.some((e) => e.variable !== undefined) === true)) return;
  process.formulaDialect = dialect;
  if (!isFormula) return;
  new Evaluation(quantitiesOf(process, dialect), dialect, context, globals).run();
}
