// Variables of other formats in the terms of EcoSpold 2: a variable names one amount of the dataset, whatever its case (pkVariableName, ecospold.md §2.3); what is only multiplied with a variable says so in a formula.
import { freeName, longestName } from '../../mapping/formulas/names.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { Exchange, Parameter, Process } from '../../model/process.ts';

/** Names in use, all of one dataset, and what became of those that had to change. */
class Names {
  readonly #taken = new Set<string>();
  readonly #changed = new Map<string, string>();
  readonly #context: WriteContext;

  constructor(context: WriteContext) {
    this.#context = context;
  }

  /** The name under which a variable is written: one word, that no other variable has. */
  give(stated: string, instead: string): string {
    const word = stated.trim().replace(/^[^\p{L}\p{N}_]+/u, '').replace(/\s+/g, '_').slice(0, longestName('ecospold2')) || instead;
    const used = freeName(word, 'ecospold2', (each) => this.#taken.has(each.toLowerCase()));
    this.#taken.add(used.toLowerCase());
    if (used === stated) return used;
    this.#context.issue('value-approximated', { field: '@variableName', value: stated, used });
    // Of several variables of one name, formulas mean the first.
    if (!this.#changed.has(stated.toLowerCase()) && word.toLowerCase() !== stated.toLowerCase()) this.#changed.set(stated.toLowerCase(), used);
    return used;
  }

  has = (name: string): boolean => this.#taken.has(this.in(name).toLowerCase());

  /** A formula with the names that variables are written under. */
  in(formula: string): string {
    if (this.#changed.size === 0) return formula;
    return this.#changed.get(formula.trim().toLowerCase()) ?? formula.replace(/[\p{L}_][\p{L}\p{N}_]*/gu, (word) => this.#changed.get(word.toLowerCase()) ?? word);
  }
}

/** The process with variables that the format can hold. */
export function withVariables(process: Process, context: WriteContext): Process {
  const names = new Names(context);
  const given = process.parameters?.map((parameter): Parameter => ({ ...parameter, name: names.give(parameter.name, `p${parameter.position + 1}`), label: parameter.label ?? { en: parameter.name } }));
  const exchanges = process.exchanges?.map((exchange) => (isMultiplied(exchange, names) ? asFormula(exchange, context) : defining(exchange, names)));
  return {
    ...process,
    // Formulas come last, when all names are known.
    ...(given === undefined ? {} : { parameters: given.map((p) => (p.formula === undefined ? p : { ...p, formula: names.in(p.formula) })) }),
    ...(exchanges === undefined ? {} : { exchanges: exchanges.map((e) => (e.formula === undefined ? e : { ...e, formula: names.in(e.formula) })) }),
  };
}

/** ILCD states a mean amount and the variable that it is multiplied with; the variable belongs to a parameter. */
const isMultiplied = ({ variable, meanAmount }: Exchange, names: Names): boolean => variable !== undefined && (meanAmount !== undefined || names.has(variable));

function asFormula({ variable, ...exchange }: Exchange, context: WriteContext): Exchange {
  if (exchange.formula !== undefined) return exchange;
  if (exchange.meanAmount === undefined) {
    context.issue('value-approximated', { field: 'variable', value: variable, used: 'the amount alone' });
    return exchange;
  }
  return { ...exchange, formula: Number(exchange.meanAmount) === 1 ? variable! : `${exchange.meanAmount} * ${variable!}`, calculated: true };
}

function defining(exchange: Exchange, names: Names): Exchange {
  const { variable, productionVolume, properties } = exchange;
  const named = <T extends { variable?: string | undefined }>(one: T): T => (one.variable === undefined ? one : { ...one, variable: names.give(one.variable, 'v') });
  return {
    ...exchange,
    ...(variable === undefined ? {} : { variable: names.give(variable, 'v') }),
    ...(productionVolume === undefined ? {} : { productionVolume: named(productionVolume) }),
    ...(properties === undefined ? {} : { properties: properties.map(named) }),
  };
}
