// What ILCD documents state, by an independent reading of their trees, in the shape of the hub's answers.
import { all, first, parseTree, textAt, textsAt, type Element } from './dom.ts';

export interface Dataset { file: string; id: string; version: string | undefined; root: Element }
export interface Package { process: Dataset[]; flow: Dataset[]; flowProperty: Dataset[]; unitGroup: Dataset[]; source: Dataset[]; contact: Dataset[]; impactCategory: Dataset[] }

const kinds: Record<string, keyof Package> = {
  processDataSet: 'process', flowDataSet: 'flow', flowPropertyDataSet: 'flowProperty', unitGroupDataSet: 'unitGroup', sourceDataSet: 'source', contactDataSet: 'contact', LCIAMethodDataSet: 'impactCategory',
};

const information = (root: Element) => root.children.find((c) => c.name.endsWith('Information') && c.name !== 'administrativeInformation');

export function readPackage(documents: ReadonlyMap<string, Buffer>): Package {
  const found: Package = { process: [], flow: [], flowProperty: [], unitGroup: [], source: [], contact: [], impactCategory: [] };
  for (const [file, bytes] of documents) {
    const root = parseTree(bytes.toString('utf8'));
    const kind = kinds[root.name];
    const id = textAt(information(root), 'dataSetInformation/UUID')?.toLowerCase();
    if (kind !== undefined && id !== undefined) found[kind].push({ file, id, version: textAt(root, 'administrativeInformation/publicationAndOwnership/dataSetVersion'), root });
  }
  return found;
}

export const byId = (datasets: readonly Dataset[]): Map<string, Dataset> => new Map(datasets.map((d) => [d.id, d]));

export const exchangesOf = (process: Dataset): Element[] => all(process.root, 'exchanges/exchange');
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const stated = (reference: Element | undefined): string | undefined => reference?.attributes['refObjectId']?.trim() || undefined;
const target = (reference: Element | undefined): string | undefined => (uuid.test(stated(reference)?.toLowerCase() ?? '') ? stated(reference)!.toLowerCase() : undefined);
/** Identifier of the flow, where it is a UUID. */
export const flowOf = (exchange: Element): string | undefined => target(first(exchange, 'referenceToFlowDataSet'));
/** What stands in its place: a key of another kind, which is never matched. */
export const flowKeyOf = (exchange: Element): string | undefined => (flowOf(exchange) === undefined ? stated(first(exchange, 'referenceToFlowDataSet')) : undefined);

/** Names of any dataset by language. */
export function namesOf({ root }: Dataset): Record<string, string> {
  const at = first(information(root), 'dataSetInformation');
  for (const path of ['name/baseName', 'name', 'shortName']) {
    const texts = textsAt(at, path);
    if (Object.keys(texts).length > 0) return texts;
  }
  return {};
}

/** The one of `items` whose internal id is named at `path`. */
function referenced(root: Element, path: string, items: Element[]): Element | undefined {
  const id = textAt(root, path);
  return id === undefined ? undefined : items.find((i) => i.attributes['dataSetInternalID']?.trim() === id);
}

/** Reference unit of a flow: its reference property, the unit group of that, its reference unit. Undefined where a step is not in the package. */
export function unitOfFlow(flow: Dataset | undefined, properties: ReadonlyMap<string, Dataset>, groups: ReadonlyMap<string, Dataset>): string | undefined {
  if (flow === undefined) return undefined;
  const property = referenced(flow.root, 'flowInformation/quantitativeReference/referenceToReferenceFlowProperty', all(flow.root, 'flowProperties/flowProperty'));
  const propertyRoot = properties.get(target(first(property, 'referenceToFlowPropertyDataSet')) ?? '')?.root;
  const group = groups.get(target(first(propertyRoot, 'flowPropertiesInformation/quantitativeReference/referenceToReferenceUnitGroup')) ?? '')?.root;
  if (group === undefined) return undefined;
  const unit = referenced(group, 'unitGroupInformation/quantitativeReference/referenceToReferenceUnit', all(group, 'units/unit'));
  return textAt(unit, 'name');
}

const distributions: Record<string, string> = { undefined: 'UNDEFINED', 'log-normal': 'LOGNORMAL', normal: 'NORMAL', triangular: 'TRIANGULAR', uniform: 'UNIFORM' };

export function exchangeOf(exchange: Element): Record<string, unknown> {
  const distribution = textAt(exchange, 'uncertaintyDistributionType');
  return {
    internalId: exchange.attributes['dataSetInternalID']?.trim(),
    direction: textAt(exchange, 'exchangeDirection')?.toUpperCase(),
    amount: textAt(exchange, 'resultingAmount') ?? textAt(exchange, 'meanAmount'),
    meanAmount: textAt(exchange, 'meanAmount'),
    minimum: textAt(exchange, 'minimumAmount'),
    maximum: textAt(exchange, 'maximumAmount'),
    variable: textAt(exchange, 'referenceToVariable'),
    flowId: flowOf(exchange),
    flowKey: flowKeyOf(exchange),
    flowVersion: first(exchange, 'referenceToFlowDataSet')?.attributes['version']?.trim(),
    label: textsAt(first(exchange, 'referenceToFlowDataSet'), 'shortDescription'),
    comment: textsAt(exchange, 'generalComment'),
    derivation: textAt(exchange, 'dataDerivationTypeStatus'),
    dataSource: textAt(exchange, 'dataSourceType'),
    distribution: distribution === undefined ? undefined : distributions[distribution],
    deviation: textAt(exchange, 'relativeStandardDeviation95In'),
    sources: all(exchange, 'referencesToDataSource/referenceToDataSource').map(target),
  };
}

