// What later versions of olca-schema call what version 1 says (CHANGES.md of version 2, and the upgrades that openLCA makes when it reads: below 2, below 3), so that
// an older package can be compared with a newer one. The facts are the judge's own; nothing here is taken from the adapter.
import { localName, valueOf, type Tree } from './tree.ts';
import { trimWhite } from './values.ts';

/** What the documents of an openLCA package say about all of it. */
export interface OlcaFacts {
  /** As the headers state it; undefined where there are none, which openLCA takes for 1. */
  version: number | undefined;
  categories: Map<string, { name: string; parent: string | undefined }>;
}

export const noFacts = (): OlcaFacts => ({ version: undefined, categories: new Map() });

/** Takes in what a document says: the version of a header, the name and place of a category. */
export function learn(facts: OlcaFacts, kind: string, tree: Tree): void {
  const object = tree.children[0];
  if (object === undefined) return;
  if (kind === 'JSON') {
    const stated = Number(valueOf(object, 'schemaVersion') ?? (object.children.length === 1 ? valueOf(object, 'version') : undefined));
    if (Number.isInteger(stated)) facts.version = Math.max(facts.version ?? 0, stated);
  }
  const [id, name] = [valueOf(object, '@id'), valueOf(object, 'name')];
  if (kind !== 'Category' || id === undefined || name === undefined) return;
  const above = object.children.find((c) => c.name === 'category');
  facts.categories.set(id, { name, parent: above === undefined ? undefined : valueOf(above, '@id') });
}

/** By type of the object that holds them: old name, new name. */
const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Currency: { referenceCurrency: 'refCurrency' },
  // The last one was renamed within version 1.
  Exchange: { avoidedProduct: 'isAvoidedProduct', input: 'isInput', quantitativeReference: 'isQuantitativeReference', pedigreeUncertainty: 'dqEntry' },
  Flow: { infrastructureFlow: 'isInfrastructureFlow' },
  FlowPropertyFactor: { referenceFlowProperty: 'isRefFlowProperty' },
  ImpactCategory: { referenceUnitName: 'refUnit' },
  Parameter: { inputParameter: 'isInputParameter' },
  Process: { infrastructureProcess: 'isInfrastructureProcess' },
  ProcessDocumentation: { copyright: 'isCopyrightProtected' },
  ProductSystem: { referenceExchange: 'refExchange', referenceProcess: 'refProcess' },
  Unit: { referenceUnit: 'isRefUnit' },
};

/** What an object is by the key that holds it, where it does not say. */
const typeByKey: Readonly<Record<string, string>> = {
  exchanges: 'Exchange', flowProperties: 'FlowPropertyFactor', parameters: 'Parameter', processDocumentation: 'ProcessDocumentation', units: 'Unit',
};

const headers: Readonly<Record<string, number>> = { schemaVersion: 3, version: 2 };

const object = (name: string, children: Tree[]): Tree => ({ name, attributes: [], children, text: '' });
/** A text of the newer version in which `stands` leaves of the older one are found again. */
const text = (name: string, value: string, stands: number, type: NonNullable<Tree['type']> = 'string'): Tree => ({ name, attributes: [], children: [], text: value, type, stands });
const leavesIn = (tree: Tree): number => (tree.children.length === 0 ? 1 : tree.children.reduce((sum, child) => sum + leavesIn(child), 0));

/**
 * A document in the words of `version`, as far as the package tells: `stated` is the version of the package that it stands in. Leaves that become one leaf
 * count as many as they were.
 */
export function inWordsOf(version: number, kind: string, tree: Tree, facts: OlcaFacts): Tree {
  const stated = facts.version ?? 1;
  if (stated >= version || kind === 'Category') return tree;
  return { ...tree, children: tree.children.map((each) => (kind === 'JSON' ? headerOf(each) : upgraded(each, kind, stated, facts))) };
}

