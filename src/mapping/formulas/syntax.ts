// What a formula is once it is read: a tree that knows no dialect (openLCA formula interpreter; EcoSpold 2, mathematicalRelation; ILCD 1.1, MatR).

/** Formats whose formulas are read and written. ILCD fixes no grammar: what its tools write is read. */
export const dialects = ['ilcd', 'ecospold2', 'openlca'] as const;
export type Dialect = (typeof dialects)[number];

export type Operator = '+' | '-' | '*' | '/' | '^' | '<' | '<=' | '=' | '<>' | '>=' | '>' | 'and' | 'or' | 'xor' | 'mod' | 'div';

/** `at` is the place in the text, from 1. */
export type Formula =
  | { kind: 'number'; text: string }
  | { kind: 'text'; value: string }
  | { kind: 'variable'; name: string; at: number }
  | { kind: 'negative'; of: Formula }
  | { kind: 'percent'; of: Formula }
  | { kind: 'binary'; operator: Operator; left: Formula; right: Formula }
  | { kind: 'call'; name: string; args: readonly Formula[]; at: number };

/** Bounds of what is read: formulas come from strangers. */
export const limits = { characters: 10_000, tokens: 3_000, depth: 100 } as const;

/** Names are compared without regard to case, and to blanks around them, which declarations have and formulas have not. */
export const nameKey = (name: string): string => name.trim().toLowerCase();

/** Every part of a formula, the whole first. */
export function* partsOf(formula: Formula): Generator<Formula> {
  const open: Formula[] = [formula];
  while (open.length > 0) {
    const part = open.pop()!;
    yield part;
    if (part.kind === 'negative' || part.kind === 'percent') open.push(part.of);
    else if (part.kind === 'binary') open.push(part.right, part.left);
    else if (part.kind === 'call') open.push(...part.args.toReversed());
  }
}

/** Names of the variables that a formula uses, as it spells them, each once. */
export function variablesOf(formula: Formula): string[] {
  const found = new Map<string, string>();
  for (const part of partsOf(formula)) if (part.kind === 'variable' && !found.has(nameKey(part.name))) found.set(nameKey(part.name), part.name);
  return [...found.values()];
}
