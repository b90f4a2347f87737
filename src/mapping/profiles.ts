// Puts the elements of a written document in the order of its profile, where a table names one that wants another than its rows have.
import type { TableProfile } from './field-table.ts';
import type { WrittenElement } from './written.ts';

/** Orders the elements of the document by the profile that it shows to be of. */
export function orderByProfile(root: WrittenElement, profiles: readonly TableProfile[]): void {
  for (const { when, order } of profiles) {
    const prefixes = new Set(when.prefixes);
    if (!elementsAt(root, when.path).some(({ text }) => text.trim() === when.text) && !uses(root, prefixes)) continue;
    for (const [path, names] of Object.entries(order)) for (const element of elementsAt(root, path)) putFirst(element, names);
  }
}

const elementsAt = (root: WrittenElement, path: string): WrittenElement[] =>
  path.split('/').reduce<WrittenElement[]>((found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)), [root]);

function uses({ name, children }: WrittenElement, prefixes: ReadonlySet<string>): boolean {
  const end = name.indexOf(':');
  if (end > 0 && prefixes.has(name.slice(0, end))) return true;
  for (let i = 0; i < children.length; i++) if (uses(children[i]!, prefixes)) return true;
  return false;
}

function putFirst(element: WrittenElement, names: readonly string[]): void {
  const rank = new Map(names.map((name, at) => [name, at]));
  element.children = element.children.toSorted((a, b) => (rank.get(a.name) ?? names.length) - (rank.get(b.name) ?? names.length));
}
