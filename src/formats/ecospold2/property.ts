// Parts of EcoSpold 2 datasets that state an amount with unit, formula and source: properties, transfer coefficients, parameters, impact indicators.
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Exchange, Parameter, Process } from '../../model/process.ts';
import type { LocalizedText } from '../../model/value.ts';
import { firstText, named } from '../label.ts';
import { sourceReference, statedSource, type StatedSource } from './party.ts';
import { onlyText, PARENT_MARK } from './text.ts';
import { unitNames, unitOf } from './unit.ts';

export type ExchangeProperty = NonNullable<Exchange['properties']>[number];
export type TransferCoefficient = NonNullable<Exchange['transferCoefficients']>[number];
export type ImpactResult = NonNullable<Process['impactResults']>[number];

interface Formula { formula?: string; calculated?: boolean }
type Raw<T> = T & { raw?: { unitName?: LocalizedText; source?: StatedSource; method?: LocalizedText; area?: LocalizedText } };

/** What formulas give rise to: values of a parent cannot be resolved here (E22), calculated amounts need a formula (E51). */
export function checkFormula({ formula, calculated }: Formula, context: ReadContext): void {
  if (formula !== undefined) {
    if (formula.includes('PARENTVALUE')) context.scratch.set(PARENT_MARK, true);
  } else if (calculated === true) context.issue('calculated-without-formula', {}, '@isCalculatedAmount');
}

export const property: StructuralTransform<ExchangeProperty> = {
  name: 'property', about: 'Property of an exchange with its unit and source.',
  read(record: RawRecord, context: ReadContext) {
    const stated = record as Raw<ExchangeProperty>;
    const { raw } = stated;
    const found: ExchangeProperty = {};
    if (stated.id !== undefined) found.id = stated.id;
    if (stated.name !== undefined) found.name = stated.name;
    if (stated.amount !== undefined) found.amount = stated.amount;
    if (stated.unitId !== undefined) found.unitId = stated.unitId;
    if (stated.variable !== undefined) found.variable = stated.variable;
    if (stated.formula !== undefined) found.formula = stated.formula;
    if (stated.calculated !== undefined) found.calculated = stated.calculated;
    if (stated.defining !== undefined) found.defining = stated.defining;
    if (stated.uncertainty !== undefined) found.uncertainty = stated.uncertainty;
    if (stated.comment !== undefined) found.comment = stated.comment;
    checkFormula(found, context);
    if (found.amount === undefined) context.issue('property-amount-missing', { property: firstText(found.name) ?? found.id }, '@amount');
    if (raw !== undefined) {
      const unit = unitOf(found.unitId, raw.unitName, context, firstText(found.name));
      if (unit !== undefined) found.unit = unit;
      if (raw.source !== undefined) found.source = sourceReference(raw.source, context)!;
    }
    return found;
  },
  /** Unit and source have no rows of their own in the table, so they may stay. */
  write(value) {
    const { unit, source } = value;
    return { ...value, raw: unit === undefined && source === undefined ? undefined : { unitName: unitNames(unit), source: statedSource(source) } };
  },
};

function material(unit: string | undefined, source: Parameters<typeof statedSource>[0]): RawRecord {
  if (unit === undefined && source === undefined) return {};
  return { raw: { ...(unit === undefined ? {} : { unitName: unitNames(unit) }), ...(source === undefined ? {} : { source: statedSource(source) }) } };
}

export const transferCoefficient: StructuralTransform<TransferCoefficient> = {
  name: 'transfer-coefficient', about: 'Transfer coefficient with its source.',
  read(record, context) {
    const { raw, ...found } = record as Raw<TransferCoefficient>;
    checkFormula(found, context);
    if (found.exchange === undefined || found.amount === undefined) {
      context.issue('amount-missing', {}, '@amount');
      for (const [key, value] of Object.entries(found)) context.setAside(`@${key}`, value);
      return undefined;
    }
    if (raw?.source !== undefined) found.source = sourceReference(raw.source, context)!;
    return found;
  },
  write: ({ source, ...rest }) => ({ ...rest, ...material(undefined, source) }),
};

export const parameter: StructuralTransform<Parameter> = {
  name: 'parameter', about: 'Parameter; one without a variable name goes by its name in words.',
  read(record, context) {
    const { raw, ...found } = record as Raw<Parameter>;
    checkFormula(found, context);
    found.name ??= firstText(found.label)?.trim() || found.internalId || '';
    found.position = 0; // set by the process
    const unit = unitOf(found.unitId, raw?.unitName, context, found.name);
    if (unit !== undefined) found.unit = unit;
    return found;
  },
  write({ unit, position: _order, name, ...rest }) {
    const isVariable = /^[A-Za-z_]\w*$/.test(name) || (name !== firstText(rest.label)?.trim() && name !== rest.internalId);
    return { ...rest, ...(isVariable ? { name } : {}), ...material(unit, undefined) };
  },
};

export const impactIndicator: StructuralTransform<ImpactResult> = {
  name: 'impact-indicator', about: 'Stated result of an impact indicator.',
  read(record, context) {
    const { raw, category, ...found } = record as Raw<ImpactResult>;
    const unit = unitOf(undefined, raw?.unitName, context);
    const method = onlyText(raw?.method, 'impactMethodName', context);
    const area = onlyText(raw?.area, 'impactCategoryName', context);
    return {
      ...found, category: { ...category, type: 'impactCategory' },
      ...(unit === undefined ? {} : { unit }), ...(method === undefined ? {} : { method }), ...(area === undefined ? {} : { area }),
    };
  },
  write({ category: { type: _known, ...category }, unit, method, area, ...rest }) {
    return {
      ...rest, category,
      raw: {
        ...(unit === undefined ? {} : { unitName: unitNames(unit) }), ...(method === undefined ? {} : { method: named(method) }),
        ...(area === undefined ? {} : { area: named(area) }),
      },
    };
  },
};
