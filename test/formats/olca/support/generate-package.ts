// openLCA packages of any content: every type of document and every field of olca-schema 2, present or absent, with references that lead somewhere; and the same in the words of version 1.
import * as fc from 'fast-check';

export type Json = { [key: string]: unknown };
/** File name → document, or text of a file that is none. */
export type GeneratedPackage = Record<string, Json | string>;

const id = (kind: string, n: number): string => `0${kind}000000-0000-4000-8000-00000000000${n}`;
const ref = (type: string, target: string, more: Json = {}): Json => ({ '@type': type, '@id': target, ...more });

// Texts that people write, and those that break programs: markup, quotes, line ends, other scripts, what only looks like a number or like JSON.
const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 }).filter((s) => s.trim() === s && s !== '' && !hasControls(s)) },
  { weight: 2, arbitrary: fc.constantFrom('Steel & <iron>', '钢铁 "一"', "it's", 'two\nlines', ']]>', '1.0', '{"a":1}', '[1]', 'a/b', 'true', '%2f', '@id', 'Zürich – 5 µg/m³') },
);
const hasControls = (s: string): boolean => /[\p{Cc}\p{Cs}\p{Cn}\p{Co}]/u.test(s);
const name = text.map((s) => s.replaceAll('/', '-'));
const number = fc.oneof(fc.constantFrom(0, 1, -1, 0.5, 1e-12, 123456789.123, 1e21), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((n) => (Object.is(n, -0) ? 0 : n)));
const positive = fc.oneof(fc.constantFrom(1, 0.5, 1000, 1e-9), fc.double({ noNaN: true, min: 1e-9, max: 1e9 }));
const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2049-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2049-12-31'), noInvalidDate: true }).map((d) => d.toISOString());
const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(999)).map(([a, b, c]) => `${String(a).padStart(2, '0')}.${String(b).padStart(2, '0')}.${String(c).padStart(3, '0')}`);
const scores = fc.oneof(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 5, maxLength: 5 }).map((s) => `(${s.join(';')})`), fc.constantFrom('(1;n.a.;2;3;4)', '(2;2)', '(;;;;)'));

/** An object with some of its fields. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>, required: string[] = []): fc.Arbitrary<Json> => fc.record(fields, { requiredKeys: required as never[], noNullPrototype: true }) as fc.Arbitrary<Json>;
const list = <T>(item: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> => fc.array(item, { minLength: 1, maxLength });
const joined = (...parts: fc.Arbitrary<Json>[]): fc.Arbitrary<Json> => fc.tuple(...parts).map((found) => Object.assign({}, ...found) as Json);

/** What every document has. */
const root = (type: string, documentId: string): fc.Arbitrary<Json> => joined(fc.constant({ '@type': type, '@id': documentId }), some({
  '@context': fc.constant('http://greendelta.github.io/olca-schema'), name, description: text, category: list(name).map((path) => path.join('/')), lastChange: instant, tags: list(name), version,
  library: name, otherProperties: some({ own: number, note: text }, ['own']),
}, ['name', 'version']));

const uncertainty = fc.oneof(
  fc.record({ '@type': fc.constant('Uncertainty'), distributionType: fc.constant('LOG_NORMAL_DISTRIBUTION'), geomMean: positive, geomSd: fc.double({ min: 1, max: 5, noNaN: true }) }, { noNullPrototype: true }),
  fc.record({ '@type': fc.constant('Uncertainty'), distributionType: fc.constant('NORMAL_DISTRIBUTION'), mean: number, sd: positive }, { noNullPrototype: true }),
  fc.tuple(number, positive, positive).map(([minimum, a, b]) => ({ '@type': 'Uncertainty', distributionType: 'TRIANGLE_DISTRIBUTION', minimum, mode: minimum + a, maximum: minimum + a + b })),
  fc.tuple(number, positive).map(([minimum, a]) => ({ '@type': 'Uncertainty', distributionType: 'UNIFORM_DISTRIBUTION', minimum, maximum: minimum + a })),
) as fc.Arbitrary<Json>;

