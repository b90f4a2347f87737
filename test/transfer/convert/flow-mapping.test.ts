// Flow maps in conversions: a package made in the test goes to the flows of another list and back; numbers by hand.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../../src/formats/adapter.ts';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import type { Flow } from '../../../src/model/flow.ts';
import type { ImpactCategory } from '../../../src/model/impact.ts';
import type { Process } from '../../../src/model/process.ts';
import { fates } from '../../../src/transfer/convert/account.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';
import { hasErrors, reportCsv, reportText } from '../../../src/transfer/convert/report.ts';
import { openFlowMaps, openOwnMaps, type FlowMapWords } from '../../../src/transfer/flow-maps/open-flow-maps.ts';
import { olcaPackage, product, type TestFlow } from './support/olca-package.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-flow-mapping-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const fresh = (): string => join(mkdtempSync(join(work, 'x-')), 'out');

const fossil: TestFlow = { id: '349b29d1-3e58-4c66-98b9-9d1a076efd2e', name: 'Carbon dioxide, fossil' };
const fossilIlcd = '08a91e70-3ddc-11dd-923d-0050c2490048';
/** Stratosphere, which EF 3.1 does not have for it, and unspecified: both become one flow. */
const landHigh: TestFlow = { id: '6d89125e-e9b7-4d7e-a1fc-ada45dbd8815', name: 'Carbon dioxide, from soil or biomass stock', category: 'Elementary flows/Emission to air/lower stratosphere + upper troposphere' };
const land: TestFlow = { id: 'e4e9febc-07c1-403d-8d3a-6707bb4d96e6', name: 'Carbon dioxide, from soil or biomass stock' };
const landIlcd = 'adcb79f3-89cf-45fb-b0b2-65558cb2af26';
const stored: TestFlow = { id: '8ae4d8bb-3e4b-4825-8325-94696d7a64fd', name: 'Carbon dioxide, to soil or biomass stock', category: 'Elementary flows/Emission to soil/forestry' };
const storedIlcd = 'b3d7c693-6465-4aec-86cb-68b4e457fc98';
const open: TestFlow = { id: 'b6f010fb-a764-3063-af2d-bcb8309a97b7', name: 'Carbon dioxide' };
const laughing: TestFlow = { id: '0f0f0f0f-0000-4000-8000-000000000001', name: 'Laughing gas', cas: '10024-97-2' };
const laughingIlcd = '08a91e70-3ddc-11dd-94c3-0050c2490048';
const dust: TestFlow = { id: '0f0f0f0f-0000-4000-8000-000000000002', name: 'Rubber dust' };
const odor: TestFlow = { id: '0f0f0f0f-0000-4000-8000-000000000003', name: 'Odor' };
const dustTarget = '0f0f0f0f-0000-4000-8000-0000000000d1';

function glad(...rows: string[][]): string {
  const file = join(mkdtempSync(join(work, 'm-')), 'map.csv');
  const header = ['SourceListName', 'SourceFlowName', 'SourceFlowUUID', 'SourceFlowContext', 'SourceUnit', 'MatchCondition', 'ConversionFactor', 'TargetListName', 'TargetFlowName', 'TargetFlowUUID', 'TargetFlowContext', 'TargetUnit'];
  writeFileSync(file, [header, ...rows].map((cells) => cells.join(',')).join('\n'));
  return file;
}
const row = (from: TestFlow, unit: string, condition: string, factor: string, to: string, name: string, toUnit: string): string[] => ['A', from.name, from.id, 'air/unspecified', unit, condition, factor, 'B', name, to, 'air/unspecified', toUnit];

async function convert(path: string, to: FormatAdapter, words: FlowMapWords) {
  const out = fresh();
  const report = await convertPackage({ path, to, out, flows: (await openFlowMaps(words))! });
  expect(report.paths.reduce((all, path_) => all + fates.reduce((sum, fate) => sum + path_[fate], 0), 0)).toBe(fates.reduce((sum, fate) => sum + report.values[fate], 0));
  const datasets = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(xml|spold|json)$/.test(file)).sort().flatMap((file) => to.read(readFileSync(join(out, file)), file).datasets);
  const of = <T>(noun: string): T[] => datasets.filter((d) => d.noun === noun).map((d) => d.record as T);
  return { out, report, process: of<Process>('process')[0]!, flows: of<Flow>('flow'), category: of<ImpactCategory>('impactCategory')[0]!, path: (name: string) => report.paths.find((p) => p.path === name) };
}

const facts = ({ exchanges = [] }: Process) => exchanges.map((e) => [e.flow.id, e.direction, e.amount]);

