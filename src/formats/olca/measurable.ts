// Whether openLCA can measure what a record says: a flow needs a reference property, a property a unit group, a group a reference unit (flows.md §7). What a package does not bring along
// is taken from the unit tables where its identifier is known there, and never invented.
import { rescale } from '../../mapping/tables/fraction.ts';
import { allUnits, findUnitGroup } from '../../mapping/tables/units.ts';
import type { Flow, FlowProperty, UnitGroup } from '../../model/flow.ts';
import type { Find } from '../adapter.ts';
import { propertiesOf } from '../by-flows.ts';
import { measureOfProperty } from './reference-data.ts';

type UnitOfGroup = NonNullable<UnitGroup['units']>[number];

/** The reference unit of a group: the one it names, else the only one, else the only one with the factor 1. */
export function referenceUnitOf({ units = [], referenceUnit }: UnitGroup): UnitOfGroup | undefined {
  const named = units.find((u) => u.internalId !== undefined && u.internalId === referenceUnit);
  const ones = units.filter((u) => Number(u.factor) === 1);
  return named ?? (units.length === 1 ? units[0] : ones.length === 1 ? ones[0] : undefined);
}

/** A group that the tables know by its identifier, with factors to its reference unit; undefined where packages disagree about it, and for money. */
export function knownGroup(id: string): UnitGroup | undefined {
  const known = findUnitGroup(id);
  if (known === undefined || known.factors === 'varies') return undefined;
  const all = allUnits().filter((u) => u.quantity === known.quantity && u.factor !== undefined);
  const reference = all.find((u) => u.symbol === known.referenceUnit);
  if (reference === undefined) return undefined;
  const units = [reference, ...all.filter((u) => u !== reference)].map((u, position) => ({ internalId: u.symbol, position, symbol: u.symbol, factor: rescale('1', u.factor!, reference.factor!), comment: { en: u.name } }));
  return { id, version: '03.00.000', name: { en: known.name }, unit: reference.symbol, referenceUnit: reference.symbol, units };
}

/** The group as stated, with the units of the tables where it states none that can be used; undefined where nobody knows them. */
export function usableGroup(id: string, stated: UnitGroup | undefined): UnitGroup | undefined {
  if (stated !== undefined && referenceUnitOf(stated) !== undefined) return stated;
  const known = (stated?.units ?? []).length > 0 ? undefined : knownGroup(id);
  return known === undefined || stated === undefined ? known : { ...stated, unit: known.unit!, units: known.units!, referenceUnit: known.referenceUnit! };
}

/** What a package has, and the unit groups of the tables that it names. */
export const withKnownGroups = (find: Find): Find => (noun, id) => {
  const found = find(noun, id);
  return noun === 'unitGroup' ? usableGroup(id, found as UnitGroup | undefined) : found;
};

const isGrouped = ({ unitGroup }: FlowProperty, find: Find): boolean => unitGroup?.id !== undefined && withKnownGroups(find)('unitGroup', unitGroup.id) !== undefined;

/** Whether a property can be used: by the package, or by the tables. */
export function isMeasured(id: string | undefined, find: Find): boolean {
  if (id === undefined) return false;
  const own = find('flowProperty', id) as FlowProperty | undefined;
  return own === undefined ? measureOfProperty(id) !== undefined : isGrouped(own, find);
}

/** Whether a dataset can be used, as far as units go. A flow without properties is measured by the unit that it states. */
export const isUsable = {
  unitGroup: (group: UnitGroup): boolean => usableGroup(group.id, group) !== undefined,
  flowProperty: (property: FlowProperty, find: Find): boolean => isGrouped(property, find),
  flow(flow: Flow, find: Find): boolean {
    const [reference] = propertiesOf(flow);
    return reference === undefined ? flow.unit !== undefined : isMeasured(reference.flowProperty.id, find);
  },
} as const;

/** The group of a property that the package does not have and the tables know. */
export function groupNeeded({ unitGroup }: FlowProperty, find: Find): UnitGroup | undefined {
  return unitGroup?.id === undefined || find('unitGroup', unitGroup.id) !== undefined ? undefined : knownGroup(unitGroup.id);
}
