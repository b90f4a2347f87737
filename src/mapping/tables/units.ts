// Units: finds a unit by symbol, alias or identifier, and the quantity of unit groups and flow properties (ILCD, openLCA, ecoinvent, PACT, UN/CEFACT Rec 20).
import { z } from 'zod';
import { uuidPattern } from '../../model/scalar.ts';
import { fractionPattern } from './fraction.ts';
import { once, readCsvTable, tableError } from './table.ts';

export { convert } from './convert.ts';

const optionalUuid = z.union([z.literal(''), z.string().regex(uuidPattern)]);
const quantityRow = z.object({ quantity: z.string().regex(/^[a-z0-9-]+$/), reference_unit: z.string().min(1), name_en: z.string().min(1), name_zh: z.string().min(1) });
const unitRow = z.object({
  quantity: z.string(), symbol: z.string().min(1), factor: z.union([z.literal(''), z.string().regex(fractionPattern)]), name: z.string().min(1),
  ecoinvent_id: optionalUuid, ecoinvent_name: z.string(), openlca_id: optionalUuid, pact_name: z.string(), rec20: z.string().regex(/^[A-Z0-9]{0,3}$/), note: z.string(),
});
const systems = ['any', 'ilcd', 'ecoinvent', 'ecospold1', 'openlca', 'pact', 'unece'] as const;
const aliasRow = z.object({ system: z.enum(systems), alias: z.string().min(1), quantity: z.string(), symbol: z.string(), note: z.string() });
const groupRow = z.object({
  id: z.string().regex(uuidPattern), name: z.string(), quantity: z.string(), systems: z.string(), reference_unit: z.string(),
  factors: z.enum(['direct', 'inverse', 'mixed', 'varies']), note: z.string(),
});
const propertyRow = z.object({ id: z.string().regex(uuidPattern), name_en: z.string(), name_zh: z.string(), quantity: z.string(), system: z.enum(['ilcd', 'openlca', 'gabi']) });

export interface Quantity {
  /** Key of the quantity, for example `mass`. */
  quantity: string;
  /** Symbol of the unit that the factors refer to. */
  referenceUnit: string;
  names: { en: string; zh: string };
}

export interface Unit {
  quantity: string;
  /** Symbol, unique in this table; other systems may give it another meaning. */
  symbol: string;
  /** Reference units per unit, as exact decimal or fraction; absent where the unit is never converted (money). */
  factor?: string;
  name: string;
  ecoinventId?: string;
  ecoinventName?: string;
  openlcaId?: string;
  /** Declared unit of PACT v3. */
  pactName?: string;
  /** UN/CEFACT Recommendation 20 code. */
  rec20?: string;
}

export interface UnitGroup {
  id: string;
  name: string;
  quantity: string;
  /** Empty where the same identifier stands for different reference units in different packages. */
  referenceUnit: string;
  /** How factors in files of this group are to be read: `inverse` means units per reference unit; `varies`, trust the file only. */
  factors: 'direct' | 'inverse' | 'mixed' | 'varies';
  /** Nomenclatures that use the identifier. */
  systems: readonly string[];
}

export interface FlowProperty { id: string; names: { en: string; zh: string }; quantity: string; system: string }

const key = (system: string, quantity: string, symbol: string): string => `${system}\n${quantity}\n${symbol}`;
const present = (value: string): string | undefined => value || undefined;

const tables = once(() => {
  const quantities = new Map(readCsvTable('units/quantities.csv', quantityRow, (r) => r.quantity)
    .map((r): [string, Quantity] => [r.quantity, { quantity: r.quantity, referenceUnit: r.reference_unit, names: { en: r.name_en, zh: r.name_zh } }]));
  const units = new Map<string, Unit>();
  const ids = new Map<string, Unit>();
  const names: [system: string, symbol: string, unit: Unit][] = [];
  for (const r of readCsvTable('units/units.csv', unitRow, (row) => row.symbol)) {
    if (!quantities.has(r.quantity)) throw tableError('units/units.csv', `gives ${r.symbol} the unknown quantity "${r.quantity}".`);
    const unit: Unit = { quantity: r.quantity, symbol: r.symbol, name: r.name, factor: present(r.factor), ecoinventId: present(r.ecoinvent_id),
      ecoinventName: present(r.ecoinvent_name), openlcaId: present(r.openlca_id), pactName: present(r.pact_name), rec20: present(r.rec20) };
    units.set(r.symbol, unit);
    for (const id of [r.ecoinvent_id, r.openlca_id]) if (id) ids.set(id, unit);
    for (const [system, name] of [['ecoinvent', r.ecoinvent_name], ['pact', r.pact_name], ['unece', r.rec20]] as const) if (name) names.push([system, name, unit]);
  }
  for (const r of readCsvTable('units/aliases.csv', aliasRow, (row) => key(row.system, row.quantity, row.alias))) {
    const unit = units.get(r.symbol);
    if (unit?.quantity !== r.quantity) throw tableError('units/aliases.csv', `maps "${r.alias}" to ${r.quantity} "${r.symbol}", which is not in the unit table.`);
    names.push([r.system, r.alias, unit]);
  }
  const groups = new Map(readCsvTable('units/unit-groups.csv', groupRow, (r) => r.id)
    .map((r): [string, UnitGroup] => [r.id, { id: r.id, name: r.name, quantity: r.quantity, referenceUnit: r.reference_unit, factors: r.factors, systems: r.systems.split(';') }]));
  const properties = new Map(readCsvTable('units/flow-properties.csv', propertyRow, (r) => r.id)
    .map((r): [string, FlowProperty] => [r.id, { id: r.id, names: { en: r.name_en, zh: r.name_zh }, quantity: r.quantity, system: r.system }]));
  const index = indexOf(units, names);
  return { quantities, units, ids, groups, properties, index, plain: withoutHint(index) };
});

