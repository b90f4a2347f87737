// The properties of a PACT footprint as data: v3.0.3 and v2.0 to v2.3 (OpenAPI of both), which the wire check goes through. Properties that are not listed here are allowed.
import type { PactVersion } from '../../../formats/pact/versions.ts';
import { since } from './versions.ts';
import {
  assessmentReport, country, dateTime, decimal, decimalIn, filled, integer, notNegative, notPositive, numberIn, object, oneOf, positive, specVersion, subdivision, text, truth, uri, urn, uuid, type ValueCheck,
} from './values.ts';

export interface Field {
  /** One value, a list of values, or an object with fields of its own. */
  check: ValueCheck | readonly Fields[];
  /** A set: a list that is not empty and repeats nothing. A list: may repeat. */
  many?: 'set' | 'list' | 'any';
  /** Versions in which it must be there. */
  required?: readonly PactVersion[];
}
export type Fields = Readonly<Record<string, Field>>;

const all = since('2.0');
const must = (check: ValueCheck, required = all): Field => ({ check, required });
const may = (check: ValueCheck): Field => ({ check });
const setOf = (check: ValueCheck, required?: readonly PactVersion[]): Field => ({ check, many: 'set', ...(required === undefined ? {} : { required }) });

const region = oneOf(
  'Africa', 'Americas', 'Asia', 'Europe', 'Oceania', 'Australia and New Zealand', 'Central Asia', 'Eastern Asia', 'Eastern Europe', 'Latin America and the Caribbean', 'Melanesia', 'Micronesia',
  'Northern Africa', 'Northern America', 'Northern Europe', 'Polynesia', 'South-eastern Asia', 'Southern Asia', 'Southern Europe', 'Sub-Saharan Africa', 'Western Asia', 'Western Europe',
);
const geography: Fields = { geographyRegionOrSubregion: may(region), geographyCountry: may(country), geographyCountrySubdivision: may(subdivision) };
const units2 = ['liter', 'kilogram', 'cubic meter', 'kilowatt hour', 'megajoule', 'ton kilometer', 'square meter'];

const rule: Fields = { operator: must(oneOf('PEF', 'EPD International', 'Other')), ruleNames: setOf(filled, all), otherOperatorName: may(filled) };
const source: Fields = { name: must(filled), version: must(filled) };
const extension: Fields = { specVersion: must(text), dataSchema: must(uri), data: must(object), documentation: may(uri) };
const shared: Fields = {
  ...geography, referencePeriodStart: must(dateTime), referencePeriodEnd: must(dateTime), allocationRulesDescription: may(text), aircraftGhgEmissions: may(notNegative), packagingGhgEmissions: may(notNegative),
  productOrSectorSpecificRules: { check: [rule], many: 'set' }, secondaryEmissionFactorSources: { check: [source], many: 'list' },
};
const footprint: Fields = {
  id: must(uuid), specVersion: must(specVersion), precedingPfIds: setOf(uuid), created: must(dateTime), status: must(oneOf('Active', 'Deprecated')), validityPeriodStart: may(dateTime), validityPeriodEnd: may(dateTime),
  companyName: must(filled), companyIds: setOf(urn, all), productDescription: must(text), productIds: setOf(urn, all), productClassifications: setOf(urn), productNameCompany: must(filled),
  extensions: { check: [extension], many: 'any' },
};

