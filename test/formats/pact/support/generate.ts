// Random footprints that keep the schemas of PACT, in each version: every property, in every combination that is allowed.
import * as fc from 'fast-check';
import type { Json } from './documents.ts';

const digits = fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.option(fc.stringMatching(/^\d{1,6}$/), { nil: undefined })).map(([whole, fraction]) => (fraction === undefined ? String(whole) : `${whole}.${fraction}`));
const isZero = (text: string): boolean => !/[1-9]/.test(text);
const nonNegative = digits;
const positive = digits.filter((text) => !isZero(text));
const nonPositive = digits.map((text) => (isZero(text) ? text : `-${text}`));
const any = fc.oneof(nonNegative, nonPositive);
const word = fc.stringMatching(/^[A-Za-zäß碳路"\\][A-Za-z0-9 äß碳路"\\/]{0,10}[A-Za-z0-9]$/);
const moment = fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom('T00:00:00Z', 'T08:30:00Z', 'T00:00:00+08:00', 'T23:59:59.999Z')).map(([day, time]) => `${new Date(day * 86_400_000).toISOString().slice(0, 10)}${time}`);
const span = fc.tuple(fc.integer({ min: 10_000, max: 20_000 }), fc.integer({ min: 30, max: 800 })).map(([day, length]) => [day, day + length].map((at) => `${new Date(at * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`) as [string, string]);
const percent = fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100);
const urn = fc.oneof(fc.constantFrom('urn:gtin:4712345060507', 'urn:GTIN:1', 'urn:pact:gleif.org:lei:529900T8BM49AURSDO55', 'urn:lei:1', 'urn:uuid:51131fb5-42a2-4267-a402-0ecfefad1619', 'urn:epc:id:sgtin:1'), word.map((text) => `urn:example:${encodeURIComponent(text)}`));
const classUrn = fc.constantFrom('urn:cpc:0151', 'urn:CPC:0151', 'urn:pact:productclassification:un-cpc:1234', 'urn:unspsc:43211507', 'urn:eclass:28%230', 'urn:pact:cas.org:substance-number:13463-67-7', 'urn:iso:std:iso:4217', 'urn:pact:example.org:own:x%2fy');
const set = <T>(values: fc.Arbitrary<T>) => fc.uniqueArray(values, { minLength: 1, maxLength: 3 });
const record = <T extends Record<string, fc.Arbitrary<unknown>>>(required: T, optional: Record<string, fc.Arbitrary<unknown>> = {}): fc.Arbitrary<Json> =>
  fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) as never, noNullPrototype: true }) as fc.Arbitrary<Json>;

const region = fc.constantFrom('Africa', 'Europe', 'South-eastern Asia', 'Latin America and the Caribbean', 'Sub-Saharan Africa', 'Northern America');
const geography = fc.oneof(
  fc.constant({}), fc.constantFrom('CN', 'TH', 'SG', 'DE').map((geographyCountry) => ({ geographyCountry })), fc.constantFrom('CN-HI', 'CN-HA', 'US-CA', 'FR-IDF').map((geographyCountrySubdivision) => ({ geographyCountrySubdivision })),
  region.map((geographyRegionOrSubregion) => ({ geographyRegionOrSubregion })),
);
const rule = fc.oneof(record({ operator: fc.constantFrom('PEF', 'EPD International'), ruleNames: set(word) }), record({ operator: fc.constant('Other'), ruleNames: set(word), otherOperatorName: word }));
const source = record({ name: word, version: word });
const extension = record({ specVersion: word, dataSchema: fc.webUrl(), data: fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean())) }, { documentation: fc.webUrl() });
const shared = { allocationRulesDescription: word, secondaryEmissionFactorSources: fc.array(source, { minLength: 1, maxLength: 2 }), productOrSectorSpecificRules: fc.array(rule, { minLength: 1, maxLength: 2 }) };
const top = {
  id: fc.uuid(), created: moment, status: fc.constantFrom('Active', 'Deprecated'), companyName: word, companyIds: set(urn), productDescription: word, productIds: set(urn), productNameCompany: word,
};
const more = { precedingPfIds: set(fc.uuid()), extensions: fc.array(extension, { minLength: 1, maxLength: 2 }) };

