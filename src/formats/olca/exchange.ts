// Exchanges and parameters of openLCA processes: unit by identifier and name, direction by isInput, amounts and signs as stated (olca-schema Exchange).
import { findUnit } from '../../mapping/tables/units.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Exchange, Parameter } from '../../model/process.ts';
import { isCutOffName } from '../cut-off-names.ts';
import { firstOf } from '../label.ts';
import { readPedigree, writePedigree } from './pedigree.ts';
import { isSameProperty, propertyOf, type PropertyReference } from './measure.ts';
import type { FlowReference } from './reference.ts';

interface RawExchange { id?: string; internalId?: string; isInput?: boolean; unitName?: string; flow?: FlowReference; dqEntry?: string; flowProperty?: PropertyReference }

/** What an exchange tells its process and the model has no place for until then. */
export interface Pending { dqEntry?: string; numericId?: string }
export type PendingExchange = Exchange & { pending?: Pending };

/** The unit as stated where the unit table knows it; else by the names and identifiers of openLCA, with the stated name beside. */
function unitOf(id: string | undefined, name: string | undefined, context: ReadContext): string | undefined {
  if (name !== undefined && findUnit(name) !== undefined) return name;
  const found = (name === undefined ? undefined : findUnit(name, { system: 'openlca' })) ?? (id === undefined ? undefined : findUnit(id));
  if (found === undefined) {
    if (name !== undefined) context.issue('unit-unknown', { unit: name }, 'unit/name');
    return name;
  }
  if (name !== undefined) context.keep('unit/name', name);
  return found.symbol;
}

function pendingOf({ dqEntry, internalId, id }: RawExchange): Pending | undefined {
  const pending: Pending = {};
  if (dqEntry !== undefined) pending.dqEntry = dqEntry;
  // Version 1 may state both; allocation factors may use either.
  if (id !== undefined && internalId !== undefined) pending.numericId = internalId;
  return Object.keys(pending).length === 0 ? undefined : pending;
}

/** Adds scores to the uncertainty of an exchange, which may have none else. */
export function withPedigree(exchange: Exchange, text: string): boolean {
  const pedigree = readPedigree(text);
  if (pedigree !== undefined) exchange.uncertainty = { ...(exchange.uncertainty ?? { distribution: 'UNDEFINED' }), pedigree };
  return pedigree !== undefined;
}

export const exchange: StructuralTransform<PendingExchange> = {
  name: 'exchange', about: 'Exchange as stated. An avoided product is an input with its amount as it stands; nothing changes its sign.',
  read(record, context) {
    const { raw = {}, ...stated } = record as RawRecord & { raw?: RawExchange } & Partial<Exchange>;
    if (raw.flow === undefined) context.issue('reference-empty', {}, 'flow');
    if (raw.isInput === undefined) context.issue('direction-missing', { used: 'OUTPUT' }, 'isInput');
    if (stated.isReference === false) context.keep('isQuantitativeReference', 'false');
    const found: PendingExchange = {
      internalId: raw.id ?? raw.internalId ?? '', position: 0, direction: raw.isInput === true ? 'INPUT' : 'OUTPUT',
      flow: raw.flow?.reference ?? { type: 'flow' }, ...stated, isReference: stated.isReference === true,
    };
    if (raw.flow?.kind !== undefined) found.flowKind = raw.flow.kind;
    const unit = unitOf(stated.unitId, raw.unitName, context);
    if (unit !== undefined) found.unit = unit;
    if (raw.flowProperty !== undefined && !isSameProperty(raw.flowProperty, propertyOf(unit))) context.setAside('flowProperty', raw.flowProperty);
    if (isCutOffName(firstOf(found.flow.name) ?? '')) found.isCutOff = true;
    const pending = pendingOf(raw);
    if (pending !== undefined) found.pending = pending;
    return found;
  },
  write(value) {
    const { internalId, position, direction, flow, flowKind, isReference, isCutOff: _name, unit, pending: _known, calculated, ...stated } = value;
    // A computed amount is computed again when it is read.
    if (calculated === true) delete stated.amount;
    const dqEntry = writePedigree(value.uncertainty?.pedigree);
    const isNumber = /^\d+$/.test(internalId);
    const known = unit === undefined ? undefined : findUnit(unit);
    const isPropertyKept = value.extensions?.['olca']?.some(([path]) => path === 'flowProperty') === true;
    const flowProperty = isPropertyKept ? undefined : propertyOf(unit);
    const unitId = stated.unitId ?? known?.openlcaId;
    return {
      ...stated, ...(isReference ? { isReference } : {}), ...(unitId === undefined ? {} : { unitId }),
      raw: {
        kind: 'Exchange', ...(unit === undefined && unitId === undefined ? {} : { unitKind: 'Unit' }), flow: { reference: flow, ...(flowKind === undefined ? {} : { kind: flowKind }) },
        ...(internalId === '' ? {} : isNumber ? { internalId } : { id: internalId, internalId: String(position + 1) }), ...(direction === undefined ? {} : { isInput: direction === 'INPUT' }),
        ...(unit === undefined ? {} : { unitName: unit }), ...(dqEntry === undefined ? {} : { dqEntry }), ...(flowProperty === undefined ? {} : { flowProperty }),
      },
    };
  },
};

const processScope = 'PROCESS_SCOPE';

export const parameter: StructuralTransform<Parameter> = {
  name: 'parameter', about: 'Parameter of a process; one with a formula depends on others.',
  read(record, context) {
    const { raw, ...stated } = record as RawRecord & { raw?: { isInput?: boolean; scope?: string } } & Partial<Parameter>;
    const isInput = stated.formula === undefined;
    if (raw?.isInput !== undefined && raw.isInput !== isInput) context.setAside('isInputParameter', String(raw.isInput));
    if (raw?.scope !== undefined && raw.scope !== processScope) context.setAside('parameterScope', raw.scope);
    if (stated.value === undefined && isInput) context.issue('value-missing', { what: 'parameter' }, 'value');
    return { position: 0, name: '', ...stated } as Parameter;
  },
  write({ position: _order, name, calculated, value, ...stated }) {
    // A computed value is computed again when it is read.
    return { ...stated, ...(value === undefined || calculated === true ? {} : { value }), ...(name === '' ? {} : { name }), raw: { kind: 'Parameter', isInput: stated.formula === undefined, scope: processScope } };
  },
};
