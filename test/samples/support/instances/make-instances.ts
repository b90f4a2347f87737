// Random documents that are valid under the official schemas, to try readers and writers on all that a format allows. Reads the schemas where they lie; keeps nothing of them.
import { Random } from '../../../bench/ecospold2/random.ts';
import type { SchemaCheck } from '../../../../src/transfer/validate/xsd.ts';
import { issueText } from '../../../../src/model/issue.ts';
import { satisfy } from './constraints.ts';
import { InstanceMaker, type Instance, type Wishes } from './instance.ts';
import { Components, localOf, namespaceOf, qname, xmlNamespace } from './schema-components.ts';

export interface InstanceSource {
  /** The document of a seed; the same seed gives the same one. Throws where the schema itself refuses it. */
  make(seed: number, wishes?: Partial<Wishes>): { text: string; root: Instance };
}

const usual: Wishes = { density: 0.5, repeats: 3, foreign: 0.05, given: undefined, inside: undefined, always: undefined, depth: 14 };
/** What the schema says first of a document that it refuses; undefined where it accepts it. */
function refusal(check: SchemaCheck, text: string, file: string): string | undefined {
  const result = check.check(Buffer.from(text), file)!;
  return result.state === 'valid' ? undefined : `${result.state}: ${result.issues.slice(0, 3).map((issue) => issueText(issue)).join(' ')}`;
}

/** One document with everything, then sparser ones. */
const densities = [1, 0.5, 0.8, 0.2, 0.05];

/**
 * Documents of a root element that a schema of the folder declares, as `instancesOf(check, 'ilcd/ILCD_ProcessDataSet.xsd', 'processDataSet')`.
 * Every one is checked by the schema before it is handed out; `isChecked` is false for a schema that libxml2 cannot use as it was published.
 */
export function instancesOf(check: SchemaCheck, file: string, root: string, usually: Partial<Wishes> = {}, isChecked = true): InstanceSource {
  const schema = check.folder.schemas.find((s) => s.file === file);
  if (schema === undefined) throw new Error(`there is no schema ${file} in ${check.folder.path}`);
  const maker = new InstanceMaker(new Components(check.folder, schema));
  return {
    make(seed, wishes = {}) {
      const random = new Random(seed, 0x51ab);
      const made = maker.make(qname(schema.namespace, root), random, { ...usual, density: densities[seed % densities.length]!, ...usually, ...wishes });
      satisfy(made, random);
      const text = printInstance(made);
      const refused = isChecked ? refusal(check, text, `${root}.xml`) : undefined;
      if (refused !== undefined) throw new Error(`seed ${seed} of ${root} is ${refused}`);
      return { text, root: made };
    },
  };
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;', '\r': '&#13;' };
const escapeText = (text: string): string => text.replaceAll(/[&<>\r]/g, (c) => escapes[c]!);
const escapeAttribute = (text: string): string => text.replaceAll(/[&<>"\n\t\r]/g, (c) => escapes[c]!);

/** The document as text: the namespace of the root without prefix, all others with one that is made up. */
export function printInstance(root: Instance): string {
  const main = namespaceOf(root.name);
  const prefixes = new Map<string, string>();
  const prefixOf = (namespace: string): string => {
    if (namespace === xmlNamespace) return 'xml';
    let prefix = prefixes.get(namespace);
    if (prefix === undefined) prefixes.set(namespace, (prefix = `p${prefixes.size + 1}`));
    return prefix;
  };
  const nameOf = (name: string): string => (namespaceOf(name) === main ? localOf(name) : namespaceOf(name) === '' ? localOf(name) : `${prefixOf(namespaceOf(name))}:${localOf(name)}`);
  const print = (node: Instance, indent: string): string => {
    const name = nameOf(node.name);
    const isBare = namespaceOf(node.name) === '' ? ' xmlns=""' : '';
    const attributes = node.attributes.map((a) => ` ${namespaceOf(a.name) === '' ? localOf(a.name) : `${prefixOf(namespaceOf(a.name))}:${localOf(a.name)}`}="${escapeAttribute(a.value)}"`).join('');
    const content = node.children.length > 0 ? `${node.children.map((c) => print(c, `${indent}  `)).join('')}\n${indent}` : escapeText(node.text ?? '');
    return `\n${indent}<${name}${isBare}${attributes}${content === '' ? '/>' : `>${content}</${name}>`}`;
  };
  const body = print(root, '').slice(1);
  const declarations = [` xmlns="${escapeAttribute(main)}"`, ...[...prefixes].map(([namespace, prefix]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`)].join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body.replace(/^<([^\s/>]+)/, `<$1${declarations}`)}\n`;
}
