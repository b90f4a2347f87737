// Documents of older schema versions in the words of version 2, before the tables read them: CHANGES.md of olca-schema 2, and the upgrades of openLCA below versions 2 and 3.
import { JsonNumber, JsonObject, scalarText, type JsonValue } from '../json/value.ts';
import { pedigreeSystem } from './pedigree.ts';
import type { OlcaFacts } from './package-facts.ts';
import { schemaVersion } from './package.ts';

/** By type of the object that holds them: old name, new name. */
const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Currency: { referenceCurrency: 'refCurrency' },
  Exchange: { avoidedProduct: 'isAvoidedProduct', input: 'isInput', quantitativeReference: 'isQuantitativeReference' },
  Flow: { infrastructureFlow: 'isInfrastructureFlow' },
  FlowPropertyFactor: { referenceFlowProperty: 'isRefFlowProperty' },
  ImpactCategory: { referenceUnitName: 'refUnit' },
  Parameter: { inputParameter: 'isInputParameter' },
  Process: { infrastructureProcess: 'isInfrastructureProcess' },
  // The second one is of drafts of version 2.
  ProcessDocumentation: { copyright: 'isCopyrightProtected', hasCopyright: 'isCopyrightProtected' },
  ProductSystem: { referenceExchange: 'refExchange', referenceProcess: 'refProcess' },
  Unit: { referenceUnit: 'isRefUnit' },
};

/** What the objects under a key are where they do not say. */
const typeByKey: Readonly<Record<string, string>> = {
  exchanges: 'Exchange', flowProperties: 'FlowPropertyFactor', parameters: 'Parameter', processDocumentation: 'ProcessDocumentation', units: 'Unit',
};

export const objectOf = (members: Readonly<Record<string, JsonValue>>): JsonObject => {
  const made = new JsonObject();
  for (const key in members) made.members.set(key, members[key]!);
  return made;
};
const listIn = (object: JsonObject, key: string): JsonObject[] => {
  const value = object.members.get(key);
  return (Array.isArray(value) ? value : [value]).filter((each) => each instanceof JsonObject);
};

/** Whether anything was of an older version. What the package as a whole tells is taken from `facts`; a document alone keeps its references. */
export function upgrade(document: JsonObject, facts: OlcaFacts | undefined): boolean {
  const type = scalarText(document.members.get('@type'));
  if (type === undefined) return upgradeHeader(document);
  // Categories have no counterpart; they stay as they are.
  if (type === 'Category') return false;
  // What comes from other documents is of their version.
  let changed = type === 'ImpactMethod' ? inlineSets(document, facts) : type === 'ImpactCategory' && addParameters(document, facts);
  changed = rename(document, type) || changed;
  changed = upgradeCategory(document, facts) || changed;
  if (type === 'Process') {
    changed = upgradeScores(document) || changed;
    changed = numberExchanges(document) || changed;
    for (const documentation of listIn(document, 'processDocumentation')) changed = gatherReview(documentation) || changed;
  }
  return type === 'ProductSystem' ? gatherRedefinitions(document) || changed : changed;
}

/** A package that is written anew is of the version that it is written in. */
function upgradeHeader({ members }: JsonObject): boolean {
  let changed = false;
  for (const [key, lowest] of [['schemaVersion', schemaVersion], ['version', 2]] as const) {
    const stated = members.get(key);
    if (!(stated instanceof JsonNumber) || Number(stated.text) >= lowest) continue;
    members.set(key, new JsonNumber(String(lowest)));
    changed = true;
  }
  return changed;
}

/** Renames the keys of an object and of those inside it, in their places. A document that has both words is of the newer version. */
function rename(object: JsonObject, type: string | undefined): boolean {
  let changed = false;
  const names = renamed[type ?? ''] ?? {};
  const old = Object.keys(names).find((name) => object.members.has(name) && !object.members.has(names[name]!));
  if (old !== undefined) {
    const members = [...object.members];
    object.members.clear();
    for (const [key, value] of members) {
      const name = names[key];
      object.members.set(name === undefined || object.members.has(name) || members.some(([other]) => other === name) ? key : name, value);
    }
    changed = true;
  }
  for (const [key, value] of object.members) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each instanceof JsonObject && rename(each, scalarText(each.members.get('@type')) ?? typeByKey[key])) changed = true;
    }
  }
  return changed;
}

/**
 * A reference to a category becomes the path of its names. Where the package does not have the category, its own name is the path, and the reference stays
 * under `otherProperties`, which openLCA hands on as they are.
 */
