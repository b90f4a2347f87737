// The functions and constants of formulas: what each computes, and how each dialect calls it (openLCA formula interpreter; ecospold.md §2.8).
import type { Dialect } from './syntax.ts';

export interface FormulaFunction {
  /** The hub's own name. */
  name: string;
  least: number;
  most: number;
  compute(args: readonly number[]): number;
  /** Names that are read, in lower case; `name` is one of them. */
  aliases: readonly string[];
  /** How a dialect writes it; absent where it has none. */
  spelled: Partial<Record<Dialect, string>>;
}

const sum = (args: readonly number[]): number => args.reduce((total, each) => total + each, 0);
const truth = (holds: boolean): number => (holds ? 1 : 0);

const everywhere = (name: string, ecospold2 = name.toUpperCase()): FormulaFunction['spelled'] => ({ ilcd: name, openlca: name, ecospold2 });

function define(name: string, [least, most]: readonly [number, number], compute: FormulaFunction['compute'], spelled: FormulaFunction['spelled'], ...aliases: string[]): FormulaFunction {
  return { name, least, most, compute, spelled, aliases: [name, ...aliases] };
}

const one = [1, 1] as const;
const several = [1, 255] as const;

/**
 * Functions whose arguments are all computed. `if` is none of them: only the branch that counts is computed. EcoSpold 2 documents a part of its functions only;
 * it is written those that its own documentation and every spreadsheet have.
 */
export const functions: readonly FormulaFunction[] = [
  define('abs', one, ([x]) => Math.abs(x!), everywhere('abs')),
  define('sqrt', one, ([x]) => Math.sqrt(x!), everywhere('sqrt')),
  define('sqr', one, ([x]) => x! * x!, { ilcd: 'sqr', openlca: 'sqr' }),
  define('exp', one, ([x]) => Math.exp(x!), everywhere('exp')),
  define('ln', one, ([x]) => Math.log(x!), everywhere('ln')),
  define('log10', one, ([x]) => Math.log10(x!), { ilcd: 'log', openlca: 'log' }, 'log', 'lg'),
  define('power', [2, 2], ([x, y]) => x! ** y!, everywhere('power'), 'pow'),
  define('sum', several, sum, everywhere('sum')),
  define('average', several, (args) => sum(args) / args.length, { ilcd: 'avg', openlca: 'avg', ecospold2: 'AVERAGE' }, 'avg', 'mean'),
  define('product', several, (args) => args.reduce((total, each) => total * each, 1), {}),
  define('min', several, (args) => Math.min(...args), everywhere('min')),
  define('max', several, (args) => Math.max(...args), everywhere('max')),
  define('floor', one, ([x]) => Math.floor(x!), { ilcd: 'floor', openlca: 'floor' }),
  define('ceil', one, ([x]) => Math.ceil(x!), { ilcd: 'ceil', openlca: 'ceil' }, 'ceiling'),
  define('round', one, ([x]) => Math.floor(x! + 0.5), { ilcd: 'round', openlca: 'round' }),
  define('trunc', one, ([x]) => Math.trunc(x!), { ilcd: 'trunc', openlca: 'trunc' }, 'int'),
  define('frac', one, ([x]) => x! - Math.trunc(x!), { ilcd: 'frac', openlca: 'frac' }),
  define('ipower', [2, 2], ([x, y]) => x! ** Math.trunc(y!), { ilcd: 'ipower', openlca: 'ipower' }, 'ipow'),
  define('sin', one, ([x]) => Math.sin(x!), everywhere('sin')),
  define('cos', one, ([x]) => Math.cos(x!), everywhere('cos')),
  define('tan', one, ([x]) => Math.tan(x!), everywhere('tan')),
  define('asin', one, ([x]) => Math.asin(x!), everywhere('asin'), 'arcsin'),
  define('acos', one, ([x]) => Math.acos(x!), everywhere('acos'), 'arccos'),
  define('atan', one, ([x]) => Math.atan(x!), everywhere('atan'), 'arctan'),
  define('sinh', one, ([x]) => Math.sinh(x!), { ilcd: 'sinh', openlca: 'sinh' }),
  define('cosh', one, ([x]) => Math.cosh(x!), { ilcd: 'cosh', openlca: 'cosh' }),
  define('tanh', one, ([x]) => Math.tanh(x!), { ilcd: 'tanh', openlca: 'tanh' }),
  define('cotan', one, ([x]) => 1 / Math.tan(x!), { ilcd: 'cotan', openlca: 'cotan' }, 'cot'),
  define('not', one, ([x]) => truth(x === 0), everywhere('not')),
  define('and', several, (args) => truth(args.every((x) => x !== 0)), everywhere('and')),
  define('or', several, (args) => truth(args.some((x) => x !== 0)), everywhere('or')),
];

const byAlias = new Map(functions.flatMap((each) => each.aliases.map((alias) => [alias, each] as const)));

export const findFunction = (name: string): FormulaFunction | undefined => byAlias.get(name.toLowerCase());

/** Functions that cannot be computed from the dataset alone, in lower case: drawn numbers, spreadsheets. */
export const external: ReadonlySet<string> = new Set(['random', 'rand', 'livelink']);

export const conditions: ReadonlySet<string> = new Set(['if', 'iff', 'iif']);

const constants: ReadonlyMap<string, number> = new Map([['pi', Math.PI], ['e', Math.E], ['true', 1], ['false', 0]]);

/** Constants that formulas use without declaring them; a declared variable of the name counts first. */
export const constantOf = (name: string): number | undefined => constants.get(name.toLowerCase());

/** Words that openLCA and ILCD tools read as something else than a variable, in lower case. */
export const reserved: ReadonlySet<string> = new Set([...byAlias.keys(), ...constants.keys(), ...conditions, ...external, 'mod', 'div', 'xor', 'ref', 'unitconversion', 'parentvalue']);