describe('convert --flow-list', async () => {
  const source = olcaPackage(fresh(), { exchanges: [
    { flow: fossil, amount: 500, unit: 'g', description: 'from the drier' }, { flow: landHigh, amount: 0.25 }, { flow: land, amount: 0.5 }, { flow: stored, amount: 0.125 }, { flow: open, amount: 3 }, { flow: laughing, amount: 0.01 }, { flow: odor, amount: 7 },
  ], beside: [dust] });
  const there = await convert(source, ilcd, { list: 'ilcd' });
  const { process, flows, report, path } = there;

  it('exchanges have identifiers, names and compartments of the target list, amounts in the unit of its flows', () => {
    expect(facts(process)).toEqual([
      [product, 'OUTPUT', '1'], [fossilIlcd, 'OUTPUT', '0.5'], [landIlcd, 'OUTPUT', '0.25'], [landIlcd, 'OUTPUT', '0.5'], [storedIlcd, 'INPUT', '0.125'], [open.id, 'OUTPUT', '3'],
      [laughingIlcd, 'OUTPUT', '0.01'], [odor.id, 'OUTPUT', '7'],
    ]);
    expect(process.exchanges![1]!.flow.name).toMatchObject({ en: 'carbon dioxide (fossil)' });
  });
  it('the datasets of the flows take the place of those they were; what stays unmapped keeps its own', () => {
    expect(flows.map((f) => f.id).sort()).toEqual([product, fossilIlcd, landIlcd, storedIlcd, open.id, laughingIlcd, odor.id, dust.id].sort());
    const made = flows.find((f) => f.id === fossilIlcd)!;
    expect(made).toMatchObject({ kind: 'ELEMENTARY', name: { en: 'carbon dioxide (fossil)' }, compartment: { code: 'air/unspecified', system: 'ilcd' }, flowProperties: [{ flowProperty: { id: '93a60a56-a3c8-11da-a746-0800200b9a66' } }] });
    expect(report.flowMapping).toMatchObject({ list: 'ILCD-EF 3.1', replaced: 5 });
  });
  it('"<" and "~" are told for every exchange, ">" is never applied, nothing is told twice', () => {
    const { 'flow-mapped-narrower': narrower, 'flow-mapped-proxy': proxy, 'flow-mapping-refused': refused, 'flow-direction-reversed': reversed, 'flow-unmapped': unmapped } = report.issueCounts;
    expect({ narrower, proxy, refused, reversed, unmapped }).toEqual({ narrower: 1, proxy: 1, refused: 1, reversed: 1, unmapped: 1 });
    expect(report.issues.find((i) => i.code === 'flow-mapped-narrower')).toMatchObject({ dataset: expect.stringContaining('process'), path: 'exchanges/exchange[3]', file: expect.stringContaining('processes/') });
  });
  it('the account: same flow derived, approximated flow approximated, unmapped flow kept', () => {
    expect(path('process.exchanges.flow.id')).toEqual({ path: 'process.exchanges.flow.id', kept: 3, derived: 3, approximated: 2, lost: 0 });
    expect(path('flow.id')).toMatchObject({ kept: 4, derived: 3, approximated: 2, lost: 0 });
    expect(path('process.exchanges.amount')).toMatchObject({ kept: 7, derived: 1, approximated: 0, lost: 0 });
  });
  it('coverage: by identifier, by CAS number, unmapped with the reason', () => {
    expect(report.flowMapping).toMatchObject({ exchanges: { id: 4, cas: 1, name: 0, unmapped: 2, total: 7 } });
    expect(report.flowMapping!.unmapped.map(({ name, exchanges }) => [name, exchanges])).toEqual([['Carbon dioxide', 1], ['Odor', 1], ['Rubber dust', 0]]);
    expect(reportText(report)).toContain('exchanges        7: 0 by mapping file, 4 by id, 1 by CAS number, 0 by name, 2 unmapped');
    expect(reportCsv(report)).toContain(`unmapped-flow,`);
  });
  it('6.4: maps of several flows to one have no way back, the note of the first flow has', async () => {
    const back = await convert(there.out, olca, { list: 'ecoinvent' });
    expect(facts(back.process)).toEqual([
      [product, 'OUTPUT', '1'], [fossil.id, 'OUTPUT', '500'], [landHigh.id, 'OUTPUT', '0.25'], [land.id, 'OUTPUT', '0.5'], [stored.id, 'OUTPUT', '0.125'], [open.id, 'OUTPUT', '3'], ['20185046-64bb-4c09-a8e7-e8a9e144ca98', 'OUTPUT', '0.01'], [odor.id, 'OUTPUT', '7'],
    ]);
    expect(back.process.exchanges![1]).toMatchObject({ unit: 'g', comment: { en: 'from the drier' } });
  });
  it('into EcoSpold 2 the exchanges carry the list, and a second conversion by the same list changes nothing', async () => {
    const once = await convert(source, ecospold2, { list: 'ilcd' });
    expect(facts(once.process).map(([id]) => id)).toEqual(facts(process).map(([id]) => id));
    const twice = await convert(there.out, ilcd, { list: 'ilcd' });
    expect(facts(twice.process)).toEqual(facts(process));
    expect(twice.report.flowMapping).toMatchObject({ replaced: 0 });
    expect(twice.report.values).toMatchObject({ derived: 0, approximated: 0, lost: 0 });
  });
  it('into the same format: what is not mapped is written as it stands', async () => {
    const same = await convert(there.out, ilcd, { list: 'ecoinvent' });
    expect(same.process.exchanges!.map((e) => e.flow.id).slice(1, 3)).toEqual([fossil.id, landHigh.id]);
    expect(same.process.exchanges!.map((e) => e.internalId)).toEqual(process.exchanges!.map((e) => e.internalId));
    expect(same.flows.find((f) => f.id === fossil.id)).toMatchObject({ kind: 'ELEMENTARY', compartment: { code: 'air/unspecified' }, flowProperties: [{ mean: '1' }] });
  });
});

