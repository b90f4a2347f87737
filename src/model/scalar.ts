// The scalar values of the model. Each carries the GraphQL scalar it is shown as (`scalar`) and its meaning.
import { z } from 'zod';

declare module 'zod' {
  interface GlobalMeta {
    /** GraphQL scalar that shows this value, where the plain zod type does not tell. */
    scalar?: 'ID' | 'Decimal' | 'Date' | 'DateTime' | 'Int' | 'JSON';
    /** Noun that an identifier points to. */
    refersTo?: string;
    /** Unit of the value, where it has a fixed one. */
    unit?: string;
    /** Standard and clause the field comes from. */
    source?: string;
    /** Long list: kept as rows of its own table, not in the record. */
    rows?: string;
  }
}

/** A number as an exact decimal text, as in the source: never rounded, never a float. */
export const decimalPattern = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
export const decimal = z.string().regex(decimalPattern, 'is not a decimal number').meta({ scalar: 'Decimal' });
export type Decimal = string;

/** RFC 9562 UUID in lower case. */
export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const uuid = z.string().regex(uuidPattern, 'is not a UUID').meta({ scalar: 'ID' });

/** Calendar day, ISO 8601 (YYYY-MM-DD). */
export const date = z.string().regex(/^-?\d{4,}-\d{2}-\d{2}$/, 'is not a date (YYYY-MM-DD)').meta({ scalar: 'Date' });

/** Point in time, ISO 8601 with zone. */
export const dateTime = z.string().regex(/^-?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/, 'is not a date-time with zone').meta({ scalar: 'DateTime' });

/** Four-digit year. */
export const year = z.number().int().meta({ scalar: 'Int' });

/** Whole number. */
export const integer = z.number().int().meta({ scalar: 'Int' });

/** Text in one language, language unknown or not applicable. */
export const text = z.string();

/** Dataset version as written by its format; `00.00.000` where the dataset states none (ILCD 1.1 §Version). */
export const version = z.string().min(1).describe('Version of the dataset as its format writes it; 00.00.000 where it states none.');
