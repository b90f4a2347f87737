// EcoSpold 2 and ILCD to openLCA and back, on the package of fixtures/convert; numbers by hand as in its README.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../../src/formats/adapter.ts';
import { rescaled } from '../../../src/formats/by-flows.ts';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { completeForEcospold2 } from '../../../src/formats/ecospold2/complete.ts';
import { processIdOf } from '../../../src/formats/ecospold2/identity.ts';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { completeForIlcd } from '../../../src/formats/ilcd/complete.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { completeForOlca } from '../../../src/formats/olca/complete.ts';
import { mirrored, negated } from '../../../src/formats/signs.ts';
import type { Flow, UnitGroup } from '../../../src/model/flow.ts';
import type { Exchange, Process } from '../../../src/model/process.ts';
import { fates } from '../../../src/transfer/convert/account.ts';
import { validatePackages } from '../../../src/transfer/validate/validate.ts';
import { convertThrough } from './support/through.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-convert-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const electricity = `${fixtures}convert/ecospold2-to-ilcd/electricity.spold`;

async function through(path: string, ...targets: FormatAdapter[]) {
  const { folder: from, report } = await convertThrough(work, path, targets, (each) => {
    const { total, sum } = { total: fates.reduce((all, fate) => all + each.values[fate], 0), sum: each.paths.reduce((all, path) => all + fates.reduce((one, fate) => one + path[fate], 0), 0) };
    expect(sum).toBe(total);
    expect(total).toBeGreaterThan(50);
  });
  const last = targets.at(-1)!;
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(xml|spold|json)$/.test(file)).sort();
  const datasets = files.flatMap((file) => last.read(readFileSync(join(from, file)), file).datasets);
  const json = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(from, name), 'utf8')) as Record<string, unknown>;
  return { report: report!, process: datasets.find((d) => d.noun === 'process')?.record as Process, datasets, files, folder: from, json };
}

const facts = (process: Process) => process.exchanges!.map((e) => [e.flow.name?.['en'], e.direction, e.amount, e.unit, e.isReference]);