describe('convert --flow-map', () => {
  it('factor and units: 500 g are 0.5 kg and by the factor 2000 each are 1000 g of the target; the file counts before the list', async () => {
    const source = olcaPackage(fresh(), { exchanges: [{ flow: dust, amount: 500, unit: 'g' }, { flow: fossil, amount: 1 }] });
    const { process, report, flows } = await convert(source, olca, { maps: [glad(row(dust, 'kg', '=', '2000', dustTarget, 'Particles', 'g'))], list: 'ilcd' });
    expect(process.exchanges!.map((e) => [e.flow.id, e.amount, e.unit])).toEqual([[product, '1', 'kg'], [dustTarget, '1000', 'g'], [fossilIlcd, '1', 'kg']]);
    expect(report.flowMapping).toMatchObject({ exchanges: { userFile: 1, id: 1 } });
    expect(flows.map((f) => f.id).sort()).toEqual([product, dustTarget, fossilIlcd].sort());
    expect(hasErrors(report)).toBe(false);
  });
  it('">" and N/A of a file are never applied; the exchange stays and is told', async () => {
    const source = olcaPackage(fresh(), { exchanges: [{ flow: dust, amount: 1 }, { flow: odor, amount: 2 }] });
    const { process, report } = await convert(source, ilcd, { maps: [glad(row(dust, 'kg', '>', '1', dustTarget, 'Particles', 'kg'), row(odor, 'kg', '=', 'N/A', dustTarget, 'Odor', 'kBq'))] });
    expect(facts(process).slice(1)).toEqual([[dust.id, 'OUTPUT', '1'], [odor.id, 'OUTPUT', '2']]);
    expect(report.issueCounts['flow-mapping-refused']).toBe(2);
    expect(report.flowMapping).toMatchObject({ replaced: 0, exchanges: { unmapped: 2 } });
    expect(report.values.approximated).toBe(0);
  });
  it('a unit that does not convert keeps the exchange and brings its flow back into the package', async () => {
    const source = olcaPackage(fresh(), { exchanges: [{ flow: dust, amount: 1 }] });
    const { process, flows, report } = await convert(source, ilcd, { maps: [glad(row(dust, 'kBq', '=', '1', dustTarget, 'Particles', 'kBq'))] });
    expect(facts(process)[1]).toEqual([dust.id, 'OUTPUT', '1']);
    expect(flows.map((f) => f.id)).toContain(dust.id);
    expect(report.issueCounts['flow-mapping-unit']).toBe(1);
  });
  it('a flow that another becomes stays in the package, though it becomes a third itself: each exchange is mapped once', async () => {
    const source = olcaPackage(fresh(), { exchanges: [{ flow: odor, amount: 2 }, { flow: dust, amount: 1 }] });
    const { process, flows, report } = await convert(source, ilcd, { maps: [glad(row(dust, 'kg', '=', '1', odor.id, 'Odor', 'kg'), row(odor, 'kg', '=', '1', dustTarget, 'Particles', 'kg'))] });
    expect(facts(process).slice(1)).toEqual([[dustTarget, 'OUTPUT', '2'], [odor.id, 'OUTPUT', '1']]);
    expect(flows.map((f) => f.id).sort()).toEqual([product, dustTarget, odor.id].sort());
    expect(report.flowMapping).toMatchObject({ replaced: 1 });
  });
  it('a flow that becomes several: shares of the amount, numbered on, the others in their places', async () => {
    const source = olcaPackage(fresh(), { exchanges: [{ flow: dust, amount: 8 }, { flow: odor, amount: 2 }] });
    const file = join(mkdtempSync(join(work, 'm-')), 'shares.json');
    const target = (id: string, name: string, allocation: number) => ({ name, uuid: id, unit: 'kg', context: ['air', 'unspecified'], allocation });
    writeFileSync(file, JSON.stringify({ name: 'shares', licenses: [{ name: 'x' }], version: '1', contributors: [{ title: 'x' }], graph_context: ['edges'], mapping: { source: {}, target: {} },
      disaggregate: [{ source: { name: dust.name, uuid: dust.id, unit: 'kg' }, targets: [target(dustTarget, 'Fine', 0.25), target('0f0f0f0f-0000-4000-8000-0000000000d2', 'Coarse', 0.75)] }] }));
    for (const to of [olca, ilcd]) {
      const { process, report } = await convert(source, to, { maps: [file] });
      expect(facts(process).slice(1)).toEqual([[dustTarget, 'OUTPUT', '2'], [odor.id, 'OUTPUT', '2'], ['0f0f0f0f-0000-4000-8000-0000000000d2', 'OUTPUT', '6']]);
      expect(new Set(process.exchanges!.map((e) => e.internalId)).size).toBe(4);
      expect(report.datasets.refused).toBe(0);
    }
  });
  it('circles and contradictions of a file are errors of the conversion; factor 0 is never applied', async () => {
    const source = olcaPackage(fresh(), { exchanges: [{ flow: dust, amount: 1 }] });
    const circle = await convert(source, ilcd, { maps: [glad(row(dust, 'kg', '=', '1', odor.id, 'Odor', 'kg'), row(odor, 'kg', '=', '1', dust.id, 'Rubber dust', 'kg'))] });
    expect(hasErrors(circle.report)).toBe(true);
    expect(circle.report.issueCounts['flow-map-cycle']).toBe(1);
    const nothing = await convert(source, ilcd, { maps: [glad(row(dust, 'kg', '=', '0', dustTarget, 'Particles', 'kg'))] });
    expect(facts(nothing.process)[1]).toEqual([dust.id, 'OUTPUT', '1']);
    expect(nothing.report.issueCounts['flow-map-factor-invalid']).toBe(1);
  });
  it('unknown maps and lists are told by name', async () => {
    await expect(openFlowMaps({ maps: ['own:nowhere'] })).rejects.toMatchObject({ code: 'FLOW_MAP_UNKNOWN' });
    await expect(openFlowMaps({ maps: ['nowhere.csv'] })).rejects.toMatchObject({ code: 'FILE_NOT_READABLE', message: expect.stringContaining('own:ilcd-ecoinvent') });
    expect((await openFlowMaps({ maps: ['ilcd-ecoinvent'] }))!.maps[0]!.index.map.target).toBe('ecoinvent 3.12');
    await expect(openFlowMaps({ list: 'gabi' })).rejects.toMatchObject({ code: 'FLOW_LIST_UNKNOWN' });
    await expect(openOwnMaps({ maps: ['/etc/passwd'] })).rejects.toMatchObject({ code: 'FLOW_MAP_UNKNOWN' });
  });
});

