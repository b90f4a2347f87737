// Demo data: complete, valid, linked, and arithmetically exact. The numbers are those worked out by hand in src/transfer/demo/README.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { checkElectricityFactor, checkFootprint, isLandBased, isPublishable } from '../../src/model/footprint-rules.ts';
import { datasetNouns, datasetSchemas, type DatasetNoun, type RecordOf } from '../../src/model/noun.ts';
import { certificationStateOn } from '../../src/model/standard.ts';
import type { Reference } from '../../src/model/value.ts';
import { demoDatasets, demoId } from '../../src/transfer/demo/demo-data.ts';

const datasets = demoDatasets();
const today = '2026-11-22';

const all = <N extends DatasetNoun>(noun: N) => datasets.filter((dataset) => dataset.noun === noun).map(({ record }) => record as RecordOf<N>);
const byId = new Map(datasets.map((dataset) => [`${dataset.noun}:${dataset.record.id}`, dataset.record]));
const get = <N extends DatasetNoun>(noun: N, key: string) => byId.get(`${noun}:${demoId(noun, key)}`) as RecordOf<N>;
const follow = <N extends DatasetNoun>(noun: N, reference: Reference | undefined) => byId.get(`${noun}:${reference!.id}`) as RecordOf<N>;
const sum = (values: (string | undefined)[]) => values.reduce((total, value) => total.plus(value!), new Decimal(0));

function references(value: unknown): Reference[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && 'id' in value && datasetNouns.includes(value.type as DatasetNoun) && typeof value.id === 'string' ? [value as Reference] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

describe('all records', () => {
  it('has the announced number of each noun', () => {
    const counts = Object.fromEntries(datasetNouns.map((noun) => [noun, all(noun).length]));
    expect(counts).toEqual({
      contact: 3, source: 16, unitGroup: 5, flowProperty: 5, flow: 12, process: 11, lifeCycleModel: 0, impactMethod: 1, impactCategory: 1,
      organization: 34, standard: 18, product: 32, factor: 28, footprint: 48, certification: 10,
    });
  });

  it('is valid and in dependency order', () => {
    for (const { noun, record } of datasets) expect(datasetSchemas[noun].safeParse(record).success).toBe(true);
    const order = datasets.map(({ noun }) => datasetNouns.indexOf(noun));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('refers only to records that are there, and to none of a later noun', () => {
    const all = datasets.flatMap(({ noun, record }) => references(record).map((reference) => ({ from: noun, to: reference.type as DatasetNoun, id: reference.id })));
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ to, id }) => !byId.has(`${to}:${id}`))).toEqual([]);
    expect(all.filter(({ from, to }) => datasetNouns.indexOf(to) > datasetNouns.indexOf(from))).toEqual([]);
  });

  it('is named in Chinese and English, versioned and licensed', () => {
    const records = datasets.map(({ record }) => record);
    expect(records.filter(({ name }) => !name['zh'] || !name['en'])).toEqual([]);
    expect(new Set(records.map(({ version }) => version))).toEqual(new Set(['01.00.000']));
    expect(new Set(records.map(({ rights }) => rights?.license))).toEqual(new Set(['Apache-2.0', 'public fact, source cited']));
  });

  it('has stable identifiers: version 5 UUIDs of noun and key', () => {
    expect(demoId('product', 'HN04')).toBe('99e1306c-ca22-5499-8032-14ebfeaa44c3');
    expect(new Set(datasets.map(({ noun, record }) => `${noun}:${record.id}`)).size).toBe(datasets.length);
  });
});

