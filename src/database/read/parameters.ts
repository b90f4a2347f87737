// Collects the parameters of one statement and hands out aliases.
import { TanluError } from '../../errors.ts';

const holdsNul = (value: unknown): boolean => (typeof value === 'string' ? value.includes('\0') : Array.isArray(value) && value.some(holdsNul));

export class Parameters {
  readonly values: unknown[] = [];
  private aliases = 0;

  /** Placeholder for a value; the type is needed wherever PostgreSQL cannot tell it from the other side. Throws INPUT_INVALID for what no text can hold. */
  add(value: unknown, type?: string): string {
    if (holdsNul(value)) throw new TanluError('INPUT_INVALID', 'A text in the request holds the character U+0000, which no record can contain. Leave it out.', { kind: 'usage' });
    this.values.push(value);
    return type === undefined ? `$${this.values.length}` : `$${this.values.length}::${type}`;
  }

  alias(prefix: string): string {
    this.aliases += 1;
    return `${prefix}${this.aliases}`;
  }
}