describe('EcoSpold 2 to openLCA', async () => {
  const { process, report, files, folder, datasets, json } = await through(electricity, olca);
  const exchanges = process.exchanges!;

  it('keeps amounts and units as they are', () => expect(facts(process)).toEqual([
    ['electricity', 'OUTPUT', '2', 'kWh', true], ['hard coal', 'INPUT', '0.50', 'kg', false], ['ash', 'OUTPUT', '0.02', 'kg', false], ['a substance to air', 'OUTPUT', '1.25', 'kg', false],
  ]));
  it('gives exchanges the units, flow properties and unit groups of openLCA', () => {
    const written = json(files.find((f) => f.startsWith('processes/'))!)['exchanges'] as { unit: { '@id': string }; flowProperty: { '@id': string }; internalId: number }[];
    expect(written.map((e) => e.internalId)).toEqual([1, 2, 3, 4]);
    expect(written[1]!.unit['@id']).toBe('20aadc24-a391-41cf-b340-3e4529f44bde');
    expect(written.map((e) => e.flowProperty['@id'])).toEqual(['f6811440-ee37-11de-8a39-0800200c9a66', ...Array<string>(3).fill('93a60a56-a3c8-11da-a746-0800200b9a66')]);
    const energy = datasets.find((d) => d.noun === 'unitGroup' && d.record.id === '93a60a57-a3c8-11da-a746-0800200c9a66')!.record as UnitGroup;
    expect(energy.units!.find((u) => u.symbol === 'kWh')).toMatchObject({ factor: '3.6', internalId: written[0]!.unit['@id'] });
    expect(report.datasets).toMatchObject({ written: 6, added: 4, left: 0, refused: 0 });
  });
  it('states uncertainty as geometric deviation, bounds with mode, deviation', () => {
    // sigma = sqrt 0.04 = 0.2; e^0.2 = 1.221402758; sqrt 0.0225 = 0.15
    expect(Number(exchanges[1]!.uncertainty!.standardDeviation)).toBeCloseTo(1.221402758, 9);
    expect(exchanges[1]!.uncertainty).toMatchObject({ distribution: 'LOGNORMAL', mean: '0.50', pedigree: { reliability: '2', completeness: '3', temporal: '1', geographical: '2', technology: '1' } });
    expect(exchanges[2]!.uncertainty).toMatchObject({ distribution: 'TRIANGULAR', minimum: '0.01', mode: '0.02', maximum: '0.04' });
    expect(exchanges[3]!.uncertainty).toMatchObject({ distribution: 'NORMAL', mean: '1.25', standardDeviation: '0.15' });
  });
  it('keeps Hainan, the version, the compartment', () => {
    expect(process.geography?.code).toBe('CN-HI');
    expect(process.version).toBe('01.02.003');
    expect((datasets.find((d) => d.noun === 'flow' && (d.record as Flow).kind === 'ELEMENTARY')!.record as Flow).compartment).toMatchObject({ code: 'air/unspecified', path: ['Elementary flows', 'Emission to air', 'unspecified'] });
  });
  it('is a package with headers, location and data quality system', async () => {
    expect(json('openlca.json')).toEqual({ schemaVersion: 3 });
    expect(json('olca-schema.json')).toEqual({ version: 2 });
    expect(files.filter((f) => /^(locations|dq_systems)\//.test(f))).toHaveLength(2);
    const { issueCounts } = await validatePackages({ paths: [folder] });
    expect(issueCounts).toEqual({});
  });
});

describe('there and back', () => {
  it('EcoSpold 2 → openLCA → EcoSpold 2: amounts in the reference unit of openLCA, 2 kWh = 7.2 MJ', async () => {
    const { process } = await through(electricity, olca, ecospold2);
    expect(process.exchanges!.map((e) => [e.amount, e.unit, e.group])).toEqual([['7.2', 'MJ', 'REFERENCE_PRODUCT'], ['0.50', 'kg', 'FROM_TECHNOSPHERE'], ['0.02', 'kg', 'BY_PRODUCT'], ['1.25', 'kg', 'TO_ENVIRONMENT']]);
    expect(process.geography).toMatchObject({ code: 'CN-HI', stated: 'CN-HA' });
    const [, coal, ash, substance] = process.exchanges!.map((e) => e.uncertainty);
    expect(coal).toMatchObject({ distribution: 'LOGNORMAL', varianceWithPedigree: '0.04', pedigree: { reliability: '2' } });
    expect(ash).toMatchObject({ distribution: 'TRIANGULAR', minimum: '0.01', mode: '0.02', maximum: '0.04' });
    expect(substance).toMatchObject({ distribution: 'NORMAL', varianceWithPedigree: '0.0225' });
  });

  it('ILCD → openLCA → ILCD: exchanges, unit groups and flows come back', async () => {
    const first = await through(electricity, ilcd);
    const { process, datasets } = await through(first.folder, olca, ilcd);
    expect(facts(process)).toEqual(facts(first.process));
    expect(process.exchanges!.map((e) => [e.internalId, e.uncertainty?.distribution, e.uncertainty?.relativeStandardDeviation95])).toEqual(first.process.exchanges!.map((e) => [e.internalId, e.uncertainty?.distribution, e.uncertainty?.relativeStandardDeviation95]));
    expect(process.period).toEqual(first.process.period);
    const groupOf = (all: typeof datasets) => all.filter((d) => d.noun === 'unitGroup').map(({ record }) => record as UnitGroup).map(({ id, unit, units }) => [id, unit, units!.map((u) => [u.internalId, u.symbol, Number(u.factor)])]);
    expect(groupOf(datasets)).toEqual(groupOf(first.datasets));
  });

  it('openLCA in another unit than the reference → ILCD: by the factors of the package', async () => {
    const { folder } = await through(electricity, olca);
    const { process } = await through(folder, ilcd);
    expect(process.exchanges!.map((e) => e.amount)).toEqual(['7.2', '0.50', '0.02', '1.25']);
  });

  it('a flow measured otherwise than by its reference property → ILCD: 2 m3 of 800 kg/m3 are 1600 kg', async () => {
    const { folder, files } = await through(electricity, olca);
    const changed = join(mkdtempSync(join(work, 'x-')), 'in');
    for (const file of files) {
      let text = readFileSync(join(folder, file), 'utf8');
      const body = JSON.parse(text) as { '@type'?: string; name?: string; flowProperties?: object[]; exchanges?: { flow: { name: string }; amount: number; unit: object; flowProperty: object; uncertainty?: object }[] };
      // 1 kg = 0.00125 m3
      if (body['@type'] === 'Flow' && body.name === 'hard coal') body.flowProperties!.push({ '@type': 'FlowPropertyFactor', conversionFactor: 0.00125, flowProperty: { '@type': 'FlowProperty', '@id': '93a60a56-a3c8-22da-a746-0800200c9a66', name: 'Volume' } });
      const coal = body.exchanges?.find((e) => e.flow.name === 'hard coal');
      if (coal !== undefined) Object.assign(coal, { amount: 2, unit: { '@type': 'Unit', '@id': '1c3a9695-398d-4b1f-b07e-a8715b610f70', name: 'm3' }, flowProperty: { '@type': 'FlowProperty', '@id': '93a60a56-a3c8-22da-a746-0800200c9a66', name: 'Volume' } });
      text = JSON.stringify(body);
      mkdirSync(join(changed, file, '..'), { recursive: true });
      writeFileSync(join(changed, file), text);
    }
    writeFileSync(join(changed, 'flow_properties', 'v.json'), JSON.stringify({ '@type': 'FlowProperty', '@id': '93a60a56-a3c8-22da-a746-0800200c9a66', name: 'Volume', version: '01.00.000', flowPropertyType: 'PHYSICAL_QUANTITY', unitGroup: { '@type': 'UnitGroup', '@id': '93a60a57-a3c8-12da-a746-0800200c9a66', name: 'Units of volume' } }));
    writeFileSync(join(changed, 'unit_groups', 'v.json'), JSON.stringify({ '@type': 'UnitGroup', '@id': '93a60a57-a3c8-12da-a746-0800200c9a66', name: 'Units of volume', version: '01.00.000', units: [{ '@type': 'Unit', '@id': '1c3a9695-398d-4b1f-b07e-a8715b610f70', name: 'm3', conversionFactor: 1, isRefUnit: true }] }));
    const { process } = await through(changed, ilcd);
    expect(facts(process)[1]).toEqual(['hard coal', 'INPUT', '1600', undefined, false]);
  });
});

describe('signs and references', () => {
  const complete = (exchanges: Partial<Exchange>[]) => {
    const codes: string[] = [];
    const process: Process = {
      id: '00000000-0000-4000-8000-00000000e001', version: '1', name: { en: 'x' },
      exchanges: exchanges.map((e, position) => ({ internalId: String(position), position, isReference: false, direction: 'OUTPUT', amount: '1', unit: 'kg', flow: { type: 'flow', id: `00000000-0000-4000-8000-00000000f00${position}` }, ...e })),
    };
    const done = completeForOlca('process', process, { format: 'olca', issue: (code) => codes.push(code) }, () => undefined);
    return { exchanges: done!.exchanges!, codes };
  };
  const signs = (e: Exchange | undefined) => [e?.direction, e?.amount, e?.isAvoided];

  it('a treatment takes its waste in with a positive amount', () => {
    const { exchanges: [e], codes } = complete([{ isReference: true, flowKind: 'WASTE', amount: '-1.5' }]);
    expect([signs(e), codes]).toEqual([['INPUT', '1.5', undefined], ['treatment-as-input']]);
  });
  it('a service that is no waste is an output', () => expect(signs(complete([{ isReference: true, flowKind: 'PRODUCT', direction: 'INPUT', amount: '2' }]).exchanges[0])).toEqual(['OUTPUT', '-2', undefined]));
  it('an avoided product is a marked input with a positive amount, whichever way it was stated', () => {
    expect(complete([{ isAvoided: true, amount: '3' }, { isAvoided: true, direction: 'INPUT', amount: '-3' }]).exchanges.map(signs)).toEqual([['INPUT', '3', true], ['INPUT', '3', true]]);
  });
  it('less of an output is no credit', () => expect(signs(complete([{ isAvoided: true, amount: '-3' }]).exchanges[0])).toEqual(['OUTPUT', '-3', undefined]));
  it('one exchange is the reference; others are told', () => {
    const { exchanges, codes } = complete([{ isReference: true }, { isReference: true }]);
    expect([exchanges.map((e) => e.isReference), codes]).toEqual([[true, false], ['value-approximated']]);
  });
  it('reminders and exchanges without amount or flow are left out, and told', () => {
    const { exchanges, codes } = complete([{ function: 'GENERAL_REMINDER' }, { amount: undefined as never }, { flow: { type: 'flow' } }, {}]);
    expect([exchanges.map((e) => e.internalId), codes]).toEqual([['1'], ['exchange-unwritable', 'exchange-unwritable', 'exchange-unwritable']]);
  });
  it('shares point to the new numbers', () => {
    const { exchanges } = complete([{ function: 'GENERAL_REMINDER' }, { isReference: true }, { direction: 'INPUT', allocations: [{ coProduct: '1', percent: '100' }] }]);
    expect(exchanges[1]!.allocations).toEqual([{ coProduct: '1', percent: '100' }]);
    expect(exchanges.map((e) => e.internalId)).toEqual(['1', '2']);
  });
  it('a distribution of another kind is told and left out', () => {
    const { exchanges, codes } = complete([{ uncertainty: { distribution: 'GAMMA', shape: '1', scale: '2' } }]);
    expect([exchanges[0]!.uncertainty, codes]).toEqual([undefined, ['value-approximated']]);
  });
  it('a unit that nobody states is told', () => expect(complete([{ unit: undefined as never }]).codes).toEqual(['exchange-unit-missing']));
});

describe('openLCA to the others', () => {
  const quiet = (codes: string[]) => ({ format: 'x', issue: (code: string) => { codes.push(code); } });
  const flow = { type: 'flow' as const, id: '00000000-0000-4000-8000-00000000f001', name: { en: 'steel' } };
  const stated = (more: Partial<Exchange>): Process => ({
    id: '00000000-0000-4000-8000-00000000e001', version: '1', name: { en: 'x' }, period: { start: '2020-01-01' },
    exchanges: [{ internalId: '1', position: 0, isReference: false, direction: 'INPUT', flowKind: 'PRODUCT', amount: '2', unit: 'kg', flow, ...more }],
  });

  it('a marked input that is avoided becomes a negative input, which is a credit everywhere', () => {
    for (const complete of [completeForEcospold2, completeForIlcd]) {
      const codes: string[] = [];
      const [e] = complete('process', stated({ isAvoided: true, uncertainty: { distribution: 'NORMAL', mean: '2', sigma: '0.1' } }), quiet(codes), () => undefined)!.exchanges!;
      expect([e!.direction, e!.amount]).toEqual(['INPUT', '-2']);
      expect(codes).toContain('avoided-as-input');
    }
  });
  it('scores without a distribution have no place in EcoSpold 2, and that is told', () => {
    const codes: string[] = [];
    const done = completeForEcospold2('process', stated({ uncertainty: { distribution: 'UNDEFINED', pedigree: { reliability: '1' } } }), quiet(codes), () => undefined)!;
    expect([done.exchanges![0]!.uncertainty, codes.includes('value-approximated')]).toEqual([undefined, true]);
  });
  it('a default provider is a link to an activity', () => {
    const id = '00000000-0000-4000-8000-00000000e002';
    const done = completeForEcospold2('process', stated({ provider: { type: 'process', id } }), quiet([]), () => undefined)!;
    expect(done.exchanges![0]).toMatchObject({ activityLinkId: id, provider: { id: processIdOf(id, flow.id) } });
  });
  it('a parameter whose name is in words gets a variable of one word', () => {
    const done = completeForEcospold2('process', { ...stated({}), parameters: [{ position: 0, name: '(coal share', value: '1' }] }, quiet([]), () => undefined)!;
    expect(done.parameters![0]).toMatchObject({ name: 'coal_share', label: { en: '(coal share' } });
  });
  it('units of ILCD are numbered', () => {
    const group: UnitGroup = { id: '93a60a57-a4c8-11da-a746-0800200c9a66', version: '1', name: { en: 'm' }, referenceUnit: 'b', units: [{ internalId: 'a', position: 0, symbol: 'g', factor: '0.001' }, { internalId: 'b', position: 1, symbol: 'kg', factor: '1' }] };
    const done = completeForIlcd('unitGroup', group, quiet([]), () => undefined);
    expect([done.referenceUnit, done.units!.map((u) => u.internalId)]).toEqual(['1', ['0', '1']]);
  });
  it('ILCD 29 a reference unit with a factor other than 1: the factors of openLCA count from it', () => {
    const group: UnitGroup = { id: '00000000-0000-4000-8000-00000000aaaa', version: '1', name: { en: 't' }, referenceUnit: '1', units: [{ internalId: '0', position: 0, symbol: 'd', factor: '1' }, { internalId: '1', position: 1, symbol: 'a', factor: '365' }] };
    const done = completeForOlca('unitGroup', group, quiet([]), () => undefined);
    expect(done!.units!.map((u) => [u.symbol, Number(u.factor).toPrecision(6)])).toEqual([['d', (1 / 365).toPrecision(6)], ['a', '1.00000']]);
    expect(done!.referenceUnit).toBe(done!.units![1]!.internalId);
  });
});

describe('properties', () => {
  const decimal = fc.tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: -6, max: 6 })).map(([n, e]) => String(n * 10 ** e));
  const exchange = fc.record({ amount: decimal, minimum: decimal, maximum: decimal, mean: decimal }).map(({ amount, minimum, maximum, mean }): Exchange => ({ internalId: '1', position: 0, isReference: false, flow: { type: 'flow' }, amount, minimum, maximum, uncertainty: { distribution: 'NORMAL', mean, sigma: '0.5', minimum, maximum } }));
  it('turning signs twice changes nothing', () => fc.assert(fc.property(exchange, (e) => { expect(mirrored(mirrored(e))).toEqual(e); })));
  it('the opposite of an opposite is the amount', () => fc.assert(fc.property(decimal, (text) => { expect(negated(negated(text))).toBe(text); })));
  it('amounts are scaled all together', () => {
    const twice = (text: string): string => String(Number(text) * 2);
    expect(rescaled({ internalId: '1', position: 0, isReference: false, flow: { type: 'flow' }, amount: '1', uncertainty: { distribution: 'NORMAL', mean: '1', sigma: '0.25' } }, twice)).toMatchObject({ amount: '2', uncertainty: { mean: '2', sigma: '0.5' } });
    expect(rescaled({ internalId: '1', position: 0, isReference: false, flow: { type: 'flow' }, amount: '1', uncertainty: { distribution: 'LOGNORMAL', mean: '1', sigma: '0.25' } }, twice)).toMatchObject({ uncertainty: { mean: '2', sigma: '0.25' } });
  });
});

