// Input of mutations and commands, checked by a zod schema; what is wrong is told in one sentence that names the fields.
import { z } from 'zod';
import { TanluError } from '../errors.ts';
import { uuidPattern } from '../model/scalar.ts';

/** @throws TanluError (usage) with `code`, whose message names each field that is wrong. */
export function checkInput<T extends z.ZodType>(schema: T, input: unknown, code: string): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')} ${message}`));
  throw new TanluError(code, `${lines.join('; ')}.`, { kind: 'usage', params: { fields: parsed.error.issues.map(({ path }) => path.join('.')) } });
}

/** Identifier of a record, in either case. */
export const identifier = z.string('must be a UUID').transform((text) => text.toLowerCase()).refine((text) => uuidPattern.test(text), 'must be a UUID');

/** Text that people read: no control characters but line ends, not empty, not endless. */
export const words = (most: number) => z.string('must be a text').transform((text) => text.normalize('NFC').trim())
  .refine((text) => text !== '', 'must not be empty').refine((text) => text.length <= most, `must have at most ${most} characters`)
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text), 'must not hold control characters');

/** A time to come, ISO 8601 with zone. */
export const futureTime = z.string('must be a point in time').refine((text) => /T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)), 'must be a point in time with zone: 2027-01-31T00:00:00Z')
  .refine((text) => !(Date.parse(text) <= Date.now()), 'must lie in the future');

/** Whether a text may be an identifier at all; those that are none are of no record. */
export const isIdentifier = (text: string): boolean => uuidPattern.test(text.toLowerCase());
