// JSON whose numbers keep their exact text (RFC 8259 §6): what is read as 0.10 is written as 0.10.
import { Decimal } from 'decimal.js';
import { TanluError } from '../../errors.ts';

/** A number as its text. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
// Both are in the language (ECMAScript 2026, JSON.parse source text access) before they are in its type declarations.
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** Parses JSON; numbers become JsonNumber. @throws TanluError FLOW_MAP_UNREADABLE */
export function parseJson(text: string): unknown {
  try {
    return parse(text, (_key, value, context) => (typeof value === 'number' ? new JsonNumber(context.source ?? String(value)) : value));
  } catch (error) {
    throw new TanluError('FLOW_MAP_UNREADABLE', `The mapping file is no valid JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** Prints JSON, two blanks a level; JsonNumber becomes its text. */
export const printJson = (value: unknown): string =>
  `${JSON.stringify(value, (_key, item: unknown) => (item instanceof JsonNumber ? rawJSON(item.text) : item), 2)}\n`;

const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A decimal text as a JSON number: the same digits where JSON allows their form. */
export const toJsonNumber = (decimal: string): JsonNumber => new JsonNumber(jsonNumber.test(decimal) ? decimal : new Decimal(decimal).toString());