describe('characterization factors', () => {
  it('LCIAformatter 31: of several flows that become one the closest match gives the factor, the others are told', async () => {
    const source = olcaPackage(fresh(), { factors: [{ flow: landHigh, value: 1 }, { flow: land, value: 1 }, { flow: fossil, value: 1 }] });
    const { category, report, flows } = await convert(source, olca, { list: 'ilcd' });
    expect(category.factors!.map((f) => [f.flow.id, f.value])).toEqual([[landIlcd, '1'], [fossilIlcd, '1']]);
    expect(report.issueCounts['factor-mapped-twice']).toBe(1);
    expect(flows.map((f) => f.id).sort()).toEqual([landIlcd, fossilIlcd].sort());
    const other = await convert(olcaPackage(fresh(), { factors: [{ flow: landHigh, value: 2 }, { flow: land, value: 1 }] }), olca, { list: 'ilcd' });
    expect(other.category.factors!.map((f) => f.value)).toEqual(['1']);
    expect(other.report.issues.find((i) => i.code === 'factor-mapped-contradiction')).toMatchObject({ params: { value: '2', used: '1' } });
  });
  it('a factor is divided by what amounts are multiplied with: 3 per kg is 0.003 per g', async () => {
    const source = olcaPackage(fresh(), { factors: [{ flow: dust, value: 3 }] });
    const { category } = await convert(source, olca, { maps: [glad(row(dust, 'kg', '=', '1000', dustTarget, 'Particles', 'g'))] });
    expect(category.factors!.map((f) => [f.flow.id, f.value, f.unit])).toEqual([[dustTarget, '0.003', 'g']]);
  });
});
