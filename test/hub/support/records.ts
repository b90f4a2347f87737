// Small records for tests: only what the test says, the rest is the least that the model asks for.
import type { Certification, Standard } from '../../../src/model/standard.ts';
import type { Exchange, Process } from '../../../src/model/process.ts';
import type { Factor, Product } from '../../../src/model/product.ts';
import type { Flow } from '../../../src/model/flow.ts';
import type { Footprint } from '../../../src/model/footprint.ts';
import type { Organization } from '../../../src/model/organization.ts';

/** A UUID that shows its number. */
export const uuidOf = (kind: number, number: number): string => `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;

const base = (id: string, en: string, zh?: string) => ({ id, version: '01.00.000', name: { en, ...(zh !== undefined && { zh }) } });

export const aProduct = (n: number, more: Partial<Product> = {}): Product => ({ ...base(uuidOf(1, n), `Product ${n}`, `产品 ${n}`), code: `P${n}`, ...more });

export const aFootprint = (n: number, product: number, total: string, more: Partial<Footprint> = {}): Footprint => ({
  ...base(uuidOf(2, n), `Footprint ${n}`), status: 'PUBLISHED', product: { type: 'product', id: uuidOf(1, product) }, declaredUnit: 'kg', declaredAmount: '1',
  referencePeriod: { start: '2025-01-01', end: '2025-12-31' }, validity: { start: '2026-01-01', end: '2028-12-31' },
  scope: { boundary: 'CRADLE_TO_GATE' }, result: { total, fossil: total }, method: { standard: { type: 'standard', id: uuidOf(6, 1), name: { en: 'GB/T 24067' } }, gwpSet: 'IPCC AR6 GWP100', allocation: 'none', electricity: 'LOCATION' },
  quality: {}, assurance: { state: 'NONE' }, ...more,
});

export const aFlow = (n: number, more: Partial<Flow> = {}): Flow => ({ ...base(uuidOf(3, n), `Flow ${n}`, `流 ${n}`), kind: 'PRODUCT', unit: 'kg', ...more });

export const anExchange = (position: number, flow: number, more: Partial<Exchange> = {}): Exchange => ({
  internalId: String(position), position, direction: position === 0 ? 'OUTPUT' : 'INPUT', flow: { type: 'flow', id: uuidOf(3, flow), name: { en: `Flow ${flow}` } },
  isReference: position === 0, amount: '1.50', unit: 'kg', ...more,
});

export const aProcess = (n: number, exchanges: Exchange[] = [], more: Partial<Process> = {}): Process => ({
  ...base(uuidOf(4, n), `Process ${n}`, `过程 ${n}`), type: 'UNIT_PROCESS', geography: { code: 'CN-HI', system: 'iso', stated: 'CN-HI' }, period: { start: '2024-01-01', end: '2025-12-31' }, exchanges, ...more,
});

export const anOrganization = (n: number, more: Partial<Organization> = {}): Organization => ({ ...base(uuidOf(5, n), `Organization ${n}`), kinds: ['COMPANY'], ...more });

export const aStandard = (n: number, more: Partial<Standard> = {}): Standard => ({ ...base(uuidOf(6, n), `Standard ${n}`), code: `GB/T ${n}`, level: 'NATIONAL', kind: 'QUANTIFICATION', state: 'IN_FORCE', ...more });

export const aCertification = (n: number, product: number, more: Partial<Certification> = {}): Certification => ({
  ...base(uuidOf(7, n), `Certification ${n}`), number: `C-${n}`, scheme: { en: 'Scheme' }, markKind: 'NONE', product: { type: 'product', id: uuidOf(1, product) }, state: 'VALID', ...more,
});

export const aFactor = (n: number, value: string, more: Partial<Factor> = {}): Factor => ({
  ...base(uuidOf(8, n), `Factor ${n}`), kind: 'ELECTRICITY_LIFE_CYCLE', value, numerator: 'kgCO2e', activityUnit: 'kWh', gasBasis: 'CO2E', ...more,
});