/** Paths of classes from the top down, one a classification. */
export const classPathsOf = ({ root }: Dataset): string[][] => all(information(root), 'dataSetInformation/classificationInformation/classification')
  .map((c) => all(c, 'class').map((l, i) => ({ l, level: Number(l.attributes['level'] ?? i), i })).sort((a, b) => a.level - b.level || a.i - b.i).map(({ l }) => l.text.trim()))
  .filter((path) => path.length > 0);

const types: Record<string, string> = {
  'Unit process, single operation': 'UNIT_PROCESS_SINGLE_OPERATION', 'Unit process, black box': 'UNIT_PROCESS_BLACK_BOX', 'LCI result': 'LCI_RESULT',
  'Partly terminated system': 'PARTLY_TERMINATED_SYSTEM', 'Avoided product system': 'AVOIDED_PRODUCT_SYSTEM', EPD: 'EPD', 'Unit process': 'UNIT_PROCESS',
};

export function descriptionOf({ root, id, version }: Dataset): Record<string, unknown> {
  const at = first(root, 'processInformation');
  const set = first(at, 'dataSetInformation');
  const place = first(at, 'geography/locationOfOperationSupplyOrProduction');
  const method = first(root, 'modellingAndValidation/LCIMethodAndAllocation');
  const year = textAt(at, 'time/referenceYear');
  const type = textAt(method, 'typeOfDataSet');
  return {
    id, version,
    name: textsAt(set, 'name/baseName'),
    treatment: textsAt(set, 'name/treatmentStandardsRoutes'),
    mix: textsAt(set, 'name/mixAndLocationTypes'),
    synonyms: textsAt(set, 'synonyms'),
    description: textsAt(set, 'generalComment'),
    functionalUnit: textsAt(at, 'quantitativeReference/functionalUnitOrOther'),
    referenceFlows: all(at, 'quantitativeReference/referenceToReferenceFlow').map((r) => r.text.trim()).filter((r) => r !== ''),
    referenceYear: year === undefined ? undefined : Number(year),
    validUntil: textAt(at, 'time/dataSetValidUntil'),
    location: place?.attributes['location']?.trim(),
    restrictions: textsAt(place, 'descriptionOfRestrictions'),
    technology: textsAt(at, 'technology/technologyDescriptionAndIncludedProcesses'),
    technologicalApplicability: textsAt(at, 'technology/technologicalApplicability'),
    modelDescription: textsAt(at, 'mathematicalRelations/modelDescription'),
    type: type === undefined ? undefined : types[type],
    useAdvice: textsAt(root, 'modellingAndValidation/dataSourcesTreatmentAndRepresentativeness/useAdviceForDataSet'),
    sampling: textsAt(root, 'modellingAndValidation/dataSourcesTreatmentAndRepresentativeness/samplingProcedure'),
    license: textAt(root, 'administrativeInformation/publicationAndOwnership/licenseType'),
    copyright: { true: true, false: false }[textAt(root, 'administrativeInformation/publicationAndOwnership/copyright') ?? ''],
    uri: textAt(root, 'administrativeInformation/publicationAndOwnership/permanentDataSetURI'),
    dataSources: all(root, 'modellingAndValidation/dataSourcesTreatmentAndRepresentativeness/referenceToDataSource').map(target),
    reviewers: all(root, 'modellingAndValidation/validation/review').flatMap((r) => all(r, 'referenceToNameOfReviewerAndInstitution')).map(target),
    reviews: all(root, 'modellingAndValidation/validation/review').map((r) => textsAt(r, 'reviewDetails')),
    generators: all(root, 'administrativeInformation/dataGenerator/referenceToPersonOrEntityGeneratingTheDataSet').map(target),
    owner: target(first(root, 'administrativeInformation/publicationAndOwnership/referenceToOwnershipOfDataSet')),
    parameters: all(at, 'mathematicalRelations/variableParameter').map((p) => ({ name: p.attributes['name']?.trim(), formula: textAt(p, 'formula'), value: textAt(p, 'meanValue') })),
  };
}

/** Every id that a dataset points to, by the type it states. */
export function referencesIn(element: Element, type: string): string[] {
  const own = element.attributes['refObjectId'] !== undefined && element.attributes['type'] === type ? [target(element)!] : [];
  return [...own, ...element.children.flatMap((c) => referencesIn(c, type))];
}
