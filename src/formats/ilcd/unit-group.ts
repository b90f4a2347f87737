// ILCD unit group: factors count only beside that of the reference unit, which is not always 1 (§2.3; §4.3, cases 28–30).
import type { StructuralTransform } from '../../mapping/transform.ts';
import type { Unit, UnitGroup } from '../../model/flow.ts';
import { finishDataset, numbered, statedDataset, unnumbered } from './dataset.ts';

const referencePath = 'unitGroupInformation/quantitativeReference/referenceToReferenceUnit';

export const unit: StructuralTransform<Unit> = {
  name: 'unit', about: 'Unit with its factor; one without a number is left out and kept beside.',
  read(record, context) {
    if (record['factor'] === undefined) {
      context.issue('value-missing', { what: 'unit' }, 'meanValue');
      context.setAside('.', record);
      return undefined;
    }
    if (record['symbol'] === undefined) context.issue('text-blank', {}, 'name');
    return { position: 0, symbol: '', ...record } as Unit;
  },
  write({ position: _position, ...stated }) {
    return { ...stated };
  },
};

export const unitGroup: StructuralTransform<UnitGroup> = {
  name: 'unit-group', about: 'Unit group with the symbol of its reference unit.',
  read(raw, context) {
    const record = finishDataset(raw, context) as UnitGroup | undefined;
    if (record === undefined) return undefined;
    const units = numbered(record.units) ?? [];
    const reference = record.referenceUnit === undefined ? undefined : units.find((u) => u.internalId === record.referenceUnit);
    if (reference === undefined) context.issue('reference-unit-dangling', { id: record.referenceUnit ?? '–' }, referencePath);
    else if (Number(reference.factor) !== 1) context.issue('reference-factor-not-one', { what: 'unit', factor: reference.factor }, referencePath);
    const symbol = (reference ?? (units.length === 1 ? units[0] : undefined))?.symbol;
    if (symbol !== undefined && symbol !== '') record.unit = symbol;
    return record;
  },
  write({ unit: _derived, units, ...stated }) {
    const record = statedDataset(stated);
    const list = unnumbered(units);
    if (list !== undefined) record['units'] = list;
    return record;
  },
};
