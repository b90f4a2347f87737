// Flow properties and unit groups that openLCA wants and other formats do not have: from the unit tables, under the identifiers of openLCA (flows.md §3).
import { rescale } from '../../mapping/tables/fraction.ts';
import { allUnitGroups, allUnits, findFlowProperty, findQuantity, findUnit, findUnitGroup } from '../../mapping/tables/units.ts';
import { uuidV5 } from '../../model/identity.ts';
import type { FlowProperty, UnitGroup } from '../../model/flow.ts';
import { propertyOf } from './measure.ts';

/** How a unit is measured in openLCA. */
export interface Measure { property: FlowProperty; group: UnitGroup }

type UnitOfGroup = NonNullable<UnitGroup['units']>[number];

const version = '03.00.000';
const groups = new Map<string, UnitGroup>();
const ownUnit = (groupId: string, key: string): string => uuidV5(`tanlu/olca/unit/${groupId}/${key}`);

/** The group of a quantity: that of openLCA where it has one, with factors to its reference unit. */
function groupOf(quantity: string): UnitGroup {
  const made = groups.get(quantity);
  if (made !== undefined) return made;
  const known = allUnitGroups().find((g) => g.quantity === quantity && g.systems.includes('openlca'));
  const { names, referenceUnit } = findQuantity(quantity)!;
  const symbol = known?.referenceUnit || referenceUnit;
  const id = known?.id ?? uuidV5(`tanlu/unit-group/${quantity}/${symbol}`);
  const all = allUnits().filter((u) => u.quantity === quantity && u.factor !== undefined);
  const reference = all.find((u) => u.symbol === symbol)!;
  const units = [reference, ...all.filter((u) => u !== reference)].map((u, position): UnitOfGroup => ({
    internalId: u.openlcaId ?? ownUnit(id, u.symbol), position, symbol: u.symbol, factor: rescale('1', u.factor!, reference.factor!), comment: { en: u.name },
  }));
  const group: UnitGroup = { id, version, name: { en: known?.name ?? `Units of ${names.en.toLowerCase()}` }, referenceUnit: units[0]!.internalId!, unit: symbol, units };
  groups.set(quantity, group);
  return group;
}

function ownGroup(symbol: string): UnitGroup {
  const id = uuidV5(`tanlu/unit-group/unit/${symbol}`);
  const internalId = ownUnit(id, symbol);
  return { id, version, name: { en: `Unit ${symbol}` }, referenceUnit: internalId, unit: symbol, units: [{ internalId, position: 0, symbol, factor: '1' }] };
}

const propertyIn = (group: UnitGroup, id: string | undefined, name: string): FlowProperty =>
  ({ id: id ?? uuidV5(`tanlu/flow-property/${group.id}`), version, name: { en: name }, unitGroup: { type: 'unitGroup', id: group.id, version, name: group.name }, unit: group.unit! });

/** The measure of a unit by its symbol, and the unit's identifier. A unit in no table, and money, which has no fixed factors, get a property and group of their own. */
export function measureOfUnit(symbol: string): Measure & { unit: UnitOfGroup } {
  const unit = findUnit(symbol);
  if (unit === undefined || unit.factor === undefined) {
    const group = ownGroup(symbol);
    return { group, property: propertyIn(group, undefined, `Amount in ${symbol}`), unit: group.units![0]! };
  }
  const group = groupOf(unit.quantity);
  const known = propertyOf(symbol);
  return { group, property: propertyIn(group, known?.id, known?.name ?? findQuantity(unit.quantity)!.names.en), unit: group.units!.find((u) => u.symbol === unit.symbol)! };
}

/** The measure of a flow property that packages name without bringing it along; undefined for one in no table, and for money. */
export function measureOfProperty(id: string): Measure | undefined {
  const known = findFlowProperty(id);
  if (known === undefined || known.quantity === 'currency') return undefined;
  const group = groupOf(known.quantity);
  return { group, property: propertyIn(group, known.id, known.names.en) };
}

/** The identifier of a unit, which other formats only number: that of openLCA in a group of openLCA, else one made of its group. */
export function unitIdOf(group: UnitGroup, unit: UnitOfGroup): string {
  const known = findUnitGroup(group.id);
  const named = known?.systems.includes('openlca') === true ? findUnit(unit.symbol, { system: 'ilcd', quantity: known.quantity }) : undefined;
  return named?.openlcaId ?? ownUnit(group.id, unit.internalId ?? unit.symbol);
}