// Units as openLCA has them, and a group of the package's own.
const kg = ref('Unit', '20aadc24-a391-41cf-b340-3e4529f44bde', { name: 'kg' });
const tonne = ref('Unit', '5454b231-270e-45e6-89b2-7f4f3e482245', { name: 't' });
const MJ = ref('Unit', '52765a6c-3896-43c2-b2f4-c679acf13efe', { name: 'MJ' });
const own = ref('Unit', id('9', 1), { name: 'own unit' });
const groups: Record<string, Json[]> = {
  '93a60a57-a4c8-11da-a746-0800200c9a66': [{ ...kg, conversionFactor: 1, isRefUnit: true }, { ...tonne, conversionFactor: 1000, isRefUnit: false }],
  '93a60a57-a3c8-11da-a746-0800200c9a66': [{ ...MJ, conversionFactor: 1, isRefUnit: true }],
  [id('7', 1)]: [{ ...own, conversionFactor: 1, isRefUnit: true }],
};
const mass = ref('FlowProperty', '93a60a56-a3c8-11da-a746-0800200b9a66', { name: 'Mass' });
const energy = ref('FlowProperty', 'f6811440-ee37-11de-8a39-0800200c9a66', { name: 'Energy' });
const ownProperty = ref('FlowProperty', id('6', 1), { name: 'Own property' });
const groupOf: Record<string, string> = { [mass['@id'] as string]: '93a60a57-a4c8-11da-a746-0800200c9a66', [energy['@id'] as string]: '93a60a57-a3c8-11da-a746-0800200c9a66', [ownProperty['@id'] as string]: id('7', 1) };

interface Kind { id: string; type: 'PRODUCT_FLOW' | 'WASTE_FLOW' | 'ELEMENTARY_FLOW'; property: Json; units: Json[] }
const flows: Kind[] = [
  { id: id('f', 1), type: 'PRODUCT_FLOW', property: mass, units: [kg, tonne] }, { id: id('f', 2), type: 'PRODUCT_FLOW', property: energy, units: [MJ] }, { id: id('f', 3), type: 'WASTE_FLOW', property: mass, units: [kg] },
  { id: id('f', 4), type: 'ELEMENTARY_FLOW', property: mass, units: [kg] }, { id: id('f', 5), type: 'PRODUCT_FLOW', property: ownProperty, units: [own] },
];
const flowRef = (flow: Kind): fc.Arbitrary<Json> => joined(fc.constant(ref('Flow', flow.id)), some({ name, category: name, flowType: fc.constant(flow.type), refUnit: fc.constant(flow.units[0]!['name']), location: fc.constant('CN') }, ['name']));
const actors = [id('c', 1), id('c', 2)];
const sources = [id('5', 1), id('5', 2)];
const actorRef = joined(fc.constantFrom(...actors).map((a) => ref('Actor', a)), some({ name, category: name }, ['name']));
const sourceRef = joined(fc.constantFrom(...sources).map((s) => ref('Source', s)), some({ name, category: name }, ['name']));
const china = ref('Location', '7efdfc94-655a-35dc-aa3e-c85e9bb703fa', { name: 'China' });
const location = fc.constantFrom<Json>(china, ref('Location', id('1', 1), { name: 'Plant 7' }));
const currency = ref('Currency', id('e', 1), { name: 'CNY' });
const dqSystem = ref('DQSystem', id('d', 1), { name: 'Own system' });
const ecoinventSystem = ref('DQSystem', '70bf370f-9912-4ec1-baa3-fbd4eaf85a10', { name: 'ecoinvent data quality system' });

const parameter = (scope: string, n: number): fc.Arbitrary<Json> => fc.oneof(
  joined(fc.constant({ '@type': 'Parameter', '@id': id('b', n), name: `p_${n}`, isInputParameter: true, parameterScope: scope }), some({ value: number, description: text, uncertainty }, ['value'])),
  joined(fc.constant({ '@type': 'Parameter', '@id': id('b', n), name: `p_${n}`, isInputParameter: false, parameterScope: scope, formula: '2 * (3 + 4)', value: 14 }), some({ description: text })),
);
const aspect = some({ '@type': fc.constant('AspectValue'), aspect: fc.oneof(name, fc.constantFrom('Overall compliance', 'Review compliance')), value: text }, ['aspect', 'value']);