/** Figures with a key each, all of them optional. */
const figures = (keys: readonly string[], values: fc.Arbitrary<string>) => Object.fromEntries(keys.map((key) => [key, values]));

const pcf3 = fc.tuple(span, geography, record({
  declaredUnitOfMeasurement: fc.constantFrom('liter', 'kilogram', 'cubic meter', 'kilowatt hour', 'megajoule', 'ton kilometer', 'square meter', 'piece', 'hour', 'megabit second'), declaredUnitAmount: positive,
  productMassPerDeclaredUnit: nonNegative, pcfExcludingBiogenicUptake: any, pcfIncludingBiogenicUptake: any, fossilGhgEmissions: nonNegative, fossilCarbonContent: nonNegative,
  ipccCharacterizationFactors: set(fc.constantFrom('AR4', 'AR5', 'AR6')), crossSectoralStandards: set(fc.oneof(fc.constantFrom('ISO14067', 'ISO14083', 'GHGP-Product', 'PACT-3.0', 'PAS2050'), word)), exemptedEmissionsPercent: percent.map(String),
}, {
  ...figures(['biogenicCarbonContent', 'recycledCarbonContent', 'landUseChangeGhgEmissions', 'landCarbonLeakage', 'landManagementFossilGhgEmissions', 'landManagementBiogenicCO2Emissions', 'biogenicNonCO2Emissions', 'landAreaOccupation',
    'aircraftGhgEmissions', 'packagingBiogenicCarbonContent', 'outboundLogisticsGhgEmissions', 'ccuCarbonContent'], nonNegative),
  ...figures(['landManagementBiogenicCO2Removals', 'biogenicCO2Uptake'], nonPositive), ...shared,
  boundaryProcessesDescription: word, exemptedEmissionsDescription: word, primaryDataShare: percent.map(String), ccuCalculationApproach: fc.constantFrom('Cut-off', 'Credit'),
  dqi: record(figures(['technologicalDQR', 'geographicalDQR', 'temporalDQR'], fc.constantFrom('1', '2.50', '5'))),
  verification: record({}, { coverage: fc.constantFrom('PCF calculation model', 'PCF program', 'product level'), providerName: word, completedAt: moment, standardName: word, comments: word }),
}), fc.oneof(fc.constant({}), fc.constant({ packagingEmissionsIncluded: false }), record({ packagingEmissionsIncluded: fc.constant(true) }, { packagingGhgEmissions: nonNegative })),
fc.oneof(fc.constant({}), fc.constant({ ccsTechnologicalCO2CaptureIncluded: false }), record({ ccsTechnologicalCO2CaptureIncluded: fc.constant(true) }, { ccsTechnologicalCO2Capture: nonPositive, technologicalCO2Removals: nonPositive, technologicalCO2CaptureOrigin: word })))
  .map(([[referencePeriodStart, referencePeriodEnd], place, ...parts]) => ({ referencePeriodStart, referencePeriodEnd, ...place, ...Object.assign({}, ...parts) as Json }));

/** A validity that its reference period allows. */
const withValidity = <T extends Json>(footprint: T, [from, length]: [number, number] | [undefined, undefined]): T => {
  const end = (footprint['pcf'] as Json)['referencePeriodEnd'] as string;
  const at = (days: number): string => new Date(Date.parse(end) + days * 86_400_000).toISOString().replace('.000Z', 'Z');
  return from === undefined ? footprint : { ...footprint, validityPeriodStart: at(from), validityPeriodEnd: at(from + length) };
};
const validity = fc.oneof(fc.constant([undefined, undefined] as [undefined, undefined]), fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 700 })));

/** A footprint of version 3. */
export const footprint3: fc.Arbitrary<Json> = fc.tuple(record({ specVersion: fc.constant('3.0.3'), ...top, pcf: pcf3 }, { ...more, productClassifications: set(classUrn), comment: word }), validity).map(([footprint, valid]) => withValidity(footprint, valid));

