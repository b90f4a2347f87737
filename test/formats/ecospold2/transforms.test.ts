// Property tests of the EcoSpold 2 transforms: what was read is read again the same from what is written of it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scalars, structurals } from '../../../src/formats/ecospold2/transforms.ts';
import type { RawRecord, ReadContext, WriteContext } from '../../../src/mapping/transform.ts';

const reading = (): ReadContext => ({ format: 'ecospold2', file: 'x', issue: () => {}, keep: () => {}, keepWhole: () => {}, setAside: () => {}, emit: () => {}, scratch: new Map() });
const writing: WriteContext = { format: 'ecospold2', issue: () => {} };

const text = fc.oneof(fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom('steel', 'a; b', 'Image: x', '12: ab', 'a\nb', '{{PARENTTEXT}}', '{{x}}')).filter((t) => t.trim() !== '');
const word = text.map((t) => t.trim());
const language = fc.constantFrom('en', 'de', 'zh', 'fr');
const localized = fc.dictionary(language, text, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const oneLanguage = fc.tuple(language, text).map(([l, t]) => ({ [l]: t }));
const uuid = fc.uuid();
const decimal = fc.oneof(fc.constantFrom('0', '-1', '1.50', '1e-7', '2'), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String));
const stated = fc.oneof(decimal, fc.constantFrom('Infinity', 'NaN', 'x'));
const optional = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T) => fc.record(fields, { requiredKeys: [] });

const unitName = fc.constantFrom({ en: 'kg' }, { en: 'metric ton*km' }, { en: 'EUR2005' }, { en: 'furlong' });
const unitId = fc.constantFrom('487df68b-4994-4027-8fdc-a4dc298257b7', '00000000-0000-4000-8000-000000000001');
const source = fc.record({ id: uuid, year: fc.constantFrom('2007', '2010a'), firstAuthor: word.filter((w) => !w.includes('(')) }, { requiredKeys: ['id'] });
const person = fc.record({ id: uuid, name: word }, { requiredKeys: ['id'] });
const synonyms = fc.array(fc.record({ text: oneLanguage }), { minLength: 1, maxLength: 3 });
const comment = localized;
const release = optional({ majorRelease: fc.nat(9).map(String), minorRelease: fc.nat(9).map(String), majorRevision: fc.nat(99).map(String), minorRevision: fc.nat(9).map(String) });

const distribution = fc.oneof(
  fc.record({ lognormal: optional({ mean: stated, mu: stated, variance: stated, varianceWithPedigree: stated }) }),
  fc.record({ normal: optional({ mean: stated, variance: stated, varianceWithPedigree: stated }) }),
  fc.record({ triangular: fc.record({ minimum: stated, mode: stated, maximum: stated }) }),
  fc.record({ uniform: fc.record({ minimum: stated, maximum: stated }) }),
  fc.record({ beta: fc.record({ minimum: stated, mode: stated, maximum: stated }) }),
  fc.record({ gamma: fc.record({ shape: stated, scale: stated, minimum: stated }) }),
  fc.record({ binomial: fc.record({ trials: stated, probability: stated }) }),
  fc.record({ undefined: fc.record({ minimum: stated, maximum: stated, standardDeviation95: stated }) }),
).filter((d) => Object.keys(Object.values(d)[0]!).length > 0);
const uncertainty = fc.record({ raw: distribution, pedigree: fc.record({ reliability: fc.nat(4).map((n) => String(n + 1)) }), comment }, { requiredKeys: ['raw'] });

const find = (name: string) => structurals.find((t) => t.name === name)! as unknown as { read(r: RawRecord, c: ReadContext): unknown; write(v: unknown, c: WriteContext): RawRecord };
/** A part of a record as its own table would have finished it. */
const finished = (name: string, raw: fc.Arbitrary<unknown>) => raw.map((r) => find(name).read(r as RawRecord, reading())).filter((v) => v !== undefined);

