// A file of a package → the datasets in it, each with the identity it states itself; or a file that is no document and is compared byte for byte.
import { TanluError } from '../../errors.ts';
import type { Issue } from '../../model/issue.ts';
import { sniffXmlRoot } from '../../formats/xml/sniff.ts';
import { formatOfNamespace, namespaceMeant, type Format } from './schema-facts.ts';
import { childOf, localName, readJsonTree, readXmlTree, valueOf, type Tree } from './tree.ts';
import { canonicalValue } from './values.ts';

export interface Document {
  /** Root element, or type in JSON: what is paired is of one kind. */
  kind: string;
  /** Identifier that the document states; absent where it states none. */
  id?: string;
  version?: string;
  /** The dataset; where a file holds one dataset only, what stands around it as well. Its own name is ''. */
  tree: Tree;
}

export type FileContent =
  | { is: 'documents'; format: Format | undefined; documents: Document[]; issues: Issue[] }
  /** Not a document: compared as bytes. `reason` tells why a file that should be one cannot be read. */
  | { is: 'bytes'; reason?: string };

/** Reads a file. What is broken is told in `reason`, never thrown. */
export function readFileContent(bytes: Uint8Array, file: string): FileContent {
  try {
    const named = /\.(xml|spold|jsonld|json)$/i.exec(file)?.[1]?.toLowerCase();
    const root = sniffXmlRoot(bytes);
    if (root !== undefined) {
      const meant = root.namespace === '' ? meantNamespace(root.localName, bytes) : undefined;
      const format = formatOfNamespace(meant ?? root.namespace);
      if (format === undefined && named === undefined) return { is: 'bytes' };
      const read = readXmlTree(bytes, file, meant);
      return { is: 'documents', format, documents: datasetsOf(read.root), issues: read.issues };
    }
    if (named === 'xml' || named === 'spold') readXmlTree(bytes, file); // says what is wrong with it
    if (named === 'json' || named === 'jsonld') {
      const documents = objectsOf(readJsonTree(bytes, file));
      return { is: 'documents', format: documents.some((d) => d.id !== undefined) ? 'olca' : undefined, documents, issues: [] };
    }
    return { is: 'bytes' };
  } catch (error) {
    if (error instanceof TanluError) return { is: 'bytes', reason: error.message };
    throw error;
  }
}

function meantNamespace(root: string, bytes: Uint8Array): string | undefined {
  if (root !== 'ecoSpold') return namespaceMeant(root);
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 65_536)).toString('latin1');
  return /<(activityDataset|childActivityDataset)\b/.test(head) ? 'http://www.EcoInvent.org/EcoSpold02' : 'http://www.EcoInvent.org/EcoSpold01';
}

const whole = (...children: Tree[]): Tree => ({ name: '', attributes: [], children, text: '' });

/** Root elements that hold datasets, not fields: which files datasets are divided into says nothing about them. */
const containers = new Set(['ecoSpold', 'ILCD']);
const heldDatasets = /^(dataset|activityDataset|childActivityDataset|\w+DataSet)$/;

function datasetsOf(root: Tree): Document[] {
  const held = containers.has(localName(root.name)) ? root.children.filter((c) => heldDatasets.test(localName(c.name))) : [];
  if (held.length === 0) return [{ ...identityOf(root), tree: whole(root) }];
  const around: Tree = { ...root, children: root.children.filter((c) => !held.includes(c)) };
  const saysSomething = around.attributes.length > 0 || around.children.length > 0 || around.text !== '';
  if (held.length === 1) return [{ ...identityOf(held[0]!), tree: saysSomething ? whole(held[0]!, around) : whole(held[0]!) }];
  const documents: Document[] = held.map((dataset) => ({ ...identityOf(dataset), tree: whole(dataset) }));
  return saysSomething ? [...documents, { kind: localName(root.name), tree: whole(around) }] : documents;
}

