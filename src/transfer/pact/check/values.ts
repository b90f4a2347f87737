// What single values of a PACT footprint look like on the wire (v3 §Data Model, basic types; v2 §Basic Data Types). The published patterns of two decimal types let wrong numbers pass: these do not.

/** What is wrong with a value, in words; undefined where nothing is. */
export type ValueCheck = (value: unknown) => string | undefined;

const decimalText = /^[+-]?\d+(\.\d+)?$/;
const quote = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

const decimalWhere = (holds: (value: string) => boolean, words: string): ValueCheck => (value) => {
  if (typeof value !== 'string' || !decimalText.test(value)) return `${quote(value)} is no decimal number as text`;
  return holds(value) ? undefined : `${quote(value)} is not ${words}`;
};
const isZero = (text: string): boolean => !/[1-9]/.test(text);
const isNegative = (text: string): boolean => text.startsWith('-') && !isZero(text);

export const decimal = decimalWhere(() => true, '');
export const positive = decimalWhere((text) => !isZero(text) && !isNegative(text), 'greater than 0');
export const notNegative = decimalWhere((text) => !isNegative(text), '0 or greater');
export const notPositive = decimalWhere((text) => isZero(text) || isNegative(text), '0 or less');

/** A decimal text between two bounds, both included. */
export const decimalIn = (least: number, most: number): ValueCheck => decimalWhere((text) => Number(text) >= least && Number(text) <= most, `between ${least} and ${most}`);

/** A JSON number between two bounds, both included. */
export const numberIn = (least: number, most: number): ValueCheck => (value) => (typeof value === 'number' && value >= least && value <= most ? undefined : `${quote(value)} is no number between ${least} and ${most}`);

export const integer: ValueCheck = (value) => (Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31 ? undefined : `${quote(value)} is no integer between 0 and 2147483647`);

export const text: ValueCheck = (value) => (typeof value === 'string' ? undefined : `${quote(value)} is no text`);
export const filled: ValueCheck = (value) => (typeof value === 'string' && value !== '' ? undefined : `${quote(value)} is no text with something in it`);
export const truth: ValueCheck = (value) => (typeof value === 'boolean' ? undefined : `${quote(value)} is neither true nor false`);
export const object: ValueCheck = (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : `${quote(value)} is no object`);

const matching = (pattern: RegExp, words: string): ValueCheck => (value) => (typeof value === 'string' && pattern.test(value) ? undefined : `${quote(value)} is no ${words}`);

export const uuid = matching(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i, 'UUID');
/** RFC 8141 asks for a namespace and something in it; the wire schema for `urn:` alone. */
export const urn = matching(/^urn:[a-z\d][a-z\d-]*:\S+$/i, 'URN');
export const uri = matching(/^[a-z][a-z\d+.-]*:\S+$/i, 'URI');
export const country = matching(/^[A-Z]{2}$/, 'country code of ISO 3166-1 (two capital letters)');
export const subdivision = matching(/^[A-Z]{2}-[A-Z\d]{1,3}$/, 'code of a subdivision of ISO 3166-2');
export const assessmentReport = matching(/^AR\d+$/, 'assessment report such as AR6');
export const specVersion = matching(/^\d+\.\d+\.\d+(-\d{8})?$/, 'version of three parts such as 3.0.3');

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
export const dateTime: ValueCheck = (value) => (typeof value === 'string' && rfc3339.test(value) && !Number.isNaN(Date.parse(value)) ? undefined : `${quote(value)} is no date and time with zone (RFC 3339)`);

export const oneOf = (...words: string[]): ValueCheck => (value) => (typeof value === 'string' && words.includes(value) ? undefined : `${quote(value)} is none of: ${words.join(', ')}`);