/** What symbols mean without a hint: asked for most, so no text is joined for it. */
function withoutHint(index: ReadonlyMap<string, Unit>): Map<string, Unit> {
  const begin = key('', '', '');
  return new Map([...index].flatMap(([name, unit]) => (name.startsWith(begin) ? [[name.slice(begin.length), unit] as const] : [])));
}

/** Per system: what a symbol means in each quantity, and what it means at all where that is one thing only. */
function indexOf(units: Map<string, Unit>, names: [string, string, Unit][]): Map<string, Unit> {
  const index = new Map<string, Unit>();
  const common = [...[...units.values()].map((u): [string, Unit] => [u.symbol, u]), ...names.filter(([s]) => s === 'any').map(([, symbol, u]): [string, Unit] => [symbol, u])];
  for (const system of ['', ...systems.slice(1)]) {
    const own = names.filter(([s]) => s === system).map(([, symbol, u]): [string, Unit] => [symbol, u]);
    const meanings = new Map<string, Set<Unit>>();
    // A system's own meaning hides the common one in the same quantity only: ILCD "a" is the are in area and the year in time.
    for (const [symbol, unit] of [...own, ...common]) {
      const inQuantity = key(system, unit.quantity, symbol);
      if (index.has(inQuantity)) continue;
      index.set(inQuantity, unit);
      meanings.set(symbol, (meanings.get(symbol) ?? new Set()).add(unit));
    }
    for (const [symbol, found] of meanings) if (found.size === 1) index.set(key(system, '', symbol), [...found][0]!);
  }
  return index;
}

interface UnitHint { system?: string; quantity?: string }
const noHint: UnitHint = {};

/**
 * The unit of a symbol or identifier, case-sensitive. `system` chooses the meaning of symbols that formats use differently
 * (ilcd, ecoinvent, ecospold1, openlca, pact, unece); `quantity` limits the search. Undefined where unknown or ambiguous.
 */
export function findUnit(symbolOrId: string, hint: UnitHint = noHint): Unit | undefined {
  const { index, ids, plain } = tables();
  const symbol = symbolOrId.trim();
  const found = hint === noHint ? plain.get(symbol) : index.get(key(hint.system ?? '', hint.quantity ?? '', symbol));
  if (found !== undefined) return found;
  const byId = ids.get(symbol.toLowerCase());
  if (byId !== undefined) return hint.quantity === undefined || byId.quantity === hint.quantity ? byId : undefined;
  // A system this table has no aliases for speaks the common language.
  return hint.system !== undefined && !systems.includes(hint.system as (typeof systems)[number]) ? index.get(key('', hint.quantity ?? '', symbol)) : undefined;
}

/** The flow property of an ILCD or openLCA identifier. */
export const findFlowProperty = (id: string): FlowProperty | undefined => tables().properties.get(id);

/** The unit group of an ILCD or openLCA identifier. Amounts are converted by the factors of the file, never by this identifier alone. */
export const findUnitGroup = (id: string): UnitGroup | undefined => tables().groups.get(id);

export const findQuantity = (quantity: string): Quantity | undefined => tables().quantities.get(quantity);
export const allUnits = (): Unit[] => [...tables().units.values()];
export const allQuantities = (): Quantity[] => [...tables().quantities.values()];
export const allUnitGroups = (): UnitGroup[] => [...tables().groups.values()];
export const allFlowProperties = (): FlowProperty[] => [...tables().properties.values()];
