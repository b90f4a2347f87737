// Greenhouse gases: carbon origin of flows, global warming potentials per set, CAS numbers (facts worked by hand from the published tables).
import { describe, expect, it } from 'vitest';
import { allGasFlows, allSubstances, flowOfGas, gasOfFlow, gwp, gwpSets, substanceOf } from '../../../src/mapping/tables/gases.ts';

/** CAS check digit: the other digits, weighted 1, 2, 3 … from the right, modulo 10. */
function hasCheckDigit(cas: string): boolean {
  const digits = cas.replaceAll('-', '');
  let sum = 0;
  for (let i = 1; i < digits.length; i++) sum += i * Number(digits[digits.length - 1 - i]);
  return sum % 10 === Number(digits.at(-1));
}

describe('gas tables', () => {
  it('CAS numbers have a correct check digit and name one gas', () => {
    expect(hasCheckDigit('124-38-9')).toBe(true);
    expect(hasCheckDigit('124-38-8')).toBe(false);
    const cas = allSubstances().map((s) => s.cas).filter((c) => c !== undefined);
    expect(cas.filter((number) => !hasCheckDigit(number))).toEqual([]);
    expect(new Set(cas).size).toBe(cas.length);
  });

  it('every flow has an origin that its gas has, or leaves it open', () => {
    expect(allGasFlows().filter((flow) => !['unspecified', ...substanceOf(flow.gas)!.origins].includes(flow.origin))).toEqual([]);
  });

  it('a set that has a value for a gas has one for each of its origins', () => {
    for (const { id } of gwpSets()) {
      const gases = allSubstances().map(({ gas, origins }) => ({ gas, values: origins.map((o) => gwp(id, gas, o)) })).filter(({ values }) => values.some((v) => v !== undefined));
      expect(gases.length).toBeGreaterThan(60);
      expect(gases.filter(({ values }) => values.includes(undefined))).toEqual([]);
    }
  });

  it('every set has the seven gases of the Kyoto Protocol', () => {
    for (const { id } of gwpSets()) {
      const missing = ['CO2', 'CH4', 'N2O', 'SF6', 'NF3', 'HFC-134a', 'PFC-14'].filter((gas) => gwp(id, gas, substanceOf(gas)!.origins[0]!) === undefined);
      expect([id, missing]).toEqual([id, []]);
    }
  });

  it('EF 3.1 and AR6 Table 7.SM.7 agree wherever EF has a value', () => {
    const pairs = allSubstances().flatMap(({ gas, origins }) => origins.map((o) => [gas, gwp('EF-3.1-GWP100', gas, o), gwp('IPCC-AR6-GWP100-7.SM.7', gas, o)] as const)).filter(([, ef]) => ef !== undefined);
    expect(pairs.length).toBeGreaterThan(180);
    expect(pairs.filter(([, ef, ar6]) => Number(ef) !== Number(ar6))).toEqual([]);
  });
});

