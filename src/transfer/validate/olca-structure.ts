// Structure of openLCA JSON-LD packages (olca-schema 1 and 2): folders, identifiers, references, what an import needs of each entity (flows.md §7).
import { posix } from 'node:path';
import type { Issue } from '../../model/issue.ts';
import { makeIssue } from '../../model/issue.ts';
import { uuidPattern } from '../../model/scalar.ts';

type Json = Record<string, unknown>;

/** Folder by type. */
const folders: Readonly<Record<string, string>> = {
  Actor: 'actors', Category: 'categories', Currency: 'currencies', DQSystem: 'dq_systems', Epd: 'epds', Flow: 'flows', FlowProperty: 'flow_properties', ImpactCategory: 'lcia_categories',
  ImpactMethod: 'lcia_methods', Location: 'locations', NwSet: 'nw_sets', Parameter: 'parameters', Process: 'processes', ProductSystem: 'product_systems', Project: 'projects',
  Result: 'results', SocialIndicator: 'social_indicators', Source: 'sources', UnitGroup: 'unit_groups',
};

/** Fields without which an import cannot use an entity, in the spelling of version 2. */
const needed: Readonly<Record<string, readonly string[]>> = {
  UnitGroup: ['name', 'units'], FlowProperty: ['name', 'flowPropertyType', 'unitGroup'], Flow: ['name', 'flowType', 'flowProperties'], Process: ['name', 'processType'], ProductSystem: ['name', 'refProcess'], Location: ['name'],
};