const classification = fc.record({ statedId: uuid, raw: fc.record({ system: fc.constantFrom({ en: 'CPC' }, { en: 'ISIC rev.4 ecoinvent' }, { en: 'our list' }, { en: 'EcoSpold01Categories' }), value: fc.dictionary(language, fc.constantFrom('2011:Making', '12: x', 'a/b', 'plain', '7:'), { minKeys: 1, maxKeys: 2, noNullPrototype: true }) }) });
const compartment = fc.record({ statedId: fc.constantFrom('7011f0aa-f5f9-4901-8c10-884ad8296812', 'moon'), raw: fc.constantFrom({ compartment: { en: 'air' }, subcompartment: { en: 'unspecified' } }, { compartment: { en: 'moon' } }) });
const texts = fc.record({
  texts: fc.array(fc.record({ index: fc.nat(5), text: oneLanguage }), { maxLength: 4 }), images: fc.array(fc.record({ index: fc.nat(5), uri: fc.webUrl() }), { minLength: 1, maxLength: 2 }),
  variables: fc.array(fc.record({ name: fc.constantFrom('x', 'y'), text: oneLanguage }), { minLength: 1, maxLength: 2 }),
}, { requiredKeys: [] });
const property = fc.record({ id: uuid, name: localized, amount: decimal, unitId, formula: text, calculated: fc.boolean(), raw: fc.record({ unitName, source }, { requiredKeys: ['unitName'] }), uncertainty: finished('uncertainty', uncertainty) }, { requiredKeys: ['id', 'name'] });
const coefficient = fc.record({ exchange: uuid, amount: decimal, formula: text, comment, raw: fc.record({ source }) }, { requiredKeys: ['exchange', 'amount'] });
const common = {
  internalId: uuid, amount: decimal, unitId, variable: word, formula: text, calculated: fc.boolean(), comment, tags: fc.array(word, { minLength: 1, maxLength: 2 }),
  flow: fc.record({ id: uuid, name: localized }), uncertainty: finished('uncertainty', uncertainty), properties: fc.array(finished('property', property), { minLength: 1, maxLength: 2 }),
};
const material = { unitName, cas: fc.constantFrom('000124-38-9', '7732-18-5', 'n.a.'), source, synonyms };
const required = ['internalId', 'amount', 'flow', 'raw'] as const;
const intermediate = fc.record({
  ...common, activityLinkId: uuid, classifications: fc.array(finished('classification', classification), { minLength: 1, maxLength: 2 }), productionVolume: fc.record({ amount: decimal }),
  transferCoefficients: fc.array(finished('transfer-coefficient', coefficient), { minLength: 1, maxLength: 2 }),
  raw: fc.oneof(fc.record({ ...material, volumeSource: source, inputGroup: fc.constantFrom('FROM_TECHNOSPHERE', 'ENERGY') }, { requiredKeys: ['inputGroup', 'unitName'] }),
    fc.record({ ...material, volumeSource: source, outputGroup: fc.constantFrom('REFERENCE_PRODUCT', 'BY_PRODUCT', 'WASTE_TREATMENT') }, { requiredKeys: ['outputGroup', 'unitName'] })),
}, { requiredKeys: [...required] });
const elementary = fc.record({
  ...common, chemicalFormula: word, compartment: finished('compartment', compartment),
  raw: fc.oneof(fc.record({ ...material, inputGroup: fc.constant('FROM_ENVIRONMENT') }, { requiredKeys: ['inputGroup', 'unitName'] }), fc.record({ ...material, outputGroup: fc.constant('TO_ENVIRONMENT') }, { requiredKeys: ['outputGroup', 'unitName'] })),
}, { requiredKeys: [...required] });
const masterFlow = { id: uuid, unitId, name: localized, description: localized, raw: fc.record({ unitName, cas: material.cas, synonyms }, { requiredKeys: ['unitName'] }) };
const parameter = fc.record({ internalId: uuid, name: word, label: localized, value: decimal, formula: text, unitId, raw: fc.record({ unitName }) }, { requiredKeys: ['internalId', 'label'] });