function identityOf(dataset: Tree): Pick<Document, 'kind' | 'id' | 'version'> {
  const kind = localName(dataset.name);
  if (kind === 'dataset') return { kind, ...ecoSpold1Identity(dataset) };
  if (kind === 'activityDataset' || kind === 'childActivityDataset') return { kind, ...ecoSpold2Identity(dataset) };
  return { kind, ...ilcdIdentity(dataset) };
}

function given(id: string | undefined, version?: string): Pick<Document, 'id' | 'version'> {
  return { ...(id === undefined || id === '' ? {} : { id: canonicalValue(id, 'text') }), ...(version === undefined ? {} : { version: canonicalValue(version, 'version') }) };
}

function ilcdIdentity(dataset: Tree): Pick<Document, 'id' | 'version'> {
  const information = dataset.children.map((c) => childOf(c, 'dataSetInformation')).find((c) => c !== undefined);
  const id = childOf(information, 'UUID')?.text;
  const version = childOf(childOf(childOf(dataset, 'administrativeInformation'), 'publicationAndOwnership'), 'dataSetVersion')?.text;
  return given(id, id === undefined ? undefined : (version ?? '00.00.000'));
}

// Activities are not unique in linked databases; the identity is activity and reference product, as in file names.
function ecoSpold2Identity(dataset: Tree): Pick<Document, 'id' | 'version'> {
  const activity = childOf(childOf(dataset, 'activityDescription'), 'activity');
  const id = activity === undefined ? undefined : valueOf(activity, 'id');
  const products = (childOf(dataset, 'flowData')?.children ?? []).filter((c) => localName(c.name) === 'intermediateExchange' && canonicalValue(childOf(c, 'outputGroup')?.text ?? '', 'number') === '0');
  const product = products.length === 1 ? valueOf(products[0]!, 'intermediateExchangeId') : undefined;
  const file = childOf(childOf(dataset, 'administrativeInformation'), 'fileAttributes');
  const version = file === undefined ? undefined : ['majorRelease', 'minorRelease', 'majorRevision', 'minorRevision'].map((n) => canonicalValue(valueOf(file, n) ?? '0', 'text')).join('.');
  return given(id === undefined ? undefined : `${id.trim().toLowerCase()}${product === undefined ? '' : `_${product.trim().toLowerCase()}`}`, version);
}

// EcoSpold 1 has no UUIDs: a process is known by name, place, unit and whether it is infrastructure; an elementary flow or indicator by its categories too.
function ecoSpold1Identity(dataset: Tree): Pick<Document, 'id' | 'version'> {
  const information = childOf(childOf(dataset, 'metaInformation'), 'processInformation');
  const function_ = childOf(information, 'referenceFunction');
  if (function_ === undefined) return given(valueOf(dataset, 'number'));
  const place = childOf(information, 'geography');
  const facts = ['name', 'unit', 'infrastructureProcess', 'category', 'subCategory'].map((n) => canonicalValue(valueOf(function_, n) ?? '', n === 'infrastructureProcess' ? 'boolean' : 'text'));
  return given([facts[0], place === undefined ? '' : (valueOf(place, 'location') ?? ''), ...facts.slice(1)].join(' | '), valueOf(dataset, 'number'));
}

function objectsOf(root: Tree): Document[] {
  const graph = root.children.filter((c) => c.name === '@graph');
  const objects = graph.length > 0 ? graph : root.children.length > 0 && root.children.every((c) => c.name === '[]') ? root.children : undefined;
  if (objects === undefined || !objects.every((o) => valueOf(o, '@id') !== undefined)) return [objectOf(root)];
  return objects.map(objectOf);
}

function objectOf(object: Tree): Document {
  const kind = valueOf(object, '@type') ?? 'JSON';
  const id = valueOf(object, '@id');
  return { kind, ...given(id, id === undefined ? undefined : (valueOf(object, 'version') ?? '')), tree: whole({ ...object, name: kind }) };
}
