// Collects the parameters of one statement and hands out aliases.

export class Parameters {
  readonly values: unknown[] = [];
  private aliases = 0;

  /** Placeholder for a value; the type is needed wherever PostgreSQL cannot tell it from the other side. */
  add(value: unknown, type?: string): string {
    this.values.push(value);
    return type === undefined ? `$${this.values.length}` : `$${this.values.length}::${type}`;
  }

  alias(prefix: string): string {
    this.aliases += 1;
    return `${prefix}${this.aliases}`;
  }
}
