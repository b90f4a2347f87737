// The plain values of a JSON document by path, read by JSON.parse and its sources and not by the adapter.

/** Every value that is neither object, list nor null, as path and source text; lists by position. Numbers in the spelling of the document. */
export function leavesOf(text: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (value === null || value === undefined) return;
    if (value instanceof Stated) found.push(`${path} = ${value.source}`);
    else if (Array.isArray(value)) value.forEach((inner, n) => visit(inner, `${path}[${n}]`));
    else if (typeof value === 'object') for (const [key, inner] of Object.entries(value)) visit(inner, `${path}/${key}`);
    else found.push(`${path} = ${JSON.stringify(value)}`);
  };
  visit(JSON.parse(text, withSource as never), '');
  return found.sort();
}

class Stated {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

const withSource = (_key: string, value: unknown, context: { source: string }): unknown => (typeof value === 'number' ? new Stated(context.source) : value);
