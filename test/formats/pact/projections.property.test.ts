// Footprints there and back: what a version says is read, written and read again as the same records, and the figures of version 2 come back digit by digit.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pact } from '../../../src/formats/pact/adapter.ts';
import { readClass, readIdentifier, writeClass, writeIdentifier } from '../../../src/formats/pact/identifiers.ts';
import { pactVersions, projectFootprint, type FootprintSet, type PactVersion } from '../../../src/formats/pact/pact.ts';
import { footprint as footprintSchema } from '../../../src/model/footprint.ts';
import { organization as organizationSchema } from '../../../src/model/organization.ts';
import { product as productSchema } from '../../../src/model/product.ts';
import { errorsOf, readOne, setOf, type Json } from './support/documents.ts';
import { brokenFootprint, footprint2, footprint3 } from './support/generate.ts';

/** All that a set says; what stands beside counts without the number of the specification and blank texts. */
const sayings = ({ footprint, product, owner }: FootprintSet): unknown => {
  const { extensions, ...rest } = footprint;
  return { footprint: rest, product, owner, beside: (extensions?.['pact'] ?? []).filter(([path, text]) => path !== 'specVersion' && text !== '') };
};

function again(version: PactVersion, set: FootprintSet): FootprintSet {
  const { text, issues } = projectFootprint(version, set);
  expect(errorsOf(issues)).toEqual([]);
  return setOf(text!);
}

describe('read(project(x)) = x', () => {
  it('in version 3', () => {
    fc.assert(fc.property(footprint3, (document) => {
      const set = setOf(document);
      expect(footprintSchema.parse(set.footprint)).toEqual(set.footprint);
      expect(sayings(again('3.0', set))).toEqual(sayings(set));
      expect(projectFootprint('3.0', set).value).toEqual(document);
    }), { numRuns: 150 });
  });

  it('in version 2.3', () => {
    fc.assert(fc.property(footprint2, (document) => {
      const set = setOf(document);
      expect(footprintSchema.parse(set.footprint)).toEqual(set.footprint);
      const back = again('2.3', set);
      // What only one of the two lists of standards and of classes said stands in both afterwards.
      back.footprint.method.crossSectoralStandards?.sort();
      set.footprint.method.crossSectoralStandards?.sort();
      back.product.classifications = withoutSpelling(back);
      set.product.classifications = withoutSpelling(set);
      expect(sayings(back)).toEqual(sayings(set));
    }), { numRuns: 150 });
  });

  it('figures of version 2 come back digit by digit', () => {
    fc.assert(fc.property(footprint2, (document) => {
      const written = projectFootprint('2.3', setOf(document)).value!['pcf'] as Json;
      const plain = Object.entries(document['pcf'] as Json).filter(([, value]) => typeof value !== 'object');
      expect(plain.map(([key]) => [key, written[key]])).toEqual(plain);
    }), { numRuns: 150 });
  });

  it.each(['2.0', '2.1', '2.2'] as const)('in version %s, but for what came later', (version) => {
    fc.assert(fc.property(footprint2, (document) => {
      const set = setOf(document);
      const back = again(version, set);
      expect(back.footprint.result).toEqual(set.footprint.result);
      expect([back.footprint.massPerUnit, back.product.classifications!.length]).toEqual([undefined, 1]);
    }), { numRuns: 40 });
  });
});

/** Version 2 states one class of the CPC by its code alone; the spelling of that one is lost where it stands in no list. */
const withoutSpelling = ({ product }: FootprintSet) => product.classifications?.map(({ scheme, code, statedId }) => ({ scheme, code: code!, ...(scheme === 'CPC' || statedId === undefined ? {} : { statedId }) }));

/** Whether c = a × b, in whole numbers: independent of the library that made it. */
function isProduct(c: string, a: string, b: string): boolean {
  const parts = (text: string): [digits: bigint, scale: bigint] => [BigInt(text.replace('.', '')), BigInt(text.split('.')[1]?.length ?? 0)];
  const [[digits, scale], [left, leftScale], [right, rightScale]] = [parts(c), parts(a), parts(b)];
  return left * right * 10n ** scale === digits * 10n ** (leftScale + rightScale);
}

