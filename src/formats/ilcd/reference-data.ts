// Flow properties and unit groups that ILCD flows need and other formats do not have: from the unit tables, under their known identifiers (ilcd.md §2.1).
import { uuidV5 } from '../../model/identity.ts';
import type { FlowProperty, UnitGroup } from '../../model/flow.ts';
import { allFlowProperties, allUnitGroups, allUnits, findQuantity, findUnit, type Unit } from '../../mapping/tables/units.ts';

/** How a unit is measured in ILCD: the property and group, and the unit that amounts are then in. */
export interface Measure { property: FlowProperty; group: UnitGroup; referenceUnit: Unit | undefined; symbol: string }

const version = '03.00.000';
const measures = new Map<string, Measure>();

/** The measure of a unit by its symbol. A unit in no table, and money, which has no fixed factors, get a property and group of their own. */
export function measureOf(symbol: string): Measure {
  const unit = findUnit(symbol);
  const key = unit === undefined || unit.factor === undefined ? `unit ${symbol}` : unit.quantity;
  let found = measures.get(key);
  if (found === undefined) measures.set(key, (found = unit === undefined || unit.factor === undefined ? ownMeasure(symbol) : measureOfQuantity(unit.quantity)));
  return found;
}

function measureOfQuantity(quantity: string): Measure {
  const { referenceUnit: symbol, names } = findQuantity(quantity)!;
  const known = allFlowProperties().find((p) => p.quantity === quantity && p.system === 'ilcd') ?? allFlowProperties().find((p) => p.quantity === quantity);
  const knownGroup = allUnitGroups().find((g) => g.quantity === quantity && g.systems.includes('ilcd') && g.referenceUnit === symbol && g.factors === 'direct');
  const units = allUnits().filter((u) => u.quantity === quantity && u.factor !== undefined);
  const reference = units.find((u) => u.symbol === symbol)!;
  const ordered = [reference, ...units.filter((u) => u !== reference && !u.factor!.includes('/'))];
  const group: UnitGroup = {
    id: knownGroup?.id ?? uuidV5(`tanlu/unit-group/${quantity}/${symbol}`), version, name: { en: knownGroup?.name ?? `Units of ${names.en.toLowerCase()}` },
    referenceUnit: '0', unit: symbol, units: ordered.map((u, position) => ({ internalId: String(position), position, symbol: u.symbol, factor: u.factor!, comment: { en: u.name } })),
  };
  const property = propertyFor(known === undefined ? undefined : { id: known.id, names: known.names }, names.en, group);
  return { property, group, referenceUnit: reference, symbol };
}

function ownMeasure(symbol: string): Measure {
  const group: UnitGroup = {
    id: uuidV5(`tanlu/unit-group/unit/${symbol}`), version, name: { en: `Unit ${symbol}` }, referenceUnit: '0', unit: symbol,
    units: [{ internalId: '0', position: 0, symbol, factor: '1' }],
  };
  return { property: propertyFor(undefined, `Amount in ${symbol}`, group), group, referenceUnit: undefined, symbol };
}

function propertyFor(known: { id: string; names: { en: string; zh: string } } | undefined, name: string, group: UnitGroup): FlowProperty {
  return {
    id: known?.id ?? uuidV5(`tanlu/flow-property/${group.id}`), version, name: known?.names ?? { en: name },
    unitGroup: { type: 'unitGroup', id: group.id, version, name: group.name }, unit: group.unit!,
  };
}
