// Unit groups and flow properties of openLCA: the reference unit is marked in the list (olca-schema UnitGroup, FlowProperty).
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { FlowProperty, Unit, UnitGroup } from '../../model/flow.ts';
import { finishDataset, statedDataset, type RawRoot } from './dataset.ts';

/** An item of a list, with the mark of the reference until the list is finished. */
export type Marked<T> = T & { isReference?: boolean };

/** The mark of a list item, of which only a true one says something; a stated false one stays beside. */
export function readMark(record: RawRecord, key: string, context: ReadContext): { isReference?: true } {
  const stated = (record['raw'] as { isReference?: boolean } | undefined)?.isReference;
  if (stated === false) context.keep(key, 'false');
  return stated === true ? { isReference: true } : {};
}

/** Positions in the order of the document; takes the mark off and tells which items have it. */
export function finishMarked<T extends { position: number }>(list: Marked<T>[] | undefined): { items: T[] | undefined; marked: T[] } {
  const marked: T[] = [];
  const items = list?.map((item, position) => {
    const { isReference, ...rest } = item;
    const finished = { ...rest, position } as unknown as T;
    if (isReference === true) marked.push(finished);
    return finished;
  });
  return { items, marked };
}

export const byPosition = <T extends { position: number }>(list: readonly T[]): T[] => list.toSorted((a, b) => a.position - b.position);

export const unit: StructuralTransform<Marked<Unit>> = {
  name: 'unit', about: 'Unit with its factor; one without a number is left out and kept beside.',
  read(record, context) {
    const { raw: _kind, ...stated } = record as RawRecord & Partial<Unit>;
    if (stated.factor === undefined) {
      context.issue('value-missing', { what: 'unit' }, 'conversionFactor');
      context.setAside('.', record);
      return undefined;
    }
    if (stated.symbol === undefined) context.issue('text-blank', {}, 'name');
    return { position: 0, symbol: '', ...stated, ...readMark(record, 'isRefUnit', context) } as Marked<Unit>;
  },
  write({ position: _order, isReference, symbol, ...stated }) {
    return { ...stated, ...(symbol === '' ? {} : { symbol }), raw: { kind: 'Unit', ...(isReference === true ? { isReference } : {}) } };
  },
};

export const unitGroup: StructuralTransform<UnitGroup> = {
  name: 'unit-group', about: 'Unit group with the symbol of its reference unit.',
  read(raw, context) {
    const found = finishDataset(raw, context);
    if (found === undefined) return undefined;
    const record = found.record as UnitGroup;
    const { items, marked } = finishMarked(record.units as Marked<Unit>[] | undefined);
    if (items !== undefined) record.units = items;
    const reference = marked[0];
    if (reference === undefined) context.issue('reference-unit-dangling', { id: '–' }, 'units');
    else {
      reference.internalId ??= String(reference.position + 1);
      record.referenceUnit = reference.internalId;
      if (Number(reference.factor) !== 1) context.issue('reference-factor-not-one', { what: 'unit', factor: reference.factor }, 'units');
      if (reference.symbol !== '') record.unit = reference.symbol;
    }
    if (marked.length > 1) context.issue('field-repeated', {}, 'units/isRefUnit');
    return record;
  },
  write({ unit: _derived, referenceUnit, units, ...stated }) {
    const record = statedDataset(stated, 'UnitGroup');
    if (units !== undefined) record['units'] = byPosition(units).map((each) => (each.internalId !== undefined && each.internalId === referenceUnit ? { ...each, isReference: true } : each));
    return record;
  },
};

interface RawProperty extends RawRoot { propertyKind?: string }

const physical = 'PHYSICAL_QUANTITY';

export const flowProperty: StructuralTransform<FlowProperty> = {
  name: 'flow-property', about: 'Flow property; one of money is told by its unit group.',
  read(record, context) {
    const found = finishDataset<RawProperty>(record, context);
    if (found === undefined) return undefined;
    const { propertyKind } = found.raw;
    if (propertyKind !== undefined && propertyKind !== physical) context.setAside('flowPropertyType', propertyKind);
    return found.record as FlowProperty;
  },
  write: ({ unit: _derived, ...stated }) => statedDataset(stated, 'FlowProperty', { propertyKind: physical }),
};