describe('impact assessment to openLCA', () => {
  it('factors have unit and flow property of their flow, with the documents of both; the method lists its categories', async () => {
    const { json, files, folder } = await through(`${fixtures}ecospold1/impact/impact.xml`, olca);
    const category = json(files.find((f) => f.startsWith('lcia_categories/'))!) as { '@id': string; refUnit: string; impactFactors: { unit: object; flowProperty: object; uncertainty?: object; value: number }[] };
    for (const { unit } of category.impactFactors) expect(unit).toEqual({ '@type': 'Unit', '@id': '20aadc24-a391-41cf-b340-3e4529f44bde', name: 'kg' });
    expect(category.impactFactors[0]!.flowProperty).toMatchObject({ '@id': '93a60a56-a3c8-11da-a746-0800200b9a66' });
    // 1.35 is the square of the deviation
    expect(category.impactFactors[1]!.uncertainty).toMatchObject({ distributionType: 'LOG_NORMAL_DISTRIBUTION', geomMean: 23 });
    const method = json(files.find((f) => f.startsWith('lcia_methods/'))!) as { impactCategories: object[] };
    expect(method.impactCategories).toContainEqual({ '@type': 'ImpactCategory', '@id': category['@id'], name: 'GWP 100a', refUnit: category.refUnit });
    expect(method.impactCategories).toHaveLength(files.filter((f) => f.startsWith('lcia_categories/')).length);
    const { issueCounts } = await validatePackages({ paths: [folder] });
    expect(Object.keys(issueCounts).filter((code) => code !== 'documentation-outside')).toEqual([]);
  });

  it('one method for categories of several versions, made when all are known', async () => {
    const source = readFileSync(`${fixtures}ilcd/lcia-method/method.xml`, 'utf8');
    const folder = mkdtempSync(join(work, 'x-'));
    mkdirSync(join(folder, 'lciamethods'));
    writeFileSync(join(folder, 'lciamethods/a.xml'), source);
    writeFileSync(join(folder, 'lciamethods/b.xml'), source.replace('33333333-0000-4000-8000-000000000001', '33333333-0000-4000-8000-000000000002').replace(/(<common:dataSetVersion>)[^<]*/, '$101.00.007'));
    const { files, json } = await through(folder, olca);
    const methods = files.filter((f) => f.startsWith('lcia_methods/'));
    expect(methods).toHaveLength(1);
    expect((json(methods[0]!)['impactCategories'] as { '@id': string }[]).map((c) => c['@id'])).toEqual(['33333333-0000-4000-8000-000000000001', '33333333-0000-4000-8000-000000000002']);
    // Places of factors and of flows come along.
    expect(files.filter((f) => f.startsWith('locations/'))).toHaveLength(1);
  });
});
