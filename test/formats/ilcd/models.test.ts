// ILCD §1.12 and §4.3, cases 63 and 64: life cycle models, whole and broken. Case 65 needs the processes (test/mapping/life-cycle-models).
import { describe, expect, it } from 'vitest';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { issueOf, keptAt, only, readFixture } from './fixture.ts';

const readModel = (...edits: (readonly [string | RegExp, string])[]) => only(readFixture('life-cycle-model/model.xml', ...edits), 'lifeCycleModel');
const process = (n: number) => `66666666-0000-4000-8000-0000000000${n}`;
const flow = (n: number) => `55555555-0000-4000-8000-0000000000${n}`;

describe('ILCD life cycle model', () => {
  it('is a graph of process instances with solved amounts, constraints, groups and parameters', () => {
    const { record, codes } = readModel();
    expect(record).toMatchObject({ name: { en: 'Rubber sheet, system', zh: '橡胶片系统' }, referenceInstance: '0', referenceProcess: { type: 'process', id: process(11), version: '01.00.000' } });
    expect(record.processes!.map((p) => [p.internalId, p.process?.id, p.multiplicationFactor, p.groups])).toEqual([
      ['0', process(11), '1', ['1', '2']], ['1', process(12), '2.5', ['1']], ['2', process(13), '0.27777777777777779', undefined], ['3', process(14), '4E-1', undefined],
    ]);
    expect(record.processes![0]).toMatchObject({ scalingFactor: '1.0', parameters: [{ name: 'latex_factor', value: '2.50' }, { name: 'smoke', value: '0' }] });
    expect(record.processes![0]!.connections).toEqual([{ flow: { type: 'flow', id: flow(34) }, dominant: true, links: [{ instance: '3', flow: { type: 'flow', id: flow(34) }, location: 'CN', dominant: false }] }]);
    expect(record.groups).toEqual([{ internalId: '1', name: { en: 'Foreground', zh: '前景' } }, { internalId: '2' }]);
    expect(record.resultingProcesses).toMatchObject([{ id: process(19) }]);
    expect(record.compliances).toHaveLength(2);
    expect(codes).toEqual(['model-link-flows-differ']);
  });

  it('keeps beside only what no field can hold', () => {
    const { account } = readFixture('life-cycle-model/model.xml');
    expect([...account.unmapped.keys()]).toEqual(['life-cycle-model: @version', 'life-cycle-model: @locations']);
  });

  it('ILCD 4.3 #63: a model without reference process, or with one that it does not have, is a graph all the same', () => {
    const without = readModel(['<referenceToReferenceProcess>0</referenceToReferenceProcess>', '']);
    expect(without.record.processes).toHaveLength(4);
    expect(without.record.referenceProcess).toBeUndefined();
    expect(issueOf(without.issues, 'model-reference-missing')).toMatchObject({ severity: 'error', dataset: 'lifeCycleModel 88888888-0000-4000-8000-000000000001', path: 'lifeCycleModelInformation/quantitativeReference' });
    const gone = readModel(['<referenceToReferenceProcess>0<', '<referenceToReferenceProcess>9<']);
    expect(gone.record).toMatchObject({ referenceInstance: '9' });
    expect(issueOf(gone.issues, 'model-reference-dangling')?.params).toEqual({ id: '9' });
  });

  it('ILCD 4.3 #63: an instance that names no process, and links and groups that lead to nothing, are told one by one; the rest stays', () => {
    const { record, issues } = readModel(
      ['<referenceToProcess type="process data set" refObjectId="66666666-0000-4000-8000-000000000014"/>', ''],
      ['<downstreamProcess id="1"', '<downstreamProcess id="7"'], ['<memberOf groupId="2"/>', '<memberOf groupId="5"/>'],
    );
    expect(record.processes!.map((p) => p.process?.id)).toEqual([process(11), process(12), process(13), undefined]);
    expect(issues.filter((i) => i.code.endsWith('missing') || i.code.endsWith('dangling')).map(({ code, path, params }) => [code, path!.slice(-18), params])).toEqual([
      ['model-group-dangling', 'processInstance[1]', { instance: '0', group: '5' }],
      ['model-link-dangling', 'processInstance[3]', { from: '2', to: '7' }],
      ['model-process-missing', 'processInstance[4]', { instance: '3' }],
    ]);
    expect(record.processes![2]!.connections![0]!.links!.map((l) => l.instance)).toEqual(['0', '7']);
  });

  it('ILCD 4.3 #64: different flows at both ends are both kept; an output may go to several', () => {
    const { record, issues } = readModel();
    expect(record.processes![1]!.connections![0]).toMatchObject({ flow: { id: flow(31) }, links: [{ instance: '0', flow: { id: flow(32) } }] });
    expect(issueOf(issues, 'model-link-flows-differ')).toMatchObject({ severity: 'info', params: { from: '1', to: '0', output: flow(31), input: flow(32) } });
    expect(record.processes![2]!.connections![0]!.links!.map((l) => l.instance)).toEqual(['0', '1']);
  });

  it('keeps what is no UUID, upper case, doubled ids and empty factors as they stand', () => {
    const { record, codes } = readModel([`flowUUID="${flow(31)}"`, 'flowUUID="latex"'], [`<downstreamProcess id="0" flowUUID="${flow(32)}"`, `<downstreamProcess id="0" flowUUID="${flow(32).toUpperCase()}" version="01.00.001"`], ['dataSetInternalID="2" multiplicationFactor="0.27777777777777779"', 'dataSetInternalID="1" multiplicationFactor=""']);
    expect(record.processes![1]!.connections![0]).toMatchObject({ flow: { type: 'flow', externalKey: 'latex' }, links: [{ flow: { id: flow(32), version: '01.00.001' } }] });
    expect(codes).toEqual(expect.arrayContaining(['reference-not-uuid', 'internal-id-duplicate']));
    expect(record.processes![2]!.multiplicationFactor).toBeUndefined();
    expect(keptAt(record.processes![2]!, '@multiplicationFactor')).toBe('');
    const { text } = ilcd.write('lifeCycleModel', record);
    for (const stated of ['flowUUID="latex"', `flowUUID="${flow(32)}"`, 'version="01.00.001"', 'multiplicationFactor=""']) expect(text).toContain(stated);
  });
});