const documentation = joined(fc.constant({ '@type': 'ProcessDocumentation' }), some({
  completenessDescription: text, complianceDeclarations: list(some({ '@type': fc.constant('ComplianceDeclaration'), aspects: list(aspect, 2), comment: text, system: sourceRef }, ['system'])), creationDate: instant, dataCollectionDescription: text,
  dataDocumentor: actorRef, dataGenerator: actorRef, dataOwner: actorRef, dataSelectionDescription: text, dataSetOwner: actorRef, dataTreatmentDescription: text, flowCompleteness: list(aspect, 2), geographyDescription: text, intendedApplication: text,
  inventoryMethodDescription: text, isCopyrightProtected: fc.boolean(), modelingConstantsDescription: text, projectDescription: text, publication: sourceRef, restrictionsDescription: text,
  reviews: list(some({ '@type': fc.constant('Review'), assessment: list(aspect, 2), details: text, report: sourceRef, reviewType: text, reviewers: list(actorRef, 2), scopes: list(some({ '@type': fc.constant('ReviewScope'), name, methods: list(name, 2) }, ['name']), 2) }, ['details']), 2),
  samplingDescription: text, sources: list(sourceRef), technologyDescription: text, timeDescription: text, useAdvice: text, validFrom: day, validUntil: day,
}));

const exchange = (flow: Kind, n: number, facts: Json): fc.Arbitrary<Json> => joined(
  fc.constant({ '@type': 'Exchange', internalId: n, ...facts, flowProperty: flow.property }), flowRef(flow).map((f) => ({ flow: f })), fc.constantFrom(...flow.units).map((unit) => ({ unit })),
  some({
    amount: facts['isQuantitativeReference'] === true ? positive : number, amountFormula: fc.constant('p_1 * 2'), baseUncertainty: positive, costFormula: fc.constant('p_1'), costValue: number, currency: fc.constant(currency), description: text, dqEntry: scores,
    location, uncertainty, ...(flow.type === 'ELEMENTARY_FLOW' ? {} : { defaultProvider: fc.constantFrom<Json>(ref('Process', id('a', 1), { name: 'p', processType: 'UNIT_PROCESS', location: 'CN' }), ref('ProductSystem', id('8', 1), { name: 's' }), ref('Result', id('4', 1), { name: 'r' })) }),
  }, ['amount']),
);
const kinds = fc.array(fc.tuple(fc.constantFrom(...flows.slice(0, 5)), fc.boolean(), fc.boolean()), { maxLength: 5 });
const exchanges = kinds.chain((drawn) => fc.tuple(
  exchange(flows[0]!, 1, { isInput: false, isAvoidedProduct: false, isQuantitativeReference: true }),
  ...drawn.map(([flow, isInput, isAvoided], n) => exchange(flow, n + 2, { isInput: isInput || (isAvoided && flow.type !== 'ELEMENTARY_FLOW'), isAvoidedProduct: isAvoided && flow.type !== 'ELEMENTARY_FLOW', isQuantitativeReference: false })),
));
const factor = joined(some({ '@type': fc.constant('AllocationFactor'), formula: fc.constant('p_1 / 2'), value: fc.constantFrom(0, 0.25, 0.75, 1) }, ['value']), fc.oneof(
  fc.record({ allocationType: fc.constantFrom('PHYSICAL_ALLOCATION', 'ECONOMIC_ALLOCATION'), product: flowRef(flows[0]!) }, { noNullPrototype: true }),
  fc.record({ allocationType: fc.constant('CAUSAL_ALLOCATION'), product: flowRef(flows[0]!), exchange: fc.integer({ min: 1, max: 6 }).map((internalId) => ({ '@type': 'ExchangeRef', internalId })) }, { noNullPrototype: true }),
) as fc.Arbitrary<Json>);
const process = (n: number): fc.Arbitrary<Json> => joined(root('Process', id('a', n)), exchanges.map((all) => ({ exchanges: all })), some({
  allocationFactors: list(factor, 4), defaultAllocationMethod: fc.constantFrom('PHYSICAL_ALLOCATION', 'NO_ALLOCATION'), dqEntry: scores, dqSystem: fc.constant(dqSystem), exchangeDqSystem: fc.constantFrom(dqSystem, ecoinventSystem), isInfrastructureProcess: fc.boolean(),
  lastInternalId: fc.nat(99), location, parameters: fc.tuple(parameter('PROCESS_SCOPE', 1), parameter('PROCESS_SCOPE', 2)), processDocumentation: documentation, processType: fc.constantFrom('UNIT_PROCESS', 'LCI_RESULT'),
  socialAspects: list(some({ '@type': fc.constant('SocialAspect'), activityValue: number, comment: text, quality: scores, rawAmount: text, riskLevel: fc.constantFrom('LOW_RISK', 'NO_DATA'), socialIndicator: fc.constant(ref('SocialIndicator', id('3', 1))) })), socialDqSystem: fc.constant(dqSystem),
}, ['processType']));