/** Names of version 1, where they stand in a document. */
const old: Readonly<Record<string, string>> = {
  isRefUnit: 'referenceUnit', isRefFlowProperty: 'referenceFlowProperty', isQuantitativeReference: 'quantitativeReference', isInput: 'input', isAvoidedProduct: 'avoidedProduct',
  isInputParameter: 'inputParameter', isInfrastructureProcess: 'infrastructureProcess', isInfrastructureFlow: 'infrastructureFlow', isCopyrightProtected: 'copyright', refUnit: 'referenceUnitName',
  refProcess: 'referenceProcess', refExchange: 'referenceExchange', refCurrency: 'referenceCurrency',
};
/** Where they stand, by type: at the top, in one object or in a list. */
const oldIn: Readonly<Record<string, readonly [at: string, name: string][]>> = {
  UnitGroup: [['units', 'isRefUnit']], Flow: [['', 'isInfrastructureFlow'], ['flowProperties', 'isRefFlowProperty']], Parameter: [['', 'isInputParameter']], ImpactCategory: [['', 'refUnit'], ['parameters', 'isInputParameter']],
  Process: [['', 'isInfrastructureProcess'], ['processDocumentation', 'isCopyrightProtected'], ['exchanges', 'isInput'], ['exchanges', 'isAvoidedProduct'], ['exchanges', 'isQuantitativeReference'], ['parameters', 'isInputParameter']],
  ProductSystem: [['', 'refProcess'], ['', 'refExchange']], Currency: [['', 'refCurrency']],
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const flag = (item: Json, name: string): boolean => (item[name] ?? item[old[name] ?? '']) === true;
const idOf = (value: unknown): string | undefined => (isObject(value) && typeof value['@id'] === 'string' ? value['@id'] : undefined);

/** An entity of a package, with the references it makes to others: type and identifier as stated. */
export interface OlcaEntity { type: string; id: string; body: Json; references: { type: string; id: string; name: string; path: string }[] }

/** Whether a file is of the format's own bookkeeping. */
export const isOlcaHeader = (file: string): boolean => /(^|\/)(openlca|olca-schema|context|meta\.info)\.(json|jsonld)$|(^|\/)(context\.json|meta\.info)$/i.test(file);

/** What a reference says; whatever says more is not referred to but defined there, as parameters and sets of normalization are. */
const ofReference = new Set(['@type', '@id', 'name', 'description', 'category', 'flowType', 'location', 'processType', 'refUnit']);

function collect(value: unknown, path: string, into: OlcaEntity['references']): void {
  if (Array.isArray(value)) value.forEach((item, i) => collect(item, `${path}[${i + 1}]`, into));
  if (!isObject(value)) return;
  const id = idOf(value);
  // Units live inside their group, and since version 2 sets of normalization in their method, not in a file of their own.
  if (id !== undefined && path !== '' && typeof value['@type'] === 'string' && value['@type'] !== 'NwSet' && folders[value['@type']] !== undefined && Object.keys(value).every((key) => ofReference.has(key))) into.push({ type: value['@type'], id, name: typeof value['name'] === 'string' ? value['name'] : '–', path });
  // Other properties are of nobody's schema.
  for (const [key, child] of Object.entries(value)) if (key !== 'otherProperties' && typeof child === 'object' && child !== null) collect(child, path === '' ? key : `${path}/${key}`, into);
}

/** The entity of a JSON file, undefined where it is none; `issues` tells what is wrong with file and identity. */
export function readOlcaEntity(text: string, file: string): { entity?: OlcaEntity; issues: Issue[] } {
  let body: unknown;
  try {
    body = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { issues: [makeIssue('json-invalid', { file }, { reason: (error as Error).message })] };
  }
  if (!isObject(body) || typeof body['@type'] !== 'string' || folders[body['@type']] === undefined) return { issues: [] };
  const type = body['@type'];
  const id = typeof body['@id'] === 'string' ? body['@id'] : '';
  if (id === '') return { issues: [makeIssue('id-missing', { file, dataset: type })] };
  const where = { file, dataset: `${type} ${id}` };
  const issues: Issue[] = [];
  const folder = posix.basename(posix.dirname(file));
  if (folder !== '.' && Object.values(folders).includes(folder) && folder !== folders[type]) issues.push(makeIssue('file-folder-differs', where, { folder, used: type }));
  const stem = posix.basename(file).replace(/\.json$/i, '');
  if (uuidPattern.test(stem.toLowerCase()) && stem !== id) issues.push(makeIssue('id-file-name-differs', where, { fileName: stem, used: id }));
  const references: OlcaEntity['references'] = [];
  collect(body, '', references);
  return { entity: { type, id, body, references }, issues };
}

/** What is known of entities read before: which properties a flow has, in which units a property is measured. */
export class OlcaMeasures {
  readonly #propertiesOfFlow = new Map<string, Set<string>>();
  readonly #groupOfProperty = new Map<string, string>();
  readonly #unitsOfGroup = new Map<string, Set<string>>();
  /** Version that the headers state; openLCA takes 1 where there are none. */
  #version = 1;
  /** What is wrong in packages of later versions, which may be told after their documents. */
  readonly #outdated: Issue[] = [];

  /** Takes in the header of a package. */
  header(text: string): void {
    try {
      const body: unknown = JSON.parse(text);
      if (!isObject(body)) return;
      for (const stated of [body['schemaVersion'], Object.keys(body).length === 1 ? body['version'] : undefined]) if (typeof stated === 'number') this.#version = Math.max(this.#version, stated);
    } catch {
      // A header that cannot be read states no version.
    }
  }

  /** What only the whole package tells. */
  finish(): Issue[] {
    return this.#version < 2 ? [] : this.#outdated.map((issue) => ({ ...issue, params: { ...issue.params, version: this.#version } }));
  }

  /** Names of version 1, once for each place of a document: no later version knows them, and a category is no reference any more. */
  #findOutdated(type: string, body: Json, where: { file: string; dataset: string }): void {
    const tell = (path: string, field: string, used: string) => void this.#outdated.push(makeIssue('field-outdated', { ...where, path }, { field, used }));
    for (const [at, name] of oldIn[type] ?? []) {
      const holders = at === '' ? [body] : isObject(body[at]) ? [body[at]] : list(body[at]);
      const former = old[name]!;
      if (holders.some((holder) => former in holder && !(name in holder))) tell(at === '' ? former : `${at}/${former}`, former, name);
    }
    if (type !== 'Category' && isObject(body['category'])) tell('category', 'category/@id', 'a path of names');
  }

  /** Takes an entity in and tells what is wrong with its content. Units of exchanges are judged by the flows and properties taken in before. */
  check({ type, id, body }: OlcaEntity, file: string): Issue[] {
    const where = { file, dataset: `${type} ${id}` };
    const issues = (needed[type] ?? []).filter((field) => (body[field] ?? body[old[field] ?? '']) === undefined || body[field] === '').map((field) => makeIssue('field-absent', { ...where, path: field }, { field, what: type }));
    this.#findOutdated(type, body, where);
    const exactlyOne = (items: Json[], name: string, what: string, path: string): Json | undefined => {
      const marked = items.filter((item) => flag(item, name));
      if (items.length > 0 && marked.length !== 1) issues.push(makeIssue('reference-mark-count', { ...where, path }, { count: marked.length, what }));
      return marked[0];
    };
    if (type === 'UnitGroup') {
      const units = list(body['units']);
      const reference = exactlyOne(units, 'isRefUnit', 'units', 'units');
      if (reference !== undefined && reference['conversionFactor'] !== undefined && Number(reference['conversionFactor']) !== 1) issues.push(makeIssue('reference-factor-not-one', { ...where, path: 'units' }, { what: 'unit', factor: reference['conversionFactor'] }));
      this.#unitsOfGroup.set(id, new Set(units.map(idOf).filter((u) => u !== undefined)));
    } else if (type === 'FlowProperty') {
      const group = idOf(body['unitGroup']);
      if (group !== undefined) this.#groupOfProperty.set(id, group);
    } else if (type === 'Flow') {
      const factors = list(body['flowProperties']);
      const reference = exactlyOne(factors, 'isRefFlowProperty', 'flow properties', 'flowProperties');
      if (reference !== undefined && reference['conversionFactor'] !== undefined && Number(reference['conversionFactor']) !== 1) issues.push(makeIssue('reference-factor-not-one', { ...where, path: 'flowProperties' }, { what: 'flow property', factor: reference['conversionFactor'] }));
      this.#propertiesOfFlow.set(id, new Set(factors.map((f) => idOf(f['flowProperty'])).filter((p) => p !== undefined)));
    } else if (type === 'Process') issues.push(...this.#process(body, where));
    return issues;
  }

  #process(body: Json, where: { file: string; dataset: string }): Issue[] {
    const issues: Issue[] = [];
    const exchanges = list(body['exchanges']);
    const references = exchanges.filter((e) => flag(e, 'isQuantitativeReference'));
    if (exchanges.length === 0) issues.push(makeIssue('inventory-empty', where));
    else if (references.length === 0) issues.push(makeIssue('reference-flow-missing', { ...where, path: 'exchanges' }, { candidates: '–' }));
    else if (references.length > 1) issues.push(makeIssue('reference-flow-multiple', { ...where, path: 'exchanges' }, { count: references.length }));
    else if (Number(references[0]!['amount']) === 0) issues.push(makeIssue('reference-amount-zero', { ...where, path: 'exchanges' }));
    const ids = new Map<string, number>();
    exchanges.forEach((exchange, i) => {
      const at = { ...where, path: `exchanges[${i + 1}]` };
      if (exchange['internalId'] !== undefined) ids.set(String(exchange['internalId']), (ids.get(String(exchange['internalId'])) ?? 0) + 1);
      if (idOf(exchange['flow']) === undefined) issues.push(makeIssue('field-absent', at, { field: 'flow', what: 'exchange' }));
      if (typeof exchange['amount'] !== 'number') issues.push(makeIssue('amount-missing', at));
      const [flow, property, unit] = [idOf(exchange['flow']), idOf(exchange['flowProperty']), idOf(exchange['unit'])];
      const properties = flow === undefined ? undefined : this.#propertiesOfFlow.get(flow);
      if (property !== undefined && properties !== undefined && !properties.has(property)) issues.push(makeIssue('reference-property-dangling', at, { id: property }));
      const group = property === undefined ? undefined : this.#groupOfProperty.get(property);
      const units = group === undefined ? undefined : this.#unitsOfGroup.get(group);
      const named = (value: unknown): string => (isObject(value) && typeof value['name'] === 'string' ? value['name'] : (idOf(value) ?? '–'));
      if (unit !== undefined && units !== undefined && !units.has(unit)) issues.push(makeIssue('unit-not-of-property', at, { unit: named(exchange['unit']), property: named(exchange['flowProperty']), flow }));
    });
    const products = new Set(exchanges.map((exchange) => idOf(exchange['flow'])));
    list(body['allocationFactors']).forEach((factor, i) => {
      const at = { ...where, path: `allocationFactors[${i + 1}]` };
      const [product, number] = [idOf(factor['product']), isObject(factor['exchange']) ? factor['exchange']['internalId'] : undefined];
      if (product !== undefined && !products.has(product)) issues.push(makeIssue('allocation-factor-dangling', at, { what: 'product', id: product }));
      if (number !== undefined && !ids.has(String(number))) issues.push(makeIssue('allocation-factor-dangling', at, { what: 'exchange', id: number }));
    });
    for (const [id, count] of ids) if (count > 1) issues.push(makeIssue('internal-id-duplicate', { ...where, path: 'exchanges' }, { id, count }));
    return issues;
  }
}
