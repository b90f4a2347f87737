// A small valid footprint of each version, to send in events of ours: it says of itself that it is a test.
import { randomUUID } from 'node:crypto';

const year = new Date().getUTCFullYear();

const shared = () => ({
  id: randomUUID(), created: new Date().toISOString(), status: 'Active', companyName: 'Conformance check', companyIds: ['urn:uuid:6f0f7a0e-2f3b-4c54-9a7d-0d3a4b7f1c11'],
  productDescription: 'Footprint made for a conformance check; not a real product', productIds: [`urn:uuid:${randomUUID()}`], productNameCompany: 'Test product', comment: 'Made for a conformance check.',
});
const period = { referencePeriodStart: `${year - 1}-01-01T00:00:00Z`, referencePeriodEnd: `${year}-01-01T00:00:00Z`, geographyCountry: 'CN' };

export const specimen3 = (): Record<string, unknown> => ({
  ...shared(), specVersion: '3.0.3',
  pcf: {
    ...period, declaredUnitOfMeasurement: 'kilogram', declaredUnitAmount: '1', productMassPerDeclaredUnit: '1', pcfExcludingBiogenicUptake: '2.5', pcfIncludingBiogenicUptake: '2.5', fossilGhgEmissions: '2.5', fossilCarbonContent: '0',
    packagingEmissionsIncluded: false, ccsTechnologicalCO2CaptureIncluded: false, ipccCharacterizationFactors: ['AR6'], crossSectoralStandards: ['ISO14067'], exemptedEmissionsPercent: '0', primaryDataShare: '50',
  },
});

export const specimen2 = (specVersion: string): Record<string, unknown> => ({
  ...shared(), specVersion, version: 1, productCategoryCpc: '0151',
  pcf: {
    ...period, declaredUnit: 'kilogram', unitaryProductAmount: '1', pCfExcludingBiogenic: '2.5', pCfIncludingBiogenic: '2.5', fossilGhgEmissions: '2.5', fossilCarbonContent: '0', biogenicCarbonContent: '0', dLucGhgEmissions: '0',
    landManagementGhgEmissions: '0', otherBiogenicGhgEmissions: '0', biogenicCarbonWithdrawal: '0', biogenicAccountingMethodology: 'ISO', characterizationFactors: 'AR6', ipccCharacterizationFactorsSources: ['AR6'],
    crossSectoralStandardsUsed: ['ISO Standard 14067'], boundaryProcessesDescription: 'none', exemptedEmissionsPercent: 0, exemptedEmissionsDescription: '', packagingEmissionsIncluded: false, primaryDataShare: 50,
    dqi: { coveragePercent: 100, technologicalDQR: 2, temporalDQR: 2, geographicalDQR: 2, completenessDQR: 2, reliabilityDQR: 2 },
  },
});