const flow = (kind: Kind): fc.Arbitrary<Json> => joined(root('Flow', kind.id), fc.constant({
  flowType: kind.type, flowProperties: [{ '@type': 'FlowPropertyFactor', conversionFactor: 1, flowProperty: kind.property, isRefFlowProperty: true }, ...(kind.id === id('f', 1) ? [{ '@type': 'FlowPropertyFactor', conversionFactor: 12.5, flowProperty: energy, isRefFlowProperty: false }] : [])],
}), some({ cas: fc.constantFrom('124-38-9', '000124-38-9', 'no number'), formula: name, isInfrastructureFlow: fc.boolean(), location, synonyms: text }), kind.type === 'ELEMENTARY_FLOW' ? fc.constantFrom({ category: 'Elementary flows/Emission to air/unspecified' }, { category: 'Elementary flows/Resource/in ground' }, { category: 'Own/compartment' }) : fc.constant({}));

const impactFactor = some({ '@type': fc.constant('ImpactFactor'), flow: flowRef(flows[3]!), flowProperty: fc.constant(mass), formula: fc.constant('p_1 * 3'), location, uncertainty, unit: fc.constant(kg), value: number }, ['flow', 'flowProperty', 'unit', 'value']);
const indicator = ref('ImpactCategory', id('2', 1), { name: 'Climate', refUnit: 'kg' });
const redefinition = some({ '@type': fc.constant('ParameterRedef'), name, value: number, context: fc.constant(ref('Process', id('a', 1))), description: text, isProtected: fc.boolean(), uncertainty }, ['name', 'value']);
const method = ref('ImpactMethod', id('2', 9), { name: 'Method' });
const result = ref('Result', id('4', 1), { name: 'r' });