function upgradeCategory({ members }: JsonObject, facts: OlcaFacts | undefined): boolean {
  const category = members.get('category');
  if (!(category instanceof JsonObject)) return false;
  const path = facts?.categories.get(scalarText(category.members.get('@id')) ?? '');
  if (path !== undefined) {
    members.set('category', path.join('/'));
    return true;
  }
  const name = scalarText(category.members.get('name'));
  if (name === undefined) members.delete('category');
  else members.set('category', name);
  const others = members.get('otherProperties');
  if (others instanceof JsonObject) others.members.set('category', category);
  else members.set('otherProperties', objectOf({ category }));
  return true;
}

/** Pedigree of openLCA 1.4 is of the one data quality system that there was, which its process names from then on. */
function upgradeScores(process: JsonObject): boolean {
  const exchanges = listIn(process, 'exchanges').filter(({ members }) => members.has('pedigreeUncertainty') && !members.has('dqEntry'));
  if (exchanges.length === 0 || process.members.has('exchangeDqSystem')) return false;
  for (const { members } of exchanges) {
    members.set('dqEntry', members.get('pedigreeUncertainty')!);
    members.delete('pedigreeUncertainty');
  }
  process.members.set('exchangeDqSystem', objectOf({ '@type': 'DQSystem', '@id': pedigreeSystem.id, name: pedigreeSystem.name }));
  return true;
}

/** Factors name exchanges by their number, which version 1 did by identifier, or by flow: that is clear where the flow stands there once. */
function numberExchanges(process: JsonObject): boolean {
  const named = listIn(process, 'allocationFactors').flatMap((factor) => listIn(factor, 'exchange')).filter(({ members }) => !members.has('internalId'));
  if (named.length === 0) return false;
  const exchanges = listIn(process, 'exchanges');
  const taken = new Set(exchanges.map(({ members }) => scalarText(members.get('internalId'))));
  exchanges.forEach(({ members }, n) => {
    if (!members.has('internalId') && members.has('@id') && !taken.has(String(n + 1))) members.set('internalId', new JsonNumber(String(n + 1)));
  });
  const keyOf = ({ members }: JsonObject): string => {
    const flow = members.get('flow');
    return scalarText(members.get('@id')) ?? (flow instanceof JsonObject ? `flow ${scalarText(flow.members.get('@id')) ?? ''}` : '');
  };
  for (const reference of named) {
    const key = keyOf(reference);
    const found = exchanges.filter((exchange) => (key.startsWith('flow ') ? listIn(exchange, 'flow').some((flow) => `flow ${scalarText(flow.members.get('@id')) ?? ''}` === key) : keyOf(exchange) === key));
    const number = found.length === 1 ? found[0]!.members.get('internalId') : undefined;
    if (number !== undefined) reference.members.set('internalId', number);
  }
  return true;
}

/** One reviewer and one text are a review (below version 3). */
function gatherReview({ members }: JsonObject): boolean {
  const [details, reviewer] = [members.get('reviewDetails') ?? undefined, members.get('reviewer') ?? undefined];
  if ((details === undefined && reviewer === undefined) || members.has('reviews')) return false;
  members.delete('reviewDetails');
  members.delete('reviewer');
  members.set('reviews', [objectOf({ '@type': 'Review', ...(details === undefined ? {} : { details }), ...(reviewer === undefined ? {} : { reviewers: [reviewer] }) })]);
  return true;
}

/** The redefined parameters of a product system are its baseline set. */
function gatherRedefinitions({ members }: JsonObject): boolean {
  const parameters = members.get('parameterRedefs');
  if (!Array.isArray(parameters) || members.has('parameterSets')) return false;
  members.delete('parameterRedefs');
  members.set('parameterSets', [objectOf({ '@type': 'ParameterRedefSet', name: 'Baseline', isBaseline: true, parameters })]);
  return true;
}

/** Sets for normalization and weighting, which were documents of their own, stand in their method. */
function inlineSets({ members }: JsonObject, facts: OlcaFacts | undefined): boolean {
  const sets = members.get('nwSets');
  if (facts === undefined || !Array.isArray(sets)) return false;
  let changed = false;
  members.set('nwSets', sets.map((set) => {
    const found = set instanceof JsonObject && !set.members.has('factors') ? facts.nwSets.get(scalarText(set.members.get('@id')) ?? '') : undefined;
    if (found === undefined) return set;
    changed = true;
    return found;
  }));
  return changed;
}

/** Parameters of a method belong to its categories. */
function addParameters({ members }: JsonObject, facts: OlcaFacts | undefined): boolean {
  const parameters = facts?.parametersOf.get(scalarText(members.get('@id')) ?? '');
  if (parameters === undefined || members.has('parameters')) return false;
  members.set('parameters', parameters);
  return true;
}