const rating = fc.integer({ min: 10, max: 30 }).map((n) => n / 10);
const pcf2 = fc.tuple(span, geography, record({
  declaredUnit: fc.constantFrom('liter', 'kilogram', 'cubic meter', 'kilowatt hour', 'megajoule', 'ton kilometer', 'square meter'), unitaryProductAmount: positive,
  ...figures(['pCfExcludingBiogenic', 'fossilGhgEmissions', 'fossilCarbonContent', 'biogenicCarbonContent'], nonNegative), crossSectoralStandardsUsed: set(fc.constantFrom('GHG Protocol Product standard', 'ISO Standard 14067', 'ISO Standard 14044')),
  boundaryProcessesDescription: word, exemptedEmissionsPercent: percent, exemptedEmissionsDescription: word,
}, {
  ...figures(['productMassPerDeclaredUnit', 'dLucGhgEmissions', 'otherBiogenicGhgEmissions', 'iLucGhgEmissions', 'aircraftGhgEmissions'], nonNegative), ...figures(['pCfIncludingBiogenic', 'landManagementGhgEmissions'], any),
  biogenicCarbonWithdrawal: nonPositive, ...shared, crossSectoralStandards: set(fc.constantFrom('ISO14083', 'PEF', 'PACT-1.0', 'PACT-2.0')), biogenicAccountingMethodology: fc.constantFrom('PEF', 'ISO', 'GHGP', 'Quantis'),
  uncertaintyAssessmentDescription: word, primaryDataShare: percent,
  dqi: record({ coveragePercent: percent, technologicalDQR: rating, temporalDQR: rating, geographicalDQR: rating, completenessDQR: rating, reliabilityDQR: rating }),
  assurance: record({ assurance: fc.boolean(), providerName: word }, { coverage: fc.constantFrom('corporate level', 'product line', 'PCF system', 'product level'), level: fc.constantFrom('limited', 'reasonable'), boundary: fc.constantFrom('Gate-to-Gate', 'Cradle-to-Gate'), completedAt: moment, standardName: word, comments: word }),
}), fc.constantFrom(['AR5', ['AR5', 'AR6']], ['AR5', ['AR5']], ['AR6', ['AR6']]).map(([characterizationFactors, ipccCharacterizationFactorsSources]) => ({ characterizationFactors, ipccCharacterizationFactorsSources })),
fc.oneof(fc.constant({ packagingEmissionsIncluded: false }), record({ packagingEmissionsIncluded: fc.constant(true) }, { packagingGhgEmissions: nonNegative })))
  .map(([[referencePeriodStart, referencePeriodEnd], place, ...parts]) => ({ referencePeriodStart, referencePeriodEnd, ...place, ...Object.assign({}, ...parts) as Json }));

/** A footprint of version 2.3. */
export const footprint2: fc.Arbitrary<Json> = fc.tuple(record({ specVersion: fc.constant('2.3.0'), version: fc.integer({ min: 0, max: 9 }), comment: word, productCategoryCpc: fc.stringMatching(/^\d{2,5}$/), ...top, pcf: pcf2 }, {
  ...more, productClassifications: set(classUrn), updated: moment, statusComment: word,
}), validity).map(([footprint, valid]) => withValidity(footprint, valid));

const nonsense = fc.oneof(fc.constantFrom<unknown>(null, '', ' ', 'x', '12abc', '-1', '1e3', '1e99', 0, -1, 1.5, true, [], {}, [null], [''], ['x', 'x'], [[1]], [{}], { a: 1 }, 'urn:', '2024-13-45', '9999-12-31T23:59:59Z', 'NaN', '\u0000'), fc.jsonValue({ maxDepth: 2 }));

/** Ways to all values of a document. */
function waysIn(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  const steps: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return steps.flatMap((step) => [[step], ...waysIn((value as Record<string | number, unknown>)[step]).map((way) => [step, ...way])]);
}

/** A footprint of either version in which some values were replaced by nonsense, or taken out. */
export const brokenFootprint: fc.Arbitrary<Json> = fc.tuple(fc.oneof(footprint2, footprint3), fc.array(fc.tuple(fc.nat(), fc.option(nonsense, { nil: undefined })), { minLength: 1, maxLength: 4 })).map(([document, changes]) => {
  const copy = structuredClone(document);
  for (const [number, value] of changes) {
    const ways = waysIn(copy);
    const way = ways[number % ways.length]!;
    const holder = way.slice(0, -1).reduce<Record<string | number, unknown>>((at, step) => at[step] as Record<string | number, unknown>, copy);
    if (value !== undefined) holder[way.at(-1)!] = structuredClone(value);
    else if (!Array.isArray(holder)) delete holder[way.at(-1)!];
  }
  return copy;
});
