// Footprints for the bench: of many products and companies, with all that a footprint usually says; the same for the same number.
import { uuidV5 } from '../../../src/model/identity.ts';

/** Number `n` as PACT 3 has it; every tenth takes the place of the one before, which is deprecated. */
export function benchFootprint(n: number): Record<string, unknown> {
  const id = (at: number): string => uuidV5(`bench/pull/${at}`);
  const figure = (times: number): string => ((n % 997) * times + 1.25).toFixed(4);
  const total = Number(figure(0.5)) + Number(figure(0.01)) + Number(figure(0.002));
  return {
    id: id(n), specVersion: '3.0.3', ...(n % 10 === 1 ? { precedingPfIds: [id(n - 1)] } : {}), created: '2026-02-01T00:00:00Z', status: n % 10 === 0 ? 'Deprecated' : 'Active',
    companyName: `Company ${n % 50}`, companyIds: [`urn:example:company:${n % 50}`, `urn:uuid:${uuidV5(`bench/company/${n % 50}`)}`],
    productDescription: `Product ${n % 2000} of company ${n % 50}, made for a bench; it says about as much as real ones do.`, productIds: [`urn:gtin:${String(4_712_345_000_000 + (n % 2000))}`, `urn:example:product:${n % 2000}`],
    productClassifications: ['urn:cpc:0151', `urn:eclass:2807${String(n % 100).padStart(4, '0')}`], productNameCompany: `Product ${n % 2000}`, comment: `Footprint number ${n}`,
    pcf: {
      declaredUnitOfMeasurement: 'kilogram', declaredUnitAmount: '1', productMassPerDeclaredUnit: '1', referencePeriodStart: '2025-01-01T00:00:00Z', referencePeriodEnd: '2026-01-01T00:00:00Z', geographyCountrySubdivision: 'CN-HI',
      boundaryProcessesDescription: 'Cultivation, harvest, transport to the plant, processing, packaging', pcfExcludingBiogenicUptake: total.toFixed(4), pcfIncludingBiogenicUptake: (total - 1.5).toFixed(4),
      fossilGhgEmissions: figure(0.5), fossilCarbonContent: '0', biogenicCarbonContent: '0.41', landUseChangeGhgEmissions: figure(0.01), landManagementBiogenicCO2Emissions: '0', landManagementBiogenicCO2Removals: '0', biogenicCO2Uptake: '-1.5',
      biogenicNonCO2Emissions: figure(0.002), aircraftGhgEmissions: '0', packagingEmissionsIncluded: true, packagingGhgEmissions: '0.01', ccsTechnologicalCO2CaptureIncluded: false, ipccCharacterizationFactors: ['AR6'],
      crossSectoralStandards: ['ISO14067', 'PACT-3.0'], productOrSectorSpecificRules: [{ operator: 'Other', ruleNames: ['Rule of the bench'], otherOperatorName: 'Bench' }], exemptedEmissionsPercent: '1.5', exemptedEmissionsDescription: 'Office supplies',
      allocationRulesDescription: 'By mass', secondaryEmissionFactorSources: [{ name: 'ecoinvent', version: '3.10' }], primaryDataShare: '63.5', dqi: { technologicalDQR: '1.5', geographicalDQR: '2', temporalDQR: '1.25' },
      verification: { coverage: 'product level', providerName: 'Verifier of the bench', completedAt: '2026-01-20T00:00:00Z', standardName: 'ISO 14064-3' },
    },
  };
}