const raws: Record<string, fc.Arbitrary<unknown>> = {
  'text-and-image': texts, classification, compartment, uncertainty, property, parameter,
  'transfer-coefficient': coefficient, 'intermediate-exchange': intermediate, 'elementary-exchange': elementary,
  geography: fc.record({ statedId: uuid, description: localized, raw: fc.record({ shortname: fc.constantFrom({ en: 'CN-HA' }, { en: 'RoW' }, { de: 'Mond' }) }) }, { requiredKeys: ['raw'] }),
  'impact-indicator': fc.record({ category: fc.record({ id: uuid, name: localized }), methodId: uuid, areaId: uuid, amount: decimal, raw: fc.record({ unitName, method: oneLanguage, area: oneLanguage }) }),
  review: fc.record({ date: fc.constant('2025-05-05'), details: localized, raw: fc.record({ reviewer: person, release }, { requiredKeys: [] }) }),
  person: fc.record({ id: uuid, email: word, telephone: word, raw: fc.record({ name: word, address: word, companyName: oneLanguage }, { requiredKeys: ['name'] }) }, { requiredKeys: ['id', 'raw'] }),
  company: fc.record({ id: uuid, name: localized, website: word, raw: fc.record({ code: word }) }, { requiredKeys: ['id', 'name'] }),
  source: fc.record({ id: uuid, type: word, year: word, firstAuthor: word, title: word, journal: word }, { requiredKeys: ['id', 'title'] }),
  'product-flow': fc.record({ ...masterFlow, classifications: fc.array(finished('classification', classification), { minLength: 1, maxLength: 2 }) }, { requiredKeys: ['id', 'name', 'raw'] }),
  'elementary-flow': fc.record({ ...masterFlow, chemicalFormula: word, compartment: finished('compartment', compartment) }, { requiredKeys: ['id', 'name', 'raw'] }),
  activity: fc.record({
    activityId: uuid, activityNameId: uuid, type: fc.constant('UNIT_PROCESS'), activityKind: fc.constantFrom('ORDINARY', 'MARKET'), name: localized, description: localized,
    period: fc.constant({ start: '2020-01-01', end: '2021-12-31' }), systemModelId: uuid, rights: fc.record({ copyright: fc.boolean() }), administration: fc.record({ accessLevel: fc.constantFrom('public', 'restricted'), generator: word }),
    parameters: fc.array(finished('parameter', parameter), { minLength: 1, maxLength: 2 }),
    raw: fc.record({
      synonyms, systemModel: oneLanguage, entry: person, generator: person, publication: source, release,
      intermediateExchanges: fc.array(finished('intermediate-exchange', intermediate), { minLength: 1, maxLength: 3 }), elementaryExchanges: fc.array(finished('elementary-exchange', elementary), { minLength: 1, maxLength: 2 }),
    }, { requiredKeys: ['intermediateExchanges'] }),
  }, { requiredKeys: ['activityId', 'name', 'raw'] }),
};

describe('structural transforms', () => {
  it('are all tested', () => expect(Object.keys(raws).sort()).toEqual(structurals.map((t) => t.name).sort()));
  it.each(structurals.map((t) => t.name))('%s reads again what it wrote', (name) => {
    const transform = find(name);
    fc.assert(fc.property(raws[name]!, (raw) => {
      const value = transform.read(structuredClone(raw) as RawRecord, reading());
      const before = structuredClone(value);
      const again = value === undefined ? undefined : transform.read(transform.write(value, writing), reading());
      expect(again).toEqual(before);
    }), { numRuns: 100 });
  });
});

describe('scalar transforms', () => {
  it.each(scalars.map((t) => t.name))('%s reads again what it wrote', (name) => {
    const transform = scalars.find((t) => t.name === name)! as unknown as { read(t: string, c: ReadContext): unknown; write(v: unknown, c: WriteContext): string };
    fc.assert(fc.property(text, (raw) => {
      const value = transform.read(raw, reading());
      expect(transform.read(transform.write(value, writing), reading())).toEqual(value);
    }));
    expect(transform.read('  ', reading())).toBeUndefined();
  });
});