/** Documents of all types by file. */
const documents: Record<string, fc.Arbitrary<Json>> = {
  ...Object.fromEntries(actors.map((a) => [`actors/${a}.json`, joined(root('Actor', a), some({ address: text, city: text, country: text, email: text, telefax: text, telephone: text, website: text, zipCode: text }))])),
  ...Object.fromEntries(sources.map((s, n) => [`sources/${s}.json`, joined(root('Source', s), some({ textReference: text, url: fc.webUrl(), year: fc.integer({ min: 1900, max: 2050 }), ...(n === 0 ? { externalFile: fc.constant('report.pdf') } : {}) }))])),
  [`currencies/${id('e', 1)}.json`]: joined(root('Currency', id('e', 1)), some({ code: text, conversionFactor: positive, refCurrency: fc.constant(currency) })),
  [`dq_systems/${id('d', 1)}.json`]: joined(root('DQSystem', id('d', 1)), some({ hasUncertainties: fc.boolean(), indicators: list(some({ '@type': fc.constant('DQIndicator'), name, position: fc.nat(5), scores: list(some({ '@type': fc.constant('DQScore'), description: text, label: text, position: fc.nat(5), uncertainty: positive })) })), source: sourceRef })),
  [`epds/${id('4', 9)}.json`]: joined(root('Epd', id('4', 9)), some({ manufacturer: actorRef, modules: list(some({ '@type': fc.constant('EpdModule'), name, result: fc.constant(result), multiplier: number })), pcr: sourceRef, product: some({ amount: number, flow: flowRef(flows[0]!), flowProperty: fc.constant(mass), unit: fc.constant(kg) }), programOperator: actorRef, urn: text, verifier: actorRef, validFrom: day, epdType: name })),
  ...Object.fromEntries(flows.map((kind) => [`flows/${kind.id}.json`, flow(kind)])),
  ...Object.fromEntries([mass, energy, ownProperty].map((property) => [`flow_properties/${property['@id'] as string}.json`, joined(root('FlowProperty', property['@id'] as string), fc.constant({ flowPropertyType: 'PHYSICAL_QUANTITY', unitGroup: ref('UnitGroup', groupOf[property['@id'] as string]!, { name: 'Units' }) }))])),
  ...Object.fromEntries(Object.entries(groups).map(([group, units]) => [`unit_groups/${group}.json`, joined(root('UnitGroup', group), fc.tuple(...units.map((unit) => joined(fc.constant(unit), some({ description: text, synonyms: list(name) })))).map((all) => ({ units: all })), some({ defaultFlowProperty: fc.constant(mass) }))])),
  [`lcia_categories/${id('2', 1)}.json`]: joined(root('ImpactCategory', id('2', 1)), some({ code: text, direction: fc.constantFrom('INPUT', 'OUTPUT'), impactFactors: list(impactFactor, 4), parameters: list(parameter('IMPACT_SCOPE', 3), 1), refUnit: name, source: sourceRef }, ['refUnit'])),
  [`lcia_methods/${id('2', 9)}.json`]: joined(root('ImpactMethod', id('2', 9)), some({ code: text, impactCategories: fc.constant([indicator]), source: sourceRef, nwSets: list(some({ '@type': fc.constant('NwSet'), '@id': fc.constant(id('2', 8)), name, weightedScoreUnit: name, factors: list(some({ '@type': fc.constant('NwFactor'), impactCategory: fc.constant(indicator), normalisationFactor: number, weightingFactor: number })) }, ['@id', 'factors']), 1) })),
  [`locations/${china['@id'] as string}.json`]: joined(root('Location', china['@id'] as string), fc.constant({ name: 'China', code: 'CN' })),
  [`locations/${id('1', 1)}.json`]: joined(root('Location', id('1', 1)), some({ code: name, latitude: number, longitude: number, geometry: fc.constant({ type: 'Polygon', coordinates: [[[108.5, 18.1], [111.2, 18.1], [111.2, 20.2], [108.5, 18.1]]] }) })),
  [`parameters/${id('b', 9)}.json`]: joined(root('Parameter', id('b', 9)), parameter('GLOBAL_SCOPE', 9)),
  ...Object.fromEntries([1, 2].map((n) => [`processes/${id('a', n)}.json`, process(n)])),
  [`product_systems/${id('8', 1)}.json`]: joined(root('ProductSystem', id('8', 1)), some({ parameterSets: list(some({ '@type': fc.constant('ParameterRedefSet'), name, description: text, isBaseline: fc.boolean(), parameters: list(redefinition) })), processLinks: list(some({ '@type': fc.constant('ProcessLink'), exchange: fc.constant({ '@type': 'ExchangeRef', internalId: 2 }), flow: flowRef(flows[1]!), process: fc.constant(ref('Process', id('a', 1))), provider: fc.constant(ref('Process', id('a', 2))) })), processes: fc.constant([ref('Process', id('a', 1)), ref('Process', id('a', 2))]), refExchange: fc.constant({ '@type': 'ExchangeRef', internalId: 1 }), refProcess: fc.constant(ref('Process', id('a', 1))), targetAmount: positive, targetFlowProperty: fc.constant(mass), targetUnit: fc.constant(kg) }, ['refProcess', 'refExchange', 'processes', 'targetAmount'])),
  [`projects/${id('8', 9)}.json`]: joined(root('Project', id('8', 9)), some({ impactMethod: fc.constant(method), isWithCosts: fc.boolean(), isWithRegionalization: fc.boolean(), nwSet: fc.constant(ref('NwSet', id('2', 8))), variants: list(some({ '@type': fc.constant('ProjectVariant'), name, productSystem: fc.constant(ref('ProductSystem', id('8', 1))), allocationMethod: fc.constant('CAUSAL_ALLOCATION'), amount: number, unit: fc.constant(kg), parameterRedefs: list(redefinition), isDisabled: fc.boolean(), description: text })) })),
  [`results/${id('4', 1)}.json`]: joined(root('Result', id('4', 1)), some({ flowResults: list(some({ '@type': fc.constant('FlowResult'), amount: number, description: text, flow: flowRef(flows[3]!), flowProperty: fc.constant(mass), isInput: fc.boolean(), isRefFlow: fc.boolean(), location, unit: fc.constant(kg) })), impactMethod: fc.constant(method), impactResults: list(some({ '@type': fc.constant('ImpactResult'), amount: number, description: text, indicator: fc.constant(indicator) })), productSystem: fc.constant(ref('ProductSystem', id('8', 1))) })),
  [`social_indicators/${id('3', 1)}.json`]: joined(root('SocialIndicator', id('3', 1)), some({ activityQuantity: fc.constant(mass), activityUnit: fc.constant(kg), activityVariable: text, evaluationScheme: text, unitOfMeasurement: text })),
};

const names = Object.keys(documents);

