// Units of EcoSpold 2: by identifier, then by name, because exporters invent identifiers for units outside ecoinvent's list (ecospold.md §2.7, E31).
import { findUnit } from '../../mapping/tables/units.ts';
import type { ReadContext } from '../../mapping/transform.ts';
import type { LocalizedText } from '../../model/value.ts';
import { named } from '../label.ts';
import { Remembered } from '../remembered.ts';
import { onlyText } from './text.ts';

interface Known { id: string | undefined; symbol: string; unknown: boolean; named: string | undefined; written: string }
const remembered = new Remembered<Known>(5_000);

function make(id: string | undefined, name: string | undefined): Known | undefined {
  const byId = id === undefined ? undefined : findUnit(id, { system: 'ecoinvent' });
  const byName = name === undefined ? undefined : findUnit(name, { system: 'ecoinvent' });
  const found = byId ?? byName;
  if (found === undefined) return name === undefined ? undefined : { id, symbol: name, unknown: true, named: undefined, written: name };
  return { id, symbol: found.symbol, unknown: false, named: byId !== undefined && byName !== undefined && byName !== byId ? name : undefined, written: found.ecoinventName ?? found.symbol };
}

/** Symbol of a unit as the unit table has it; a unit in no table stays as named, with an issue. */
export function unitOf(id: string | undefined, names: LocalizedText | undefined, context: ReadContext, what = ''): string | undefined {
  const name = onlyText(names, 'unitName', context);
  if (id === undefined && name === undefined) return undefined;
  // Names are short and identifiers long: the name finds, the identifier only confirms.
  let found = remembered.get(name ?? id!);
  if (found === undefined || found.id !== id) {
    const made = make(id, name);
    if (made === undefined) return undefined;
    found = remembered.set(name ?? id!, made);
  }
  if (found.unknown) context.issue('unit-unknown', { unit: found.symbol }, 'unitName');
  if (found.named !== undefined) context.issue('unit-conflict', { flow: what, unit: found.symbol, other: found.named }, 'unitName');
  if (name !== undefined && name !== found.written) context.keep('unitName', name);
  return found.symbol;
}

const written = new Remembered<LocalizedText>(5_000);

/** The name that ecoinvent has for a unit; the symbol itself where it has none. */
export function unitNames(symbol: string | undefined): LocalizedText | undefined {
  return symbol === undefined ? undefined : written.get(symbol) ?? written.set(symbol, named(findUnit(symbol)?.ecoinventName ?? symbol));
}