/** A header states the version of its package, which a newer package cannot repeat. */
function headerOf(header: Tree): Tree {
  return { ...header, children: header.children.map((child) => (child.type === 'number' && Number(child.text) < (headers[child.name] ?? 0) ? { ...child, text: String(headers[child.name]) } : child)) };
}

function upgraded(tree: Tree, type: string | undefined, stated: number, facts: OlcaFacts): Tree {
  if (tree.children.length === 0) return tree;
  const names = new Set(tree.children.map((c) => c.name));
  const renames = stated < 2 ? renamed[type ?? ''] : undefined;
  const children = tree.children.flatMap((child): Tree[] => {
    const name = renames?.[child.name];
    const inner = upgraded(child, valueOf(child, '@type') ?? typeByKey[child.name], stated, facts);
    if (name !== undefined && !names.has(name)) return [{ ...inner, name }];
    if (stated < 2 && child.name === 'category' && child.children.length > 0) return categoryOf(child, facts);
    return [stated < 2 ? dayOf(inner) : inner];
  });
  const done = { ...tree, children };
  if (type === 'ProductSystem' && stated < 2) return withParameterSet(done);
  return type === 'ProcessDocumentation' && stated < 3 ? withReviews(done) : done;
}

/** The path of names from the top; where the package does not have the category, its name, and the reference beside it. */
function categoryOf(reference: Tree, { categories }: OlcaFacts): Tree[] {
  const id = valueOf(reference, '@id');
  const path: string[] = [];
  const seen = new Set<string>();
  for (let at = id; at !== undefined;) {
    const found = categories.get(at);
    if (found === undefined || seen.has(at)) return kept(reference);
    seen.add(at);
    path.unshift(found.name);
    at = found.parent;
  }
  return [text('category', path.join('/'), leavesIn(reference))];
}

/** Nothing of version 2 names a category that is not there: its name is the path, and the whole reference stands under its old name among the other properties. */
function kept(reference: Tree): Tree[] {
  const name = valueOf(reference, 'name');
  const path = name === undefined ? [] : [text('category', name, 1)];
  return [...path, object('otherProperties', [{ ...reference, children: reference.children.map((c) => (c.name === 'name' && name !== undefined ? { ...c, stands: 0 } : c)) }])];
}

const days: ReadonlySet<string> = new Set(['validFrom', 'validUntil']);

/** Version 2 states days where exporters of version 1 stated points in time. */
function dayOf(tree: Tree): Tree {
  const found = days.has(localName(tree.name)) ? /^(\d{4}-\d{2}-\d{2})T/.exec(trimWhite(tree.text)) : null;
  return found === null ? tree : { ...tree, text: found[1]! };
}

/** The redefined parameters of a product system are its baseline set. */
function withParameterSet(system: Tree): Tree {
  const redefined = system.children.filter((c) => c.name === 'parameterRedefs');
  if (redefined.length === 0 || system.children.some((c) => c.name === 'parameterSets')) return system;
  const set = object('parameterSets', [text('name', 'Baseline', 0), text('isBaseline', 'true', 0, 'boolean'), ...redefined.map((each) => ({ ...each, name: 'parameters' }))]);
  return { ...system, children: [...system.children.filter((c) => c.name !== 'parameterRedefs'), set] };
}

/** One reviewer and one text become a review. */
function withReviews(documentation: Tree): Tree {
  const [reviewer, details] = ['reviewer', 'reviewDetails'].map((name) => documentation.children.find((c) => c.name === name));
  if ((reviewer === undefined && details === undefined) || documentation.children.some((c) => c.name === 'reviews')) return documentation;
  const review = object('reviews', [...(details === undefined ? [] : [{ ...details, name: 'details' }]), ...(reviewer === undefined ? [] : [{ ...reviewer, name: 'reviewers' }])]);
  return { ...documentation, children: [...documentation.children.filter((c) => c !== reviewer && c !== details), review] };
}
