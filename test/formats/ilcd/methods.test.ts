// ILCD §4.3, cases 37–39, 43, 68: impact methods and what factors are keyed by.
import { describe, expect, it } from 'vitest';
import { methodologyId } from '../../../src/formats/ilcd/lcia-method.ts';
import { fixtureText, keptTexts, only, readFixture, readMethod, readProcess, readText } from './fixture.ts';

const exchange1 = /<exchange dataSetInternalID="1">[^]*?<\/exchange>/;

describe('ILCD impact methods', () => {
  it('one document is one impact category; its methodology becomes an impact method', () => {
    const reading = readFixture('lcia-method/method.xml');
    const id = methodologyId('Example Footprint');
    expect(reading.datasets.map((d) => [d.noun, d.derived ?? false])).toEqual([['impactMethod', true], ['impactCategory', false]]);
    expect(reading.datasets[0]!.record).toEqual({ id, version: '01.00.000', name: { en: 'Example Footprint' }, methodology: 'Example Footprint' });
    expect(only(reading, 'impactCategory').record).toMatchObject({ method: { type: 'impactMethod', id, version: '01.00.000' }, unit: 'm3 world eq', referenceYear: 2017 });
  });

  it('the identifier of a methodology is the same in all documents', () => {
    expect(methodologyId('Example Footprint')).toBe('920477f7-a0fc-5e0e-911f-82d9f9d66acd');
  });

  it('reads the location of interventions and impacts, with coordinates', () => {
    expect(readMethod().record).toMatchObject({ interventionLocation: { code: 'GLO', latitude: '0', longitude: '0' }, interventionSubLocations: [{ code: 'CN' }], impactLocation: { code: 'GLO' } });
  });

  it('reads review scopes in the namespace of the method, and in the common one', () => {
    const scopes = [{ name: 'LCIA results', methods: ['Expert judgement'] }];
    expect(readMethod().record.reviews![0]!.scopes).toEqual(scopes);
    expect(readMethod(['<scope ', '<common:scope '], ['</scope>', '</common:scope>'], ['<method ', '<common:method ']).record.reviews![0]!.scopes).toEqual(scopes);
  });

  it('ILCD 4.3 #37: the location of an exchange and of a factor is carried', () => {
    expect(readProcess().record.exchanges![1]!.location).toEqual({ code: 'CN', system: 'ilcd', stated: 'CN' });
    expect(readMethod().record.factors![2]).toMatchObject({ location: { code: 'CN', stated: 'CN' }, value: '39', position: 2 });
  });

  it('ILCD 4.3 #38: an empty location is no location', () => {
    const { record, codes } = readMethod();
    expect(record.factors![0]).not.toHaveProperty('location');
    expect(codes).toEqual([]);
  });

  it('ILCD 4.3 #39: the same flow twice stays two exchanges', () => {
    const { record } = readProcess([exchange1, '$&$&'], ['dataSetInternalID="1"', 'dataSetInternalID="17"']);
    expect(record.exchanges!.filter((e) => e.flow.id === '55555555-0000-4000-8000-000000000002').map((e) => e.internalId)).toEqual(['17', '1']);
  });

  it('ILCD 4.3 #43: factors of both directions are kept, with their sign', () => {
    expect(readMethod().record.factors!.map((f) => [f.direction, f.value])).toEqual([['INPUT', '42.95'], ['OUTPUT', '-42.95'], ['INPUT', '39'], ['INPUT', '-1']]);
  });

  it('a factor without number is left out and kept beside', () => {
    const { record, codes } = readMethod(['<meanValue>39</meanValue>', '<meanValue>?</meanValue>']);
    expect(record.factors).toHaveLength(3);
    expect(record.factors!.map((f) => f.position)).toEqual([0, 1, 2]);
    expect(codes).toEqual(['number-invalid', 'value-missing']);
    expect(keptTexts(record)).toContain('?');
  });

  it('ILCD 4.3 #68: a method with very many factors is read in time that grows with its size', () => {
    const factor = /<factor>\s*<referenceToFlowDataSet type="flow data set" refObjectId="da174fac[^]*?<\/factor>/;
    const large = (count: number) => fixtureText('lcia-method/method.xml', [factor, '$&'.repeat(count)]);
    const time = (text: string): number => {
      const start = performance.now();
      readText(text);
      return performance.now() - start;
    };
    const [small, big] = [large(2_000), large(20_000)];
    expect(only(readText(big), 'impactCategory').record.factors).toHaveLength(20_003);
    time(small);
    // Ten times the factors; quadratic work would take a hundred times as long.
    expect(time(big)).toBeLessThan(40 * Math.max(time(small), 5));
  });
});