describe('between the versions', () => {
  it('no figure changes: version 3 of version 2 is times the amount', () => {
    const pairs = { fossilGhgEmissions: 'fossilGhgEmissions', fossilCarbonContent: 'fossilCarbonContent', biogenicCarbonContent: 'biogenicCarbonContent', aircraftGhgEmissions: 'aircraftGhgEmissions', dLucGhgEmissions: 'landUseChangeGhgEmissions', biogenicCarbonWithdrawal: 'biogenicCO2Uptake' };
    // A mass and a total, so that version 3 has all that it demands.
    const whole = footprint2.map((document) => ({ ...document, pcf: { pCfIncludingBiogenic: '1', productMassPerDeclaredUnit: '1', ...document['pcf'] as Json } as Json }));
    fc.assert(fc.property(whole, (document) => {
      const stated = document.pcf;
      const pcf = projectFootprint('3.0', setOf(document)).value!['pcf'] as Json;
      const differing = Object.entries(pairs).filter(([old, key]) => (stated[old] === undefined ? pcf[key] !== undefined : !isProduct(pcf[key] as string, stated[old] as string, stated['unitaryProductAmount'] as string)));
      expect(differing).toEqual([]);
    }), { numRuns: 150 });
  });

  it('there is a value, or an error that says why; never both', () => {
    fc.assert(fc.property(fc.oneof(footprint2, footprint3), fc.constantFrom(...pactVersions), (document, version) => {
      const { value, text, issues } = projectFootprint(version, setOf(document), { issuer: 'hub.example.org' });
      expect(value === undefined).toBe(errorsOf(issues).length > 0);
      expect(text === undefined ? undefined : JSON.parse(text)).toEqual(value);
    }), { numRuns: 150 });
  });
});

describe('documents with nonsense in them', () => {
  it('are read without failing, and what comes in is a record of the model', () => {
    fc.assert(fc.property(brokenFootprint, (document) => {
      const { footprint, product, owner, issues } = readOne(document);
      expect(issues.filter(({ params }) => /undefined|not a function|not iterable|Invalid time/.test(String(params['reason'] ?? '')))).toEqual([]);
      const records = footprint === undefined ? [] : [footprintSchema.safeParse(footprint), productSchema.safeParse(product), organizationSchema.safeParse(owner)];
      expect(records.map(({ error }) => error?.message)).toEqual(records.map(() => undefined));
    }), { numRuns: 400 });
  });

  it('are projected into a value that reads without an error, or into none', () => {
    fc.assert(fc.property(brokenFootprint, fc.constantFrom(...pactVersions), (document, version) => {
      const { footprint, product, owner } = readOne(document);
      const set = footprint === undefined || product === undefined || owner === undefined ? undefined : { footprint, product, owner };
      const { text, issues } = set === undefined ? { text: undefined, issues: [] } : projectFootprint(version, set);
      expect(text === undefined).toBe(set === undefined || errorsOf(issues).length > 0);
      expect(text === undefined ? [] : errorsOf(readOne(text).issues)).toEqual([]);
    }), { numRuns: 400 });
  });
});

describe('transforms', () => {
  const urn = fc.oneof(fc.constantFrom('urn:gtin:1', 'URN:GTIN:1', 'urn:ean:2', 'urn:gtin:a%2', 'urn:gtin:%E7%A2%B3', 'urn:pact:gleif.org:lei:X', 'urn:lei:X', 'urn:cpc:01', 'urn:pact:x.org:un-cpc:01', 'urn:pact:x.org:un-cpc:'), fc.string({ minLength: 1 }).map((text) => `urn:example:${text}`));
  it('identifiers give their URN back', () => {
    fc.assert(fc.property(urn, fc.constantFrom('product-identifiers' as const, 'organization-identifiers' as const), (text, list) => { expect(writeIdentifier(readIdentifier(text, list), list)).toBe(text); }), { numRuns: 300 });
  });
  it('classes give their URN back', () => { fc.assert(fc.property(urn, (text) => { expect(writeClass(readClass(text))).toBe(text); }), { numRuns: 300 }); });
  it('identifiers of the hub come back from their URN', () => {
    fc.assert(fc.property(fc.constantFrom('GTIN', 'LEI', 'USCC'), fc.string({ minLength: 1 }).filter((value) => !/^urn:/i.test(value) && value.isWellFormed()), (scheme, value) => {
      const list = scheme === 'GTIN' ? 'product-identifiers' : 'organization-identifiers';
      expect(readIdentifier(writeIdentifier({ scheme, value }, list)!, list)).toEqual({ scheme, value });
    }));
  });
  it('every table writes what it reads', () => expect([...pact.compiled.byName.keys()].sort()).toEqual(['answer', 'answer-2', 'assurance', 'emission-factor-source', 'product-footprint', 'product-footprint-2', 'product-rule', 'verification']));
});