/** A package of version 2 with documents of all types, headers and a binary file. */
export const packageOfVersion2: fc.Arbitrary<GeneratedPackage> = fc.tuple(...names.map((file) => documents[file]!)).map((made) => ({
  'openlca.json': { schemaVersion: 5 }, 'olca-schema.json': { version: 2 }, [`bin/sources/${sources[0]!}/report.pdf`]: '%PDF-1.4 made up',
  ...Object.fromEntries(made.map((document, n) => [names[n]!, document])),
}));

const oldNames: Record<string, Record<string, string>> = {
  Exchange: { isAvoidedProduct: 'avoidedProduct', isInput: 'input', isQuantitativeReference: 'quantitativeReference' }, Currency: { refCurrency: 'referenceCurrency' }, Flow: { isInfrastructureFlow: 'infrastructureFlow' },
  FlowPropertyFactor: { isRefFlowProperty: 'referenceFlowProperty' }, ImpactCategory: { refUnit: 'referenceUnitName' }, Parameter: { isInputParameter: 'inputParameter' }, Process: { isInfrastructureProcess: 'infrastructureProcess' },
  ProcessDocumentation: { isCopyrightProtected: 'copyright' }, ProductSystem: { refExchange: 'referenceExchange', refProcess: 'referenceProcess' }, Unit: { isRefUnit: 'referenceUnit' },
};

function inOldWords(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => inOldWords(each, key));
  if (typeof value !== 'object' || value === null) return value;
  const type = (value as Json)['@type'];
  const renames = typeof type !== 'string' || (type === 'ImpactCategory' && !('version' in value)) ? {} : oldNames[type] ?? {};
  return Object.fromEntries(Object.entries(value).map(([inner, each]) => [renames[inner] ?? inner, inOldWords(each, inner)]));
}

/** The same package in the words of version 1: flags, categories and sets as documents of their own, one reviewer, points in time. */
export const packageOfVersion1: fc.Arbitrary<GeneratedPackage> = fc.tuple(packageOfVersion2, fc.boolean()).map(([made, hasCategories]) => {
  const old: GeneratedPackage = {};
  const categories = new Map<string, string>();
  const categoryOf = (path: string): Json => {
    const known = categories.get(path) ?? `0c0c0000-0000-4000-8000-${String(categories.size).padStart(12, '0')}`;
    categories.set(path, known);
    const [above, last] = [path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined, path.slice(path.lastIndexOf('/') + 1)];
    if (hasCategories) old[`categories/${known}.json`] = { '@type': 'Category', '@id': known, name: last, modelType: 'PROCESS', ...(above === undefined ? {} : { category: categoryOf(above) }) };
    return { '@type': 'Category', '@id': known, name: last };
  };
  for (const [file, document] of Object.entries(made)) {
    if (typeof document === 'string') old[file] = document;
    if (typeof document === 'string' || /^(openlca|olca-schema)|^(epds|results)\//.test(file)) continue;
    const { category, otherProperties: _later, ...body } = inOldWords(document) as Json;
    const copy: Json = { ...body, ...(typeof category === 'string' ? { category: categoryOf(category) } : {}) };
    const documented = copy['processDocumentation'] as Json | undefined;
    if (documented !== undefined) {
      const { reviews, ...rest } = documented;
      const review = (reviews as Json[] | undefined)?.[0];
      copy['processDocumentation'] = { ...rest, ...(rest['validFrom'] === undefined ? {} : { validFrom: `${String(rest['validFrom'])}T00:00:00+08:00` }), ...(review === undefined ? {} : { reviewDetails: review['details'], ...(review['reviewers'] === undefined ? {} : { reviewer: (review['reviewers'] as Json[])[0] }) }) };
    }
    if (copy['@type'] === 'ProductSystem' && Array.isArray(copy['parameterSets'])) {
      const [set] = copy['parameterSets'] as Json[];
      delete copy['parameterSets'];
      if (set?.['parameters'] !== undefined) copy['parameterRedefs'] = set['parameters'];
    }
    if (copy['@type'] === 'ImpactMethod' && Array.isArray(copy['nwSets'])) {
      const sets = copy['nwSets'] as Json[];
      for (const set of sets) old[`nw_sets/${String(set['@id'])}.json`] = set;
      copy['nwSets'] = sets.map((set) => ({ '@type': 'NwSet', '@id': set['@id'], ...(set['name'] === undefined ? {} : { name: set['name'] }) }));
    }
    old[file] = copy;
  }
  return old;
});