const verification: Fields = { coverage: may(oneOf('PCF calculation model', 'PCF program', 'product level')), providerName: may(text), completedAt: may(dateTime), standardName: may(text), comments: may(text) };
const quality3 = decimalIn(1, 5);
const pcf3: Fields = {
  ...shared, declaredUnitOfMeasurement: must(oneOf(...units2, 'piece', 'hour', 'megabit second')), declaredUnitAmount: must(positive), productMassPerDeclaredUnit: must(notNegative), boundaryProcessesDescription: may(text),
  pcfExcludingBiogenicUptake: must(decimal), pcfIncludingBiogenicUptake: must(decimal), fossilGhgEmissions: must(notNegative), fossilCarbonContent: must(notNegative), biogenicCarbonContent: may(notNegative),
  recycledCarbonContent: may(notNegative), landUseChangeGhgEmissions: may(notNegative), landCarbonLeakage: may(notNegative), landManagementFossilGhgEmissions: may(notNegative),
  landManagementBiogenicCO2Emissions: may(notNegative), landManagementBiogenicCO2Removals: may(notPositive), biogenicCO2Uptake: may(notPositive), biogenicNonCO2Emissions: may(notNegative), landAreaOccupation: may(notNegative),
  packagingEmissionsIncluded: may(truth), packagingBiogenicCarbonContent: may(notNegative), outboundLogisticsGhgEmissions: may(notNegative), ccsTechnologicalCO2CaptureIncluded: may(truth),
  ccsTechnologicalCO2Capture: may(notPositive), technologicalCO2Removals: may(notPositive), technologicalCO2CaptureOrigin: may(text), ccuCarbonContent: may(notNegative), ccuCalculationApproach: may(oneOf('Cut-off', 'Credit')),
  ccuCreditCertification: may(uri), ipccCharacterizationFactors: setOf(assessmentReport, all), crossSectoralStandards: setOf(text, all), exemptedEmissionsPercent: must(decimalIn(0, 100)), exemptedEmissionsDescription: may(text),
  primaryDataShare: may(decimalIn(0, 100)), dqi: { check: [{ technologicalDQR: must(quality3), geographicalDQR: must(quality3), temporalDQR: must(quality3) }] }, verification: { check: [verification] },
};
export const fields3: Fields = { ...footprint, comment: may(text), pcf: { check: [pcf3], required: all } };

const quality2 = numberIn(1, 3);
const percent = numberIn(0, 100);
const assurance: Fields = {
  assurance: must(truth), providerName: must(text), coverage: may(oneOf('corporate level', 'product line', 'PCF system', 'product level')), level: may(oneOf('limited', 'reasonable')),
  boundary: may(oneOf('Gate-to-Gate', 'Cradle-to-Gate')), completedAt: may(dateTime), standardName: may(text), comments: may(text),
};
const pcf2: Fields = {
  ...shared, declaredUnit: must(oneOf(...units2)), unitaryProductAmount: must(positive), productMassPerDeclaredUnit: may(notNegative), pCfExcludingBiogenic: must(notNegative), pCfIncludingBiogenic: may(decimal),
  fossilGhgEmissions: must(notNegative), fossilCarbonContent: must(notNegative), biogenicCarbonContent: must(notNegative), dLucGhgEmissions: may(notNegative), landManagementGhgEmissions: may(decimal),
  otherBiogenicGhgEmissions: may(notNegative), iLucGhgEmissions: may(notNegative), biogenicCarbonWithdrawal: may(notPositive), packagingEmissionsIncluded: must(truth), characterizationFactors: must(oneOf('AR5', 'AR6')),
  ipccCharacterizationFactorsSources: setOf(assessmentReport, since('2.2')), crossSectoralStandardsUsed: setOf(oneOf('GHG Protocol Product standard', 'ISO Standard 14067', 'ISO Standard 14044'), all),
  crossSectoralStandards: setOf(oneOf('ISO14067', 'ISO14083', 'ISO14040-44', 'GHGP-Product', 'PEF', 'PACT-1.0', 'PACT-2.0', 'PACT-3.0')), biogenicAccountingMethodology: may(oneOf('PEF', 'ISO', 'GHGP', 'Quantis')),
  boundaryProcessesDescription: must(text), exemptedEmissionsPercent: must(percent), exemptedEmissionsDescription: must(text), uncertaintyAssessmentDescription: may(text), primaryDataShare: may(percent),
  dqi: { check: [{ coveragePercent: must(percent), technologicalDQR: must(quality2), temporalDQR: must(quality2), geographicalDQR: must(quality2), completenessDQR: must(quality2), reliabilityDQR: must(quality2) }] },
  assurance: { check: [assurance] },
};
export const fields2: Fields = {
  ...footprint, version: must(integer), updated: may(dateTime), statusComment: may(text), comment: must(text), productCategoryCpc: must(filled), pcf: { check: [pcf2], required: all },
};