describe('carbon origin', () => {
  it('neighbours in the number sequence are different substances: 923d is fossil, 923f biogenic and long-term', () => {
    expect(gasOfFlow('08a91e70-3ddc-11dd-923d-0050c2490048')).toMatchObject({ gas: 'CO2', origin: 'fossil', compartment: 'air/unspecified', system: 'ilcd' });
    expect(gasOfFlow('08a91e70-3ddc-11dd-923e-0050c2490048')).toMatchObject({ gas: 'CO2', origin: 'fossil', compartment: 'air/unspecified-long-term' });
    expect(gasOfFlow('08a91e70-3ddc-11dd-923f-0050c2490048')).toMatchObject({ gas: 'CO2', origin: 'biogenic', compartment: 'air/unspecified-long-term' });
    expect(gasOfFlow('08a91e70-3ddc-11dd-9c15-0050c2490048')).toMatchObject({ gas: 'CO2', origin: 'biogenic', compartment: 'air/unspecified' });
  });

  it.each([
    ['349b29d1-3e58-4c66-98b9-9d1a076efd2e', 'CO2', 'fossil', 'emission'], ['eba59fd6-f37e-41dc-9ca3-c7ea22d602c7', 'CO2', 'biogenic', 'emission'], ['e4e9febc-07c1-403d-8d3a-6707bb4d96e6', 'CO2', 'land_use_change', 'emission'],
    ['cc6a1abb-b123-4ca6-8f16-38209df609be', 'CO2', 'biogenic', 'uptake'], ['375bc95e-6596-4aa1-9716-80ff51b9da77', 'CO2', 'land_use_change', 'uptake'], ['b3d7c693-6465-4aec-86cb-68b4e457fc98', 'CO2', 'land_use_change', 'uptake'],
    ['0795345f-c7ae-410c-ad25-1845784c75f5', 'CH4', 'fossil', 'emission'], ['fe0acd60-3ddc-11dd-a8e8-0050c2490048', 'CH4', 'biogenic', 'emission'], ['b6f010fb-a764-3063-af2d-bcb8309a97b7', 'CO2', 'unspecified', 'emission'],
    ['20185046-64bb-4c09-a8e7-e8a9e144ca98', 'N2O', 'na', 'emission'], ['fe0acd60-3ddc-11dd-ac51-0050c2490048', 'SF6', 'na', 'emission'], ['87160f5c-36c8-46ad-a2ce-9974641ce1aa', 'NF3', 'na', 'emission'],
  ])('%s is %s, %s, %s', (id, gas, origin, movement) => expect(gasOfFlow(id)).toMatchObject({ gas, origin, movement }));

  it('goes over from list to list with its origin, and never without', () => {
    expect(flowOfGas('ilcd', 'CO2', 'biogenic', 'emission', 'air/unspecified')?.id).toBe('08a91e70-3ddc-11dd-9c15-0050c2490048');
    expect(flowOfGas('ecoinvent', 'CH4', 'land_use_change', 'emission', 'air/indoor')?.id).toBe('288c4e8a-d371-4bc1-b45b-c4b0cefd400e');
    expect(flowOfGas('ilcd', 'CO2', 'biogenic', 'uptake', 'resource/air')?.id).toBe('da174fac-e567-42d3-99b5-a688913dc88e');
    expect(flowOfGas('ecoinvent', 'CO2', 'biogenic', 'uptake', 'resource/air/renewable-material')?.id).toBe('cc6a1abb-b123-4ca6-8f16-38209df609be');
    expect(flowOfGas('fedefl', 'CO2', 'fossil', 'emission', 'air/unspecified-long-term')?.id).toBe('b6f010fb-a764-3063-af2d-bcb8309a97b7');
    expect(flowOfGas('fedefl', 'CO2', 'biogenic', 'emission', 'air/unspecified')).toBeUndefined();
  });

  it('takes the wider compartment where the list has no flow', () => {
    expect(flowOfGas('ecoinvent', 'CO2', 'fossil', 'emission', 'air/indoor')?.id).toBe('349b29d1-3e58-4c66-98b9-9d1a076efd2e');
  });

  it('is unknown for what is no greenhouse gas', () => expect(gasOfFlow('00000000-0000-0000-0000-000000000000')).toBeUndefined());
});

describe('global warming potentials', () => {
  it.each([
    ['IPCC-AR4-GWP100', 'CH4', 'fossil', '25'], ['IPCC-AR4-GWP100', 'N2O', 'na', '298'], ['IPCC-AR4-GWP100', 'SF6', 'na', '22800'],
    ['IPCC-AR5-GWP100', 'CH4', 'fossil', '30'], ['IPCC-AR5-GWP100', 'CH4', 'biogenic', '28'], ['IPCC-AR5-GWP100', 'N2O', 'na', '265'],
    ['IPCC-AR6-GWP100-7.SM.7', 'CH4', 'fossil', '29.8'], ['IPCC-AR6-GWP100-7.SM.7', 'CH4', 'biogenic', '27.0'], ['IPCC-AR6-GWP100-7.SM.7', 'SF6', 'na', '25200'], ['IPCC-AR6-GWP100-7.SM.7', 'HFC-134a', 'na', '1530'],
    ['EF-3.1-GWP100', 'CO2', 'biogenic', '0'], ['EF-3.1-GWP100', 'NF3', 'na', '17400'], ['EN15804-A2-GWP100', 'CO2', 'biogenic', '1'], ['EN15804-A2-GWP100', 'CH4', 'biogenic', '29.8'], ['EN15804-A2-GWP100', 'N2O', 'na', '273'],
  ] as const)('%s %s %s is %s', (set, gas, origin, value) => expect(gwp(set, gas, origin)).toBe(value));

  it('uptake of biogenic carbon dioxide counts by the rule of the set, of land use change always', () => {
    expect(['EF-3.1-GWP100', 'EN15804-A2-GWP100'].map((set) => gwp(set, 'CO2', 'biogenic', 'uptake'))).toEqual(['0', '-1']);
    expect(gwpSets().map(({ id }) => gwp(id, 'CO2', 'land_use_change', 'uptake'))).toEqual(['-1', '-1', '-1', '-1', '-1']);
  });

  it('never guesses an origin that was left open', () => expect(gwp('EF-3.1-GWP100', 'CO2', 'unspecified')).toBeUndefined());

  it('AR6 alone is not a version: the set records who states what else', () => {
    const conflicts = gwpSets().find((s) => s.id === 'IPCC-AR6-GWP100-7.SM.7')?.conflicts;
    expect(conflicts).toContainEqual({ gas: 'SF6', origin: 'na', value: '24300', statedBy: 'ecoinvent 3.12' });
    expect(conflicts?.map((c) => c.gas)).toEqual(['SF6', 'HFC-134a', 'CFC-11']);
  });
});
