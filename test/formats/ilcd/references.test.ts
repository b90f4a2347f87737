// ILCD §4.3, cases 1–8: what points where, and which version it is.
import { describe, expect, it } from 'vitest';
import { fixtureText, issueOf, only, readElementary, readProcess, readText } from './fixture.ts';

const latex = '<referenceToFlowDataSet type="flow data set" refObjectId="55555555-0000-4000-8000-000000000002"/>';

describe('ILCD references', () => {
  it('ILCD 4.3 #1: an exchange keeps the reference to a flow that is not there, with its label', () => {
    const { record } = readProcess();
    expect(record.exchanges).toHaveLength(5);
    expect(record.exchanges![0]!.flow).toEqual({ type: 'flow', id: '55555555-0000-4000-8000-000000000001', uri: '../flows/55555555-0000-4000-8000-000000000001.xml', name: { en: 'rubber sheet' } });
  });

  it('ILCD 4.3 #2: a refObjectId that is no UUID becomes an external key, even where the address holds a UUID', () => {
    const { record, issues } = readProcess([latex, '<referenceToFlowDataSet type="flow data set" refObjectId="Cement" uri="../flows/55555555-0000-4000-8000-000000000002.xml"/>']);
    expect(record.exchanges![1]!.flow).toMatchObject({ type: 'flow', externalKey: 'Cement' });
    expect(record.exchanges![1]!.flow.id).toBeUndefined();
    expect(issueOf(issues, 'reference-not-uuid')).toMatchObject({ severity: 'error', path: 'exchanges/exchange[2]/referenceToFlowDataSet', params: { stated: 'Cement' } });
  });

  it('ILCD 4.3 #3: without refObjectId, UUID and version come from the address', () => {
    const uri = '../flows/55555555-0000-4000-8000-0000000000AB_03.01.002.xml';
    const { record, issues } = readProcess([latex, `<referenceToFlowDataSet type="flow data set" uri="${uri}"/>`]);
    expect(record.exchanges![1]!.flow).toEqual({ type: 'flow', id: '55555555-0000-4000-8000-0000000000ab', version: '03.01.002', uri });
    expect(issueOf(issues, 'reference-id-from-uri')?.params).toEqual({ uri });
  });

  it('ILCD 4.3 #3: a reference with neither identifier nor address is told and keeps its type', () => {
    const { record, codes } = readProcess([latex, '<referenceToFlowDataSet type="flow data set"/>']);
    expect(record.exchanges![1]!.flow).toEqual({ type: 'flow' });
    expect(codes).toContain('reference-empty');
  });

  it('ILCD 4.3 #4: a reference without version states none, one with a version keeps it', () => {
    const { record } = readProcess();
    expect(record.exchanges![1]!.flow).not.toHaveProperty('version');
    expect(record.complementingProcesses![0]!.version).toBe('01.00.000');
  });

  it.each([['source dataset', 'source'], ['flowproperty data set', 'flowProperty'], ['lifecycle model data set', 'lifeCycleModel']])('reads the reference type "%s" as %s', (stated, used) => {
    const { record, issues } = readProcess([latex, latex.replace('flow data set', stated)]);
    expect(record.exchanges![1]!.flow.type).toBe(used);
    expect(issueOf(issues, 'reference-type-repaired')?.params).toEqual({ stated, used });
  });

  it('takes a missing reference type from the folder of the address, else from the element', () => {
    const owner = 'type="contact data set" refObjectId="44444444-0000-4000-8000-000000000007"';
    const byElement = readProcess([owner, 'refObjectId="44444444-0000-4000-8000-000000000007"']);
    expect(byElement.record.rights!.owner!.type).toBe('contact');
    const byFolder = readProcess([owner, 'uri="../processes/44444444-0000-4000-8000-000000000007.xml"']);
    expect(byFolder.record.rights!.owner!.type).toBe('process');
    expect(byElement.codes).toContain('reference-type-repaired');
  });

  it('ILCD 4.3 #40: only a provider that is named is one; of the flow alone none is guessed', () => {
    const provider = '11111111-0000-4000-8000-000000000009';
    const linked = readProcess(['xmlns:common=', 'xmlns:o="http://openlca.org/ilcd-extensions" xmlns:common='], ['dataSetInternalID="2"', `dataSetInternalID="2" o:defaultProvider="${provider}"`]);
    const providerOf = ({ record }: typeof linked, internalId: string) => record.exchanges!.find((e) => e.internalId === internalId)!.provider;
    expect(providerOf(linked, '2')?.id).toBe(provider);
    expect(linked.record.exchanges!.filter((e) => e.provider !== undefined)).toHaveLength(1);
    expect(readProcess().record.exchanges!.filter((e) => e.provider !== undefined)).toEqual([]);
  });

  it('ILCD 4.3 #57: a contact that belongs to itself is read', () => {
    const { record } = only(readText(fixtureText('contact/contact.xml')), 'contact');
    expect(record.parents).toEqual([{ type: 'contact', id: record.id }]);
  });
});

describe('ILCD identity', () => {
  const text = fixtureText('elementary-flow/flow.xml');
  const inner = '08a91e70-3ddc-11dd-923d-0050c2490048';

  it('ILCD 4.3 #6: the UUID inside counts where the file name has another', () => {
    const other = '9ec743ea-6b00-400d-a53b-61547a3fc03c';
    const { record, issues } = only(readText(text, `ILCD/flows/${other}_03.00.000.xml`), 'flow');
    expect(record.id).toBe(inner);
    expect(issueOf(issues, 'id-file-name-differs')?.params).toEqual({ fileName: other, used: inner });
  });

  it.each([`ILCD/flows/${inner}.xml`, `flows/${inner.toUpperCase()}_03.00.000.xml`, 'flow.xml'])('ILCD 4.3 #6: says nothing about the file name %s', (file) => {
    expect(only(readText(text, file), 'flow').issues).toEqual([]);
  });

  it.each([['00.01.05', '00.01.005'], ['1.0', '01.00.000'], ['v1', '01.00.000'], ['1,0', '01.00.000']])('ILCD 4.3 #7: version %s stays as stated and is ordered as %s', (stated, used) => {
    const { record, issues } = readElementary(['>03.00.000<', `>${stated}<`]);
    expect(record.version).toBe(stated);
    expect(issueOf(issues, 'version-repaired')?.params).toEqual({ stated, used });
  });

  it.each(['01.00', '01.00.000'])('ILCD 4.3 #7: version %s needs no repair', (stated) => {
    expect(readElementary(['>03.00.000<', `>${stated}<`]).codes).toEqual([]);
  });

  it('ILCD 4.3 #8: without publication block the version is 00.00.000', () => {
    const { record, codes } = readElementary([/<publicationAndOwnership>[^]*<\/publicationAndOwnership>/, '']);
    expect(record.version).toBe('00.00.000');
    expect(codes).toEqual(['version-missing']);
  });

  it('refuses a dataset without identifier', () => {
    const reading = readText(fixtureText('elementary-flow/flow.xml', [/<common:UUID>.*<\/common:UUID>/, '']));
    expect(reading.datasets).toEqual([]);
    expect(reading.issues.map((i) => i.code)).toContain('id-missing');
  });
});
