// Flows of openLCA: the category of an elementary flow is its compartment, the reference property is marked in the list (olca-schema Flow).
import { carbonOriginOf } from '../../mapping/carbon-origin.ts';
import { compartmentIn, resolveCompartment } from '../../mapping/tables/compartments.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import { canonicalCas } from '../../model/cas.ts';
import type { Flow } from '../../model/flow.ts';
import type { Compartment } from '../../model/process.ts';
import { finishDataset, pathOf, statedDataset, type RawCategory } from './dataset.ts';
import { byPosition, finishMarked, readMark, type Marked } from './unit-group.ts';

type FlowPropertyValue = NonNullable<Flow['flowProperties']>[number];

export const flowPropertyFactor: StructuralTransform<Marked<FlowPropertyValue>> = {
  name: 'flow-property-factor', about: 'Property of a flow with its factor; one without a number is left out and kept beside.',
  read(record, context) {
    const { raw: _kind, ...stated } = record;
    if (stated['flowProperty'] === undefined) {
      context.issue('reference-empty', {}, 'flowProperty');
      stated['flowProperty'] = { type: 'flowProperty' };
    }
    if (stated['mean'] === undefined) {
      context.issue('value-missing', { what: 'flow property' }, 'conversionFactor');
      context.setAside('.', record);
      return undefined;
    }
    return { position: 0, ...stated, ...readMark(record, 'isRefFlowProperty', context) } as Marked<FlowPropertyValue>;
  },
  write({ position: _order, internalId: _made, isReference, ...stated }) {
    return { ...stated, raw: { kind: 'FlowPropertyFactor', ...(isReference === true ? { isReference } : {}) } };
  },
};

const root = 'Elementary flows';

/** The hub's compartment of a path: in the words of openLCA, or in those of the Federal LCA Commons, whose packages have the same root. */
export function resolveOlcaCompartment(path: readonly string[]): ReturnType<typeof resolveCompartment> {
  return resolveCompartment('openlca', path) ?? resolveCompartment('fedefl', path[0] === root ? path.slice(1) : path);
}

function compartmentOf(category: RawCategory, context: ReadContext): Compartment | undefined {
  const path = category.id === undefined ? pathOf(category) : pathOf(category.name === undefined ? {} : { name: category.name });
  if (path.length === 0 && category.id === undefined) return undefined;
  const found = resolveOlcaCompartment(path);
  if (found === undefined) context.issue('compartment-unknown', { path: path.join('/') || category.id }, 'category');
  return { ...(found === undefined ? {} : { code: found.code }), system: 'openlca', path, ...(category.id === undefined ? {} : { statedId: category.id }) };
}

function categoryOfCompartment({ system, code, path, statedId }: Compartment): RawCategory {
  if (system === 'openlca') return { path: path.join('/'), ...(statedId === undefined ? {} : { kind: 'Category', id: statedId, name: path.at(-1) ?? '' }) };
  return { path: (code === undefined ? undefined : compartmentIn('openlca', code)?.path.join('/')) ?? [root, ...path].join('/') };
}

function finishProperties(flow: Flow, context: ReadContext): void {
  const { items, marked } = finishMarked(flow.flowProperties as Marked<FlowPropertyValue>[] | undefined);
  if (items === undefined || items.length === 0) return context.issue('flow-without-property');
  items.forEach((item, n) => Object.assign(item, { internalId: String(n + 1) }));
  flow.flowProperties = items;
  const reference = marked[0] ?? (items.length === 1 ? items[0] : undefined);
  if (reference === undefined) return context.issue('reference-property-dangling', { id: '–' }, 'flowProperties');
  flow.referenceProperty = reference.internalId!;
  if (marked.length === 0) context.issue('reference-property-repaired', { id: '–' }, 'flowProperties');
  if (marked.length > 1) context.issue('field-repeated', {}, 'flowProperties/isRefFlowProperty');
  if (Number(reference.mean) !== 1) context.issue('reference-factor-not-one', { what: 'flow property', factor: reference.mean }, 'flowProperties');
}

function finishCas(flow: Flow, context: ReadContext): void {
  if (flow.casStated === undefined) return;
  const cas = canonicalCas(flow.casStated);
  if (cas === undefined) return context.issue('cas-invalid', { value: flow.casStated }, 'cas');
  flow.cas = cas;
  if (cas === flow.casStated) delete flow.casStated;
}

export const flow: StructuralTransform<Flow> = {
  name: 'flow', about: 'Finds the reference property and the compartment, makes the CAS number canonical, tells the carbon origin of greenhouse gases.',
  read(raw: RawRecord, context) {
    const isElementary = raw['kind'] === 'ELEMENTARY';
    const found = finishDataset(raw, context, !isElementary);
    if (found === undefined) return undefined;
    const record = found.record as Flow;
    finishProperties(record, context);
    finishCas(record, context);
    const compartment = isElementary && found.raw.category !== undefined ? compartmentOf(found.raw.category, context) : undefined;
    if (compartment !== undefined) record.compartment = compartment;
    const origin = carbonOriginOf(record.id, record.kind === 'ELEMENTARY' ? Object.values(record.name)[0] : undefined);
    if (origin !== undefined) record.carbonOrigin = origin;
    return record;
  },
  write({ cas, carbonOrigin: _derived, unit: _fromGroup, referenceProperty, flowProperties, compartment, kind, ...value }, context) {
    const record = statedDataset(value, 'Flow', { ...(compartment === undefined ? {} : { category: categoryOfCompartment(compartment) }), ...(value.location === undefined ? {} : { locationKind: 'Location' }) });
    if (cas !== undefined) record['casStated'] ??= cas;
    if (kind === 'OTHER') context.issue('value-approximated', { field: 'flowType', value: kind, used: 'PRODUCT' });
    if (kind !== undefined) record['kind'] = kind === 'OTHER' ? 'PRODUCT' : kind;
    if (flowProperties !== undefined) record['flowProperties'] = byPosition(flowProperties).map((each) => (each.internalId !== undefined && each.internalId === referenceProperty ? { ...each, isReference: true } : each));
    return record;
  },
};
