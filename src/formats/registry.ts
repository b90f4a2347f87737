// The adapters that Tanlu has, and how a file finds its own: by root element and namespace, or by the kind that a JSON document states; never by name.
import { makeIssue, type Issue } from '../model/issue.ts';
import type { FormatAdapter } from './adapter.ts';
import { unknownNamespace } from './adapter.ts';
import { ecospold1 } from './ecospold1/adapter.ts';
import { ecospold2 } from './ecospold2/adapter.ts';
import { ilcd } from './ilcd/adapter.ts';
import { olca } from './olca/adapter.ts';
import { pact } from './pact/adapter.ts';
import { sniffInside, sniffJson } from './json/sniff.ts';
import { sniffXmlRoot } from './xml/sniff.ts';

export const adapters: readonly FormatAdapter[] = [ilcd, ecospold2, ecospold1, olca, pact];

const localName = (canonical: string) => canonical.slice(canonical.indexOf(':') + 1);

/** Whether the beginning of a document has an element that the tables of an adapter expect below the root. */
function hasChild(adapter: FormatAdapter, root: string, bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 65_536)).toString('latin1');
  const children = adapter.compiled.roots.get(root)?.root.children.keys() ?? [];
  return [...children].some((name) => new RegExp(`<${localName(name)}[\\s/>]`).test(head));
}

/** The adapter for a document, or the issue that says why there is none. */
export function recognize(bytes: Uint8Array, file: string): { adapter: FormatAdapter } | { issue: Issue } {
  const root = sniffXmlRoot(bytes);
  if (root === undefined) return recognizeJson(bytes, file);
  const named = adapters.filter((a) => a.syntax === 'xml' && Object.keys(a.definition.roots).some((r) => localName(r) === root.localName));
  for (const adapter of named) {
    const prefix = adapter.definition.namespaces[root.namespace];
    if (prefix !== undefined && Object.hasOwn(adapter.definition.roots, prefix === '' ? root.localName : `${prefix}:${root.localName}`)) return { adapter };
  }
  if (named[0] !== undefined && root.namespace === '') return { adapter: named.find((a) => hasChild(a, root.localName, bytes)) ?? named[0] };
  if (named.length > 0) return { issue: unknownNamespace(file, root, named.flatMap((a) => Object.keys(a.definition.namespaces))) };
  return { issue: makeIssue('file-not-recognized', { file }, { reason: `root element ${root.localName}` }) };
}

function recognizeJson(bytes: Uint8Array, file: string): { adapter: FormatAdapter } | { issue: Issue } {
  let isJson = false;
  for (const adapter of adapters) {
    if (adapter.syntax !== 'json') continue;
    const head = sniffJson(bytes, adapter.kindKey!);
    if (head === undefined) continue;
    isJson = true;
    const inside = adapter.listKey === undefined || !head.has(adapter.listKey) ? undefined : sniffInside(bytes, adapter.listKey);
    if (adapter.rootOf!(head, inside) !== undefined) return { adapter };
  }
  return { issue: makeIssue('file-not-recognized', { file }, { reason: isJson ? 'it is JSON, but of no known kind' : 'it is neither XML nor a JSON object' }) };
}
