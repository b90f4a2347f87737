// Compartments: every list reads into the hub's compartments, and writing never invents a place the list does not have (EcoSpold edge cases 10 and 29).
import { describe, expect, it } from 'vitest';
import { allCompartments, compartmentIn, compartmentOf, compartmentSystems, resolveCompartment, type CompartmentSystem } from '../../../src/mapping/tables/compartments.ts';

describe('compartment tables', () => {
  it('have parents of the same medium and direction, without circles', () => {
    for (const { code, medium, direction, parent } of allCompartments()) {
      const seen = [code];
      for (let up = parent; up !== undefined; up = compartmentOf(up)?.parent) {
        expect(seen).not.toContain(up);
        seen.push(up);
        expect([code, compartmentOf(up)?.medium, compartmentOf(up)?.direction]).toEqual([code, medium, direction]);
      }
    }
  });

  it('resources enter, emissions leave', () => {
    const directions = (media: string[]): unknown[] => [...new Set(allCompartments().filter((c) => media.includes(c.medium)).map((c) => c.direction))];
    expect(directions(['resource'])).toEqual(['INPUT']);
    expect(directions(['air', 'water', 'soil'])).toEqual(['OUTPUT']);
  });

  it.each(compartmentSystems)('what %s writes exactly, it reads back', (system) => {
    const exact = allCompartments().map(({ code }) => ({ code, written: compartmentIn(system, code) })).filter(({ written }) => written?.exact);
    expect(exact.length).toBeGreaterThan(15);
    for (const { code, written } of exact) {
      expect(resolveCompartment(system, written!.path)?.code).toBe(code);
      expect(resolveCompartment(system, written!.id ?? written!.path)?.code).toBe(code);
    }
  });

  it('every emission and resource can be written, exactly or wider; ecoinvent has no unspecified resource', () => {
    const missing = compartmentSystems.flatMap((system) => allCompartments()
      .filter(({ code, medium }) => ['air', 'water', 'soil', 'resource'].includes(medium) && compartmentIn(system, code) === undefined).map(({ code }) => `${system} ${code}`));
    expect(missing).toEqual(['ecoinvent resource/unspecified']);
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
    const proxies = compartmentSystems.flatMap((system) => allCompartments().filter(({ code }) => !code.includes('long-term'))
      .map(({ code }) => compartmentIn(system, code)?.path.join('/') ?? '')).filter((path) => path.includes('long-term'));
    expect(proxies).toEqual([]);
  });
});
