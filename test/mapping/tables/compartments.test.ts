// Compartments: every list reads into the hub's compartments, and writing never invents a place the list does not have (EcoSpold edge cases 10 and 29).
import { describe, expect, it } from 'vitest';
import { allCompartments, compartmentIn, compartmentOf, compartmentSystems, resolveCompartment, type CompartmentSystem } from '../../../src/mapping/tables/compartments.ts';

describe('compartment tables', () => {
  it('have parents of the same medium and direction, without circles', () => {
    for (const { code, medium, direction, parent } of allCompartments()) {
      expect(code.startsWith(`${medium}/`), code).toBe(true);
      const seen = new Set([code]);
      for (let up = parent; up !== undefined; up = compartmentOf(up)?.parent) {
        expect(seen.has(up), code).toBe(false);
        seen.add(up);
        expect([compartmentOf(up)?.medium, compartmentOf(up)?.direction], code).toEqual([medium, direction]);
      }
    }
  });

  it('resources enter, emissions leave', () => {
    for (const { medium, direction, code } of allCompartments()) {
      if (medium === 'resource') expect(direction, code).toBe('INPUT');
      if (['air', 'water', 'soil'].includes(medium)) expect(direction, code).toBe('OUTPUT');
    }
  });

  it.each(compartmentSystems)('what %s writes exactly, it reads back', (system) => {
    let count = 0;
    for (const { code } of allCompartments()) {
      const written = compartmentIn(system, code);
      if (!written?.exact) continue;
      count++;
      expect(resolveCompartment(system, written.path)?.code, written.path.join('/')).toBe(code);
      if (written.id !== undefined) expect(resolveCompartment(system, written.id)?.code, written.id).toBe(code);
    }
    expect(count).toBeGreaterThan(15);
  });

  it.each(['ilcd', 'ecoinvent', 'openlca', 'fedefl'] as const)('%s can write every emission to air, water, soil and every resource, exactly or wider', (system) => {
    for (const { code, medium } of allCompartments()) if (['air', 'water', 'soil', 'resource'].includes(medium) && code !== 'resource/unspecified') {
      if (system === 'ecoinvent' && compartmentIn(system, code) === undefined) expect(code).toMatch(/^resource\//);
      else expect(compartmentIn(system, code), code).toBeDefined();
    }
  });
});

describe('reading', () => {
  it.each<[CompartmentSystem, string[] | string, string | undefined]>([
    ['ilcd', ['Emissions', 'Emissions to air', 'Emissions to air, unspecified'], 'air/unspecified'],
    ['ilcd', ['Emissions', 'Emissions to air', 'Emissions to air, unspecified (long-term)'], 'air/unspecified-long-term'],
    ['ilcd', ['Emissions to urban air close to ground'], 'air/urban-close-to-ground'],
    ['ilcd', [' emissions', 'Emissions  to air ', 'Emissions to AIR, indoor'], 'air/indoor'],
    ['ilcd', '1.3.1', 'air/urban-close-to-ground'], ['ilcd', '1.1.4', 'water/unspecified-long-term'], ['ilcd', '2.1.3', 'resource/ground/non-renewable-energy'], ['ilcd', '2.3.6', 'resource/air/renewable-material'],
    ['ilcd', ['Resources', 'Resources from air', 'Renewable material resources from air'], 'resource/air/renewable-material'],
    ['ilcd', ['Land use', 'Land occupation'], 'resource/land/occupation'],
    ['ilcd', ['emission', 'air', 'non urban or from high stack'], 'air/non-urban-or-high-stack'],
    ['ecoinvent', '23dbff79-8037-43e7-b270-5a3da416a284', 'air/unspecified-long-term'], ['ecoinvent', ['water', 'ground-'], 'water/ground'], ['ecoinvent', ['natural resource', 'in air'], 'resource/air'],
    ['ecospold1', ['air', 'high population density'], 'air/urban-close-to-ground'], ['ecospold1', ['resource', 'land'], 'resource/land'], ['ecospold1', ['Airborne emissions', 'low. pop.'], 'air/non-urban-or-high-stack'],
    ['ecospold1', ['troposphere', 'rural'], 'air/non-urban-or-high-stack'], ['ecospold1', ['emission', 'air'], 'air/unspecified'],
    ['fedefl', 'emission/air/troposphere/rural', 'air/non-urban-or-high-stack'], ['fedefl', 'emission/air/rural', 'air/non-urban-or-high-stack'], ['fedefl', ['resource', 'air', 'subterranean'], 'resource/ground'],
    ['openlca', ['Elementary flows', 'Emission to air', 'high population density'], 'air/urban-close-to-ground'], ['openlca', ['Emission to water', 'ocean'], 'water/sea'], ['openlca', ['air', 'low population density'], 'air/non-urban-or-high-stack'],
    ['ecoinvent', ['air', 'somewhere'], undefined], ['ilcd', [], undefined], ['ecospold1', ['plastics', 'polymers'], undefined],
  ])('%s %j is %s', (system, path, expected) => expect(resolveCompartment(system, path)?.code).toBe(expected));

  it('a path that stands for a resource and for an emission needs the direction', () => {
    expect(resolveCompartment('ecospold1', ['water', 'fresh water body'])).toBeUndefined();
    expect(resolveCompartment('ecospold1', ['water', 'fresh water body'], 'OUTPUT')?.code).toBe('water/fresh');
    expect(resolveCompartment('ecospold1', ['water', 'fresh water body'], 'INPUT')?.code).toBe('resource/water');
  });
});

describe('writing', () => {
  it('takes the wider compartment where the list has none, and says so', () => {
    expect(compartmentIn('ecoinvent', 'air/urban-low-stack')).toEqual({ id: '7011f0aa-f5f9-4901-8c10-884ad8296812', path: ['air', 'unspecified'], exact: false });
    expect(compartmentIn('ilcd', 'water/ground')?.path.at(-1)).toBe('Emissions to fresh water');
    expect(compartmentIn('ilcd', 'economic/primary-production-factor')).toBeUndefined();
  });

  it('long-term is never the target of what is not long-term', () => {
    for (const system of compartmentSystems) for (const { code } of allCompartments()) {
      if (!code.includes('long-term')) expect(compartmentIn(system, code)?.path.join('/') ?? '', `${system} ${code}`).not.toContain('long-term');
    }
  });
});
