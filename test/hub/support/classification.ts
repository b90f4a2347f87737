// Classification entries of test rows; the loader makes those of imported ones from the classification tables.

/**
 * Entries of the classification column: each class with its ancestors (`ancestors` knows the rules of the scheme; the codes
 * from the top down, without the class itself), and '=' before the class itself.
 */
export function classificationEntries(classes: readonly { scheme: string; code?: string | undefined }[], ancestors: (scheme: string, code: string) => readonly string[]): string[] {
  const entries = new Set<string>();
  for (const { scheme, code } of classes) {
    if (code === undefined) continue;
    entries.add(`=${scheme}:${code}`).add(`${scheme}:${code}`);
    for (const above of ancestors(scheme, code)) entries.add(`${scheme}:${above}`);
  }
  return [...entries];
}
