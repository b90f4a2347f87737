// The formulas of a process in the words of another format (ilcd.md §4.3, cases 24 and 25): names by a table, amounts of exchanges by parameters where a format has formulas of parameters only (ILCD).
import type { WriteContext } from '../transform.ts';
import type { Exchange, Parameter, Process } from '../../model/process.ts';
import type { LocalizedText } from '../../model/value.ts';
import { NameTable } from './names.ts';
import { parseFormula } from './parse.ts';
import { quantitiesOf, referenceKey, type Quantity } from './quantities.ts';
import { nameKey, partsOf, type Dialect, type Formula } from './syntax.ts';
import { FormulaSyntaxError } from './tokens.ts';
import { unitFactor } from './unit-factor.ts';
import { FormulaUnsayable, writeFormula } from './write.ts';

const titles: Readonly<Record<Dialect, string>> = { ilcd: 'ILCD', ecospold2: 'EcoSpold 2', openlca: 'openLCA' };

/** The remark that keeps a formula which the format cannot say. */
function withRemark(comment: LocalizedText | undefined, remark: string): LocalizedText {
  const stated = comment?.['en'];
  return { ...comment, en: stated === undefined || stated === '' ? remark : `${stated}\n${remark}` };
}

class Translation {
  readonly #from: Dialect;
  readonly #to: Dialect;
  readonly #context: WriteContext;
  readonly #names: NameTable;
  readonly #quantities: readonly Quantity[];
  readonly #parsed = new Map<string, Formula | undefined>();
  /** Names of the parameters that stand for values of other places, by those values. */
  readonly #standIns = new Map<Quantity, string>();
  readonly #byReference = new Map<string, Quantity>();
  readonly #added: Parameter[] = [];

  readonly #process: Process;

