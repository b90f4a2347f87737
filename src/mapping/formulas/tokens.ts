// Divides the text of a formula into its words. A comma is a decimal mark or separates arguments: the rest of the text tells (ilcd.md §4.3, case 24; ecospold.md §2.8).
import { limits } from './syntax.ts';

export type Token =
  | { kind: 'number' | 'text' | 'name' | 'sign'; text: string; at: number }
  | { kind: 'end'; text: ''; at: number };

/** Why a formula cannot be read, and where, from 1. */
export class FormulaSyntaxError extends Error {
  readonly at: number;
  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}

const patterns = {
  blank: /\s+/y,
  number: /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y,
  commaNumber: /(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?/y,
  text: /'([^']*)'|"([^"]*)"/y,
  name: /[\p{L}_][\p{L}\p{N}_.]*/uy,
  sign: /<=|>=|<>|!=|==|&&|\|\||\*\*|[-+*/^%<>=();,&|]/y,
} as const;

const isOpen = /[('"]/;

/** Whether a comma between digits is a decimal mark: so where arguments are separated by semicolons, or where no function is around it. */
function commaIsDecimal(text: string): boolean {
  if (!text.includes(',')) return false;
  const plain = text.replace(/'[^']*'|"[^"]*"/g, '');
  if (plain.includes(';')) return true;
  let depth = 0;
  const calls: boolean[] = [];
  for (let at = 0; at < plain.length; at++) {
    const char = plain[at]!;
    if (char === '(') {
      const isCall = /[\p{L}\p{N}_.]\s*$/u.test(plain.slice(Math.max(0, at - 60), at));
      calls.push(isCall);
      if (isCall) depth += 1;
    } else if (char === ')') {
      if (calls.pop() === true) depth -= 1;
    } else if (char === ',' && depth > 0) return false;
  }
  return true;
}

/** The words of a formula. @throws FormulaSyntaxError */
export function tokensOf(text: string): Token[] {
  if (text.length > limits.characters) throw new FormulaSyntaxError(`it is longer than ${limits.characters} characters`, limits.characters);
  const number = commaIsDecimal(text) ? patterns.commaNumber : patterns.number;
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    if (tokens.length >= limits.tokens) throw new FormulaSyntaxError(`it has more than ${limits.tokens} parts`, at + 1);
    const blank = take(patterns.blank);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    let kind: Token['kind'] = 'number';
    let found = take(number);
    if (found === null) found = take(patterns[kind = 'name']);
    if (found === null) found = take(patterns[kind = 'sign']);
    if (found === null) found = take(patterns[kind = 'text']);
    if (found === null) throw new FormulaSyntaxError(isOpen.test(text[at]!) ? 'a text is not closed' : `"${String.fromCodePoint(text.codePointAt(at)!)}" is not understood`, at + 1);
    tokens.push({ kind, text: kind === 'text' ? found[1] ?? found[2]! : kind === 'number' ? found[0].replace(',', '.') : found[0], at: at + 1 });
    at += found[0].length;
  }
  tokens.push({ kind: 'end', text: '', at: text.length + 1 });
  return tokens;
}
