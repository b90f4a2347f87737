// What units measure in openLCA: an exchange states its flow property beside its unit, and openLCA wants both or neither (olca-schema Exchange).
import { allFlowProperties, findUnit } from '../../mapping/tables/units.ts';
import { once } from '../../mapping/tables/table.ts';

/** Reference to a flow property as exchanges have it. */
export interface PropertyReference { kind?: string; id?: string; name?: string }

/** By quantity: the property of openLCA, else the first of ILCD, whose identifiers openLCA took over. */
const byQuantity = once(() => {
  const found = new Map<string, PropertyReference>();
  for (const system of ['openlca', 'ilcd']) {
    for (const { id, names, quantity, system: own } of allFlowProperties()) if (own === system && !found.has(quantity)) found.set(quantity, { kind: 'FlowProperty', id, name: names.en });
  }
  return found;
});

/** The flow property that a unit measures; undefined for units in no table. */
export function propertyOf(unit: string | undefined): PropertyReference | undefined {
  const quantity = unit === undefined ? undefined : findUnit(unit)?.quantity;
  return quantity === undefined ? undefined : byQuantity().get(quantity);
}

export const isSameProperty = (a: PropertyReference, b: PropertyReference | undefined): boolean => a.kind === b?.kind && a.id === b?.id && a.name === b?.name;