describe('a faulty file', () => {
  const load = (yaml: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'tanlu-demo-'));
    try {
      writeFileSync(join(folder, 'products.yaml'), yaml);
      return demoDatasets(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it.each([
    ['unknown key', 'noun: product\nrecords: [{ code: HN99, name: { en: x }, producer: NOBODY }]', 'products.yaml, product HN99: producer names the organization "NOBODY", which no file defines'],
    ['misspelt field', 'noun: product\nrecords: [{ code: HN99, name: { en: x }, orgin: CN }]', 'products.yaml, product HN99: the model has no field orgin'],
    ['wrong value', 'noun: product\nrecords: [{ code: HN99, name: { en: x }, illustrative: maybe }]', 'products.yaml, product HN99: illustrative:'],
    ['no key', 'noun: product\nrecords: [{ name: { en: x } }]', 'products.yaml, product number 1: has neither key nor code'],
    ['key twice', 'noun: product\nrecords: [{ code: A, name: { en: x } }, { code: A, name: { en: y } }]', 'products.yaml, product A: the key is used twice'],
    ['unknown noun', 'noun: fruit\nrecords: []', 'products.yaml: needs a known "noun"'],
    ['broken YAML', 'noun: [', 'products.yaml:'],
  ])('%s is refused by file and record', (_case, yaml, message) => {
    expect(() => load(yaml)).toThrow(message);
  });
});

/** Ranges of domain §8, kg CO2e per declared unit; HN28 is a range of the fossil part, HN30 per kWp. */
const ranges: Record<string, [number, number]> = {
  HN01: [0.5, 1.5], HN02: [0.4, 1.2], HN03: [13, 21], HN04: [0.4, 1.2], HN05: [1.5, 4], HN06: [2, 5], HN07: [2, 6], HN08: [4, 9], HN09: [-9.22, -9.22],
  HN10: [1, 4], HN11: [0.5, 2], HN12: [0.2, 1.0], HN13: [0.2, 0.9], HN14: [0.1, 0.7], HN15: [0.3, 0.7], HN16: [0.2, 1.0], HN17: [0.5, 1.5], HN18: [0.2, 0.8],
  HN19: [3, 7], HN20: [3, 8], HN21: [3, 8], HN22: [3, 7], HN23: [0.5, 1.0], HN24: [1.2, 2.9], HN25: [0.6, 0.85], HN26: [1.0, 1.5], HN27: [2.2, 3.2],
  HN28: [0.3, 0.9], HN29: [3, 6], HN30: [400, 650], HN31: [2.0, 3.0], HN32: [5, 50],
};

describe('products', () => {
  it('are HN01 to HN32, each with HS, CPC, producer and footprint', () => {
    const products = all('product');
    expect(products.map(({ code }) => code)).toEqual(Object.keys(ranges));
    for (const product of products) {
      const classes = product.classifications!;
      expect(classes.find(({ scheme }) => scheme === 'HS')).toMatchObject({ version: '2022', code: expect.stringMatching(/^\d{6}$/) });
      expect(classes.find(({ scheme }) => scheme === 'CPC')).toMatchObject({ version: '2.1', code: expect.stringMatching(/^\d{4,5}$/) });
      expect(follow('organization', product.producer).illustrative).toBe(true);
      expect(product.origin!.code).toMatch(/^CN-HI-46\d{4}$/);
    }
    const published = new Set(all('footprint').filter(({ status }) => status === 'PUBLISHED').map((footprint) => footprint.product.id));
    expect(products.filter(({ id }) => !published.has(id))).toEqual([]);
  });
});

describe('footprints', () => {
  const codeOf = (footprint: RecordOf<'footprint'>) => follow('product', footprint.product).code!;
  const context = (footprint: RecordOf<'footprint'>) => ({
    landBased: isLandBased(follow('product', footprint.product)),
    electricityFactor: follow('factor', footprint.method.electricityFactor),
  });

  it('lie inside the ranges of the plan', () => {
    const outside = all('footprint').filter(({ status }) => status !== 'DRAFT').filter((footprint) => {
      const code = codeOf(footprint);
      const { fossil, total, locationBased } = footprint.result;
      const special: Record<string, string> = { HN28: fossil!, HN30: new Decimal(total!).div('0.55').toString() };
      const value = new Decimal(special[code] ?? locationBased ?? total!);
      const [low, high] = ranges[code]!;
      return value.lt(low) || value.gt(high);
    });
    expect(outside).toEqual([]);
  });

  it('are all illustrative, in units PACT knows, and state no tonne', () => {
    for (const footprint of all('footprint')) {
      expect(footprint.illustrative).toBe(true);
      expect(['kg', 'l', 'piece']).toContain(footprint.declaredUnit);
    }
  });

  it('obey the rules when published; the drafts break exactly the rule they show', () => {
    const findings = all('footprint').flatMap((footprint) => checkFootprint(footprint, context(footprint)).map(({ code }) => [codeOf(footprint), footprint.status, code]));
    expect(findings).toEqual([
      ['HN01', 'DRAFT', 'footprint-land-use-change-missing'],
      ['HN17', 'DRAFT', 'footprint-location-based-missing'],
    ]);
    expect(all('footprint').filter((footprint) => !isPublishable(footprint, context(footprint))).length).toBe(2);
  });

  it('add up exactly: total, gross, stages, gases', () => {
    const potentials: Record<string, Record<string, string>> = {
      'IPCC-AR6-GWP100-7.SM.7': { 'CO2 fossil': '1', 'CH4 fossil': '29.8', 'CH4 biogenic': '27', N2O: '273' },
      'IPCC-AR5-GWP100': { 'CO2 fossil': '1', 'CH4 biogenic': '28', N2O: '265' },
    };
    const wrong = all('footprint').flatMap(({ result, scope, method, name }) => {
      const { total, gross, fossil, biogenicUptake, biogenicEmissions, landUseChange, landManagement, removals, gases } = result;
      const ofMethod = method.electricity === 'CONTRACT' ? result.contractBased : result.locationBased;
      const characterized = gases?.map(({ gas, amount }) => new Decimal(amount.value).times(potentials[method.gwpSet!]![gas]!).toString());
      const checks: [string, boolean][] = [
        ['total', sum([gross, biogenicUptake, removals]).eq(total!)],
        ['gross', landUseChange === undefined || sum([fossil, biogenicEmissions, landUseChange, landManagement]).eq(gross!)],
        ['stages', scope.stages === undefined || sum(scope.stages.map(({ value }) => value)).eq(total!)],
        ['gases', characterized === undefined || sum(characterized).eq(gross!)],
        ['electricity method', ofMethod === undefined || new Decimal(ofMethod).eq(total!)],
      ];
      return checks.filter(([, right]) => !right).map(([what]) => `${what} of ${name['en']}`);
    });
    expect(wrong).toEqual([]);
    expect(all('footprint').filter(({ scope }) => scope.stages).length).toBe(6);
    expect(all('footprint').filter(({ result }) => result.gases).length).toBe(4);
  });

  it('cite the work exactly where the value comes from one', () => {
    const cited = new Set(all('footprint').filter(({ citation }) => citation !== undefined).map(codeOf));
    expect([...cited]).toEqual(['HN01', 'HN02', 'HN03', 'HN06', 'HN07', 'HN09', 'HN14', 'HN15', 'HN21', 'HN22', 'HN24']);
  });

  it('keep land use change, removals and uptake apart', () => {
    expect(get('footprint', 'HN01-2025').result).toMatchObject({ total: '0.70', landUseChange: '0' });
    expect(get('footprint', 'HN01-NO-LUC').result.landUseChange).toBeUndefined();
    expect(get('footprint', 'HN03-2025').result).toMatchObject({ total: '13.0', landUseChange: '12.3' });
    expect(get('footprint', 'HN09-2024').result).toMatchObject({ total: '-9.22', gross: '14.91', removals: '-24.13' });
    expect(get('footprint', 'HN24-2025').result.total).toBe('2.85');
    expect(get('footprint', 'HN32-2025').visibility).toBe('PRIVATE');
  });

  it('give the pitaya both electricity results (O1): 0.23108 and 0.09156 per kg beside 0.35', () => {
    const location = new Decimal('120000').times('0.5777').div('300000');
    const contract = new Decimal('80000').times('0.0545').plus(new Decimal('40000').times('0.5777')).div('300000');
    expect([location.toString(), contract.toString()]).toEqual(['0.23108', '0.09156']);
    const { result, scope } = get('footprint', 'HN17-2025');
    expect(scope.stages!.map(({ value }) => value)).toEqual(['0.35', '0.23108']);
    expect(result.locationBased).toBe(location.plus('0.35').toString());
    expect(result.contractBased).toBe(contract.plus('0.35').toString());
  });

  it('show the two lychee records that differ by the GWP set only (O5)', () => {
    const [ar6, ar5] = ['HN12-2025', 'HN12-2025-AR5'].map((key) => get('footprint', key));
    expect([ar6!.result.total, ar5!.result.total]).toEqual(['0.4743', '0.4675']);
    expect(ar5!.result.gases).toEqual(ar6!.result.gases);
  });

  it('give banana the ten values of the grading oracle (O7): mean 0.323', () => {
    const values = all('footprint').filter((footprint) => codeOf(footprint) === 'HN14').map(({ result }) => result.total!);
    expect(values).toEqual(['0.10', '0.15', '0.18', '0.22', '0.25', '0.31', '0.36', '0.44', '0.52', '0.70']);
    expect(sum(values).div(10).toString()).toBe('0.323');
  });
});

describe('factors', () => {
  it('hold the official electricity values', () => {
    expect(get('factor', 'ELEC-CN-LC-2023').value).toBe('0.6205');
    const latest = get('factor', 'ELEC-CN-LC-2024');
    expect(latest.value).toBe('0.5777');
    expect(follow('factor', latest.replaces).value).toBe('0.6205');
    expect(all('factor').filter(({ kind }) => kind === 'ELECTRICITY_DIRECT').map(({ value }) => value))
      .toEqual(['0.5306', '0.6361', '0.5122', '0.5500', '0.5271', '0.5543', '0.4042', '0.2472']);
    expect(all('factor').filter(({ technology, kind }) => technology && kind === 'ELECTRICITY_LIFE_CYCLE').map(({ value }) => value))
      .toEqual(['0.9440', '0.4792', '0.0143', '0.0065', '0.0336', '0.0545', '0.0313', '0.0457']);
  });

  it('never mix the two quantities', () => {
    for (const factor of all('factor').filter(({ kind }) => kind.startsWith('ELECTRICITY'))) {
      const direct = factor.kind === 'ELECTRICITY_DIRECT';
      expect([factor.numerator, factor.gasBasis]).toEqual(direct ? ['kgCO2', 'CO2'] : ['kgCO2e', 'CO2E']);
      expect(checkElectricityFactor(factor) !== undefined).toBe(direct);
      expect(factor.dataQuality).toBeTruthy();
      expect(follow('source', factor.source).citation).toBeTruthy();
    }
  });

  it('compute the Hainan mix from its shares', () => {
    const shares: Record<string, string> = { COAL: '0.3467', GAS: '0.20', NUCLEAR: '0.28', WIND: '0.0233', PV: '0.12', HYDRO: '0.02', BIOMASS: '0.01' };
    expect(sum(Object.values(shares)).toString()).toBe('1');
    const mix = Object.entries(shares).map(([technology, share]) => new Decimal(share).times(get('factor', `ELEC-${technology}-LC-2023`).value).toString());
    expect(sum(mix).toString()).toBe(get('factor', 'ELEC-HI-MIX-LC-2023').value);
    expect(get('factor', 'ELEC-HI-MIX-LC-2023').illustrative).toBe(true);
  });
});

describe('standards', () => {
  it('carry the dates of the domain research', () => {
    expect(get('standard', 'GB/T 24067-2024')).toMatchObject({ publishedOn: '2024-08-23', validity: { start: '2024-10-01' } });
    expect(get('standard', 'GB/T 44903-2024')).toMatchObject({ publishedOn: '2024-10-26', validity: { start: '2025-05-01' } });
    expect(get('standard', 'T/CGFA 012—2025')).toMatchObject({ validity: { start: '2026-03-01' } });
    expect(get('standard', 'EPD PCR 2013:21')).toMatchObject({ state: 'EXPIRED', validity: { end: '2016-11-27' } });
    expect(all('standard').filter(({ issuer }) => issuer === undefined)).toEqual([]);
  });

  it('promote a group standard to a national one, without gap', () => {
    const chain = ['T/HNDEMO 001-2024', 'DB46/T 9990-2025', 'GB/T 99990-2026'].map((code) => get('standard', code));
    expect(chain.map(({ level, state }) => [level, state])).toEqual([['GROUP', 'SUPERSEDED'], ['LOCAL', 'SUPERSEDED'], ['NATIONAL', 'IN_FORCE']]);
    for (const [index, lower] of chain.slice(0, -1).entries()) {
      const higher = chain[index + 1]!;
      expect(lower.supersededBy!.id).toBe(higher.id);
      expect(higher.promotedFrom!.id).toBe(lower.id);
      expect(new Date(higher.validity!.start!).getTime() - new Date(lower.validity!.end!).getTime()).toBe(86_400_000);
    }
  });

  it('invent no document under the name of a real issuer', () => {
    const mixed = all('standard').filter((standard) => (follow('organization', standard.issuer).illustrative ?? false) !== (standard.illustrative ?? false));
    expect(mixed).toEqual([]);
  });
});

describe('certifications', () => {
  it('show every state, and the recorded state is that of today', () => {
    expect(new Set(all('certification').map(({ state }) => state))).toEqual(new Set(['DRAFT', 'IN_REVIEW', 'VALID', 'SUSPENDED', 'WITHDRAWN', 'EXPIRED', 'REFUSED']));
    expect(all('certification').filter((record) => certificationStateOn(record, today) !== record.state)).toEqual([]);
  });

  it('has one expiring within 20 days', () => {
    const { validity, state } = get('certification', 'CERT-EXPIRING');
    const days = (new Date(validity!.end!).getTime() - new Date(today).getTime()) / 86_400_000;
    expect([state, days]).toEqual(['VALID', 18]);
    expect(certificationStateOn(get('certification', 'CERT-EXPIRING'), '2026-12-11')).toBe('EXPIRED');
  });

  it('has the withdrawn one of oracle O13', () => {
    const record = get('certification', 'CERT-WITHDRAWN');
    expect(record.validity).toEqual({ start: '2026-01-01', end: '2027-12-31' });
    expect(certificationStateOn(record, '2026-06-30')).toBe('VALID');
    expect(certificationStateOn(record, '2026-10-01')).toBe('WITHDRAWN');
    expect(certificationStateOn(record, '2025-12-31')).toBeUndefined();
  });

  it('uses the national mark for pilot goods only, and certifies inside the validity of the footprint', () => {
    for (const record of all('certification')) {
      const code = follow('product', record.product).code!;
      expect(record.markKind === 'NATIONAL_FOOTPRINT').toBe(['HN25', 'HN30'].includes(code));
      const footprint = follow('footprint', record.footprint);
      expect(footprint.product.id).toBe(record.product.id);
      const { start = footprint.validity.start!, end = footprint.validity.end! } = record.validity ?? {};
      expect([start >= footprint.validity.start!, end <= footprint.validity.end!]).toEqual([true, true]);
      expect(follow('organization', record.issuer).kinds).toContain('CERTIFICATION_BODY');
    }
  });
});

describe('the coconut-juice network', () => {
  const category = all('impactCategory')[0]!;
  const potential = new Map(category.factors!.map(({ flow, value }) => [flow.id, value]));

  /** Emissions of an amount of what a process makes, by following its providers (there are no loops). Multiplies first, divides last: exact. */
  function score(key: string | RecordOf<'process'>, amount: Decimal.Value, electricity?: string): Decimal {
    const process = typeof key === 'string' ? get('process', key) : key;
    const reference = process.exchanges!.find(({ isReference }) => isReference)!;
    if (electricity !== undefined && process.id === demoId('process', 'GRID-CN')) return new Decimal(amount).times(electricity).div('3.6');
    const contributions = process.exchanges!.filter((exchange) => exchange !== reference).map((exchange) => {
      const share = new Decimal(exchange.amount!).times(amount).div(reference.amount!);
      if (!exchange.provider) return new Decimal(amount).times(exchange.amount!).times(potential.get(exchange.flow.id)!).div(reference.amount!).toString();
      return score(follow('process', exchange.provider), share, electricity).toString();
    });
    return sum(contributions);
  }

  it('gives the nuts of oracle O2', () => {
    expect(['NUTS-ID', 'NUTS-VN', 'NUTS-HI', 'NUTS-SUPPLY'].map((key) => score(key, 1).toString())).toEqual(['0.35', '0.42', '0.3', '0.372']);
  });

  it('gives the factors of the README', () => {
    expect(score('GRID-CN', '3.6').toString()).toBe(get('factor', 'ELEC-CN-LC-2024').value);
    expect(score('HEAT-GAS', 1).toString()).toBe(get('factor', 'NATURAL-GAS').value);
    expect(score('CARTON-MAKING', 1).toString()).toBe('0.0444425');
    expect(score('WATER-SUPPLY', 1).toString()).toBe(get('factor', 'TAP-WATER').value);
    expect(score('SEA-TRANSPORT', 1).eq(get('factor', 'FREIGHT-SEA').value)).toBe(true);
    expect(score('ROAD-TRANSPORT', 1).eq(get('factor', 'FREIGHT-ROAD').value)).toBe(true);
  });

  it('gives 597.3315 kg per m3, 0.5973315 kg CO2e per litre: the footprint HN04-2025', () => {
    expect(score('JUICE-PRODUCTION', 1).toString()).toBe('597.3315');
    expect(score('JUICE-PRODUCTION', '0.001').toString()).toBe(get('footprint', 'HN04-2025').result.total);
  });

  it('gives the stages of HN04-2025 input by input', () => {
    const inputs = get('process', 'JUICE-PRODUCTION').exchanges!.filter(({ isReference }) => !isReference);
    const stages = inputs.map(({ provider, amount }) => score(follow('process', provider), new Decimal(amount!).div(1000)).toString());
    expect(stages).toEqual(get('footprint', 'HN04-2025').scope.stages!.map(({ value }) => value));
  });

  it('gives 0.60484076 with the electricity of 2023: the footprint HN04-2024', () => {
    expect(score('JUICE-PRODUCTION', '0.001', '0.6205').toString()).toBe(get('footprint', 'HN04-2024').result.total);
  });

  it('is complete: every product input has a provider that makes it, in the unit of its flow', () => {
    for (const process of all('process')) {
      for (const exchange of process.exchanges!) {
        const flow = follow('flow', exchange.flow);
        expect(exchange.unit).toBe(flow.unit);
        expect(follow('flowProperty', flow.flowProperties![0]!.flowProperty).unit).toBe(flow.unit);
        if (exchange.isReference || flow.kind === 'ELEMENTARY') continue;
        const provider = follow('process', exchange.provider);
        expect(provider.exchanges!.find(({ isReference }) => isReference)!.flow.id).toBe(exchange.flow.id);
      }
      expect(process.exchanges!.filter(({ isReference }) => isReference).length).toBe(1);
    }
  });
});