  constructor(process: Process, from: Dialect, to: Dialect, context: WriteContext) {
    this.#process = process;
    this.#from = from;
    this.#to = to;
    this.#context = context;
    this.#quantities = quantitiesOf(process, from);
    const declared = new Map<string, string>();
    for (const { variable } of this.#quantities) if (variable !== undefined && variable !== '' && !declared.has(nameKey(variable))) declared.set(nameKey(variable), variable);
    this.#names = new NameTable([...declared.values()], to);
    for (const name of declared.values()) {
      const used = this.#names.find(name)!;
      if (used !== name.trim()) context.issue('variable-renamed', { name, used, format: titles[to] });
    }
    for (const quantity of this.#quantities) for (const key of quantity.keys) if (!this.#byReference.has(key)) this.#byReference.set(key, quantity);
  }

  result(): Process {
    const parameters = this.#process.parameters ?? [];
    const isParameter = new Set(this.#quantities.slice(0, parameters.length));
    for (const quantity of this.#used()) if (!isParameter.has(quantity)) this.#standIns.set(quantity, quantity.variable === undefined || quantity.variable === '' ? this.#names.free(quantity.label) : this.#names.find(quantity.variable)!);
    const translated = parameters.map((parameter) => this.#parameter(parameter));
    const byPath = new Map(this.#quantities.map((quantity) => [quantity.path, quantity]));
    for (const [quantity, name] of this.#standIns) this.#stand(quantity, name);
    const before = quantitiesByExchange(this.#process, byPath, this.#from);
    const exchanges = this.#process.exchanges?.map((exchange) => this.#exchange(exchange, before.get(exchange)));
    const all = [...translated, ...this.#added].map((parameter, position) => ({ ...parameter, position }));
    return { ...this.#process, formulaDialect: this.#to, ...(all.length === 0 ? {} : { parameters: all }), ...(exchanges === undefined ? {} : { exchanges }) };
  }

  #parse(text: string): Formula | undefined {
    if (!this.#parsed.has(text)) {
      let formula: Formula | undefined;
      try {
        formula = parseFormula(text);
      } catch (error) {
        if (!(error instanceof FormulaSyntaxError)) throw error;
      }
      this.#parsed.set(text, formula);
    }
    return this.#parsed.get(text);
  }

  /** Values that formulas use by name or by `Ref`. */
  #used(): Quantity[] {
    const byName = new Map<string, Quantity>();
    for (const quantity of this.#quantities) if (quantity.variable !== undefined && !byName.has(nameKey(quantity.variable))) byName.set(nameKey(quantity.variable), quantity);
    const used = new Set<Quantity>();
    for (const { formula: text } of this.#quantities) {
      const formula = text === undefined ? undefined : this.#parse(text);
      if (formula === undefined) continue;
      for (const part of partsOf(formula)) {
        const found = part.kind === 'variable' ? byName.get(nameKey(part.name)) : part.kind === 'call' && nameKey(part.name) === 'ref' ? this.#byReference.get(keyOf(part)) : undefined;
        if (found !== undefined) used.add(found);
      }
    }
    return [...used];
  }

  /** The formula in the target; undefined, and told, where it has no words for it. */
  #say(text: string): string | undefined {
    const formula = this.#parse(text);
    let what = 'it cannot be read';
    if (formula !== undefined) {
      try {
        return writeFormula(formula, this.#to, { variable: (name) => this.#names.find(name), reference: (ids) => this.#nameOf(this.#byReference.get(referenceKey(ids))), unitFactor });
      } catch (error) {
        if (!(error instanceof FormulaUnsayable)) throw error;
        what = error.what;
      }
    }
    this.#context.issue('formula-unwritable', { formula: text.slice(0, 200), format: titles[this.#to], what });
    return undefined;
  }

  #nameOf(quantity: Quantity | undefined): string | undefined {
    if (quantity === undefined) return undefined;
    return this.#standIns.get(quantity) ?? (quantity.variable === undefined ? undefined : this.#names.find(quantity.variable));
  }

  #remark(text: string): string {
    return `Formula (${titles[this.#from]}): ${text}`;
  }

  #parameter({ formula, calculated, ...parameter }: Parameter): Parameter {
    const done: Parameter = { ...parameter, name: this.#names.find(parameter.name) ?? parameter.name };
    if (this.#to === 'ecospold2' && calculated !== undefined) done.calculated = calculated;
    if (formula === undefined) return done;
    const said = this.#say(formula);
    return said === undefined ? { ...done, comment: withRemark(done.comment, this.#remark(formula)) } : { ...done, formula: said };
  }

  /** A parameter for a value of another place. */
  #stand({ formula, stated }: Quantity, name: string): void {
    const said = formula === undefined ? undefined : this.#say(formula);
    const remark = formula === undefined || said !== undefined ? undefined : { comment: withRemark(undefined, this.#remark(formula)) };
    this.#added.push({ position: 0, name, ...(stated === undefined ? {} : { value: stated }), ...(said === undefined ? {} : { formula: said }), ...remark });
  }

  #exchange(exchange: Exchange, quantity: Quantity | undefined): Exchange {
    if (this.#from === 'ilcd') return this.#fromIlcd(exchange);
    const { formula, variable: _defined, calculated: _told, ...plain } = exchange;
    let name = quantity === undefined ? undefined : this.#standIns.get(quantity);
    if (name === undefined && exchange.variable !== undefined) this.#context.issue('variable-unwritable', { exchange: exchange.internalId, name: exchange.variable, format: titles[this.#to] });
    if (formula === undefined && name === undefined) return plain;
    if (name !== undefined) return this.#to === 'ilcd' ? { ...plain, formula: name, variable: name, meanAmount: '1' } : { ...plain, formula: name };
    const said = this.#say(formula!);
    if (said === undefined) return { ...plain, comment: withRemark(plain.comment, this.#remark(formula!)) };
    if (this.#to !== 'ilcd') return { ...plain, formula: said };
    // Only parameters have formulas in ILCD: the exchange is one time its parameter.
    name = this.#names.free(`amount_${exchange.position + 1}`);
    this.#added.push({ position: 0, name, formula: said, ...(plain.amount === undefined ? {} : { value: plain.amount }) });
    return { ...plain, formula: name, variable: name, meanAmount: '1' };
  }

  /** The amount of ILCD is its mean amount times a variable, which elsewhere is a formula. */
  #fromIlcd(exchange: Exchange): Exchange {
    const { variable, meanAmount, calculated: _told, ...plain } = exchange;
    if (variable === undefined) return exchange;
    const factor = meanAmount === undefined || Number(meanAmount) === 1 ? '' : `${meanAmount}*`;
    const said = this.#say(`${factor}${variable}`);
    return said === undefined ? { ...plain, comment: withRemark(plain.comment, this.#remark(`${factor}${variable}`)) } : { ...plain, formula: said };
  }
}

const keyOf = ({ args }: Formula & { kind: 'call' }): string => referenceKey(args.map((arg) => (arg.kind === 'text' ? arg.value : '')));

/** The value that each exchange itself is, found by its identifier. */
function quantitiesByExchange(process: Process, byPath: ReadonlyMap<string, Quantity>, from: Dialect): Map<Exchange, Quantity> {
  const found = new Map<Exchange, Quantity>();
  if (from === 'ilcd') return found;
  const byKey = new Map<string, Quantity>();
  for (const quantity of byPath.values()) for (const key of quantity.keys) if (!byKey.has(key)) byKey.set(key, quantity);
  for (const exchange of process.exchanges ?? []) {
    const quantity = byKey.get(referenceKey([exchange.internalId]));
    if (quantity !== undefined) found.set(exchange, quantity);
  }
  return found;
}

/** The process with its formulas in the words of `to`; as it is where it has none, or has them in these words already. What cannot be said stays as a remark beside its value, which is told. */
export function translateFormulas(process: Process, to: Dialect, context: WriteContext): Process {
  const from = process.formulaDialect;
  return from === undefined || from === to ? process : new Translation(process, from, to, context).result();
}
