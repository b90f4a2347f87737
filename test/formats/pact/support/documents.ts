// Documents of PACT for tests: the fixtures, and small valid footprints with changes at some paths.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readFootprints, type FootprintReading } from '../../../../src/formats/pact/pact.ts';
import type { FootprintSet } from '../../../../src/formats/pact/pact.ts';

export type Json = Record<string, unknown>;

export const fixtureText = (name: string): string => readFileSync(fileURLToPath(new URL(`../../../fixtures/pact/${name}.json`, import.meta.url)), 'utf8');
export const fixture = (name: string): Json => JSON.parse(fixtureText(name)) as Json;

/** A document with other values at some paths ("pcf.declaredUnit"); undefined takes a property away. */
export function changed(document: Json, changes: Json): Json {
  const copy = structuredClone(document);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const holder = keys.reduce<Json>((at, key) => (at[key] ??= {}) as Json, copy);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return copy;
}

/** Oil by the kilogram: only what version 3 demands. */
export const small3 = (changes: Json = {}): Json => changed({
  id: '11111111-2222-4333-8444-555555555555', specVersion: '3.0.3', created: '2025-06-01T00:00:00Z', status: 'Active', companyName: 'Example Oil', companyIds: ['urn:example:company:oil'],
  productDescription: '', productIds: ['urn:example:product:oil'], productNameCompany: 'Coconut oil',
  pcf: {
    declaredUnitOfMeasurement: 'kilogram', declaredUnitAmount: '1', productMassPerDeclaredUnit: '1', referencePeriodStart: '2024-01-01T00:00:00Z', referencePeriodEnd: '2025-01-01T00:00:00Z',
    pcfExcludingBiogenicUptake: '2', pcfIncludingBiogenicUptake: '1.5', fossilGhgEmissions: '1.75', fossilCarbonContent: '0', ipccCharacterizationFactors: ['AR6'], crossSectoralStandards: ['ISO14067'],
    exemptedEmissionsPercent: '0',
  },
}, changes);

/** Oil by the kilogram: only what version 2.3 demands. */
export const small2 = (changes: Json = {}): Json => changed({
  id: '11111111-2222-4333-8444-555555555555', specVersion: '2.3.0', version: 1, created: '2025-06-01T00:00:00Z', status: 'Active', comment: '', companyName: 'Example Oil',
  companyIds: ['urn:example:company:oil'], productDescription: '', productIds: ['urn:example:product:oil'], productCategoryCpc: '21529', productNameCompany: 'Coconut oil',
  pcf: {
    declaredUnit: 'kilogram', unitaryProductAmount: '1', pCfExcludingBiogenic: '2', fossilGhgEmissions: '1.75', fossilCarbonContent: '0', biogenicCarbonContent: '0.5', characterizationFactors: 'AR6',
    ipccCharacterizationFactorsSources: ['AR6'], crossSectoralStandardsUsed: ['ISO Standard 14067'], boundaryProcessesDescription: '', referencePeriodStart: '2023-01-01T00:00:00Z',
    referencePeriodEnd: '2024-01-01T00:00:00Z', exemptedEmissionsPercent: 0, exemptedEmissionsDescription: '', packagingEmissionsIncluded: true, primaryDataShare: 50,
  },
}, changes);

export const readOne = (document: object | string): FootprintReading => readFootprints(document)[0]!;

/** What a document was read as, ready to be projected. */
export function setOf(document: object | string): FootprintSet {
  const { footprint, product, owner, issues } = readOne(document);
  if (footprint === undefined || product === undefined || owner === undefined) throw new Error(`not read: ${JSON.stringify(issues)}`);
  return { footprint, product, owner };
}

export const codesOf = (issues: readonly { code: string }[]): string[] => [...new Set(issues.map(({ code }) => code))].sort();
export const errorsOf = (issues: readonly { code: string; severity: string }[]): string[] => codesOf(issues.filter(({ severity }) => severity === 'error'));
