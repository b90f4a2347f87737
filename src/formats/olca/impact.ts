// Impact methods and categories of openLCA. Factors have no direction of their own: their flow tells it (olca-schema ImpactCategory, ImpactFactor).
import type { ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { CharacterizationFactor, ImpactCategory, ImpactMethod } from '../../model/impact.ts';
import type { Reference } from '../../model/value.ts';
import { finishDataset, statedDataset, type RawRoot } from './dataset.ts';
import { resolveOlcaCompartment } from './flow.ts';
import type { FlowReference } from './reference.ts';
import { byPosition } from './unit-group.ts';

type Direction = CharacterizationFactor['direction'];
type Pending = Omit<CharacterizationFactor, 'direction'> & { direction?: Direction };

/** The direction of a flow by the category that its reference repeats. */
function directionOf(category: string | undefined): Direction | undefined {
  return category === undefined ? undefined : resolveOlcaCompartment(category.split('/'))?.direction;
}

export const impactFactor: StructuralTransform<Pending> = {
  name: 'impact-factor', about: 'Factor per unit stated; one without a number is left out and kept beside.',
  read(record, context) {
    const { raw = {}, ...stated } = record as { raw?: { flow?: FlowReference } } & Partial<CharacterizationFactor>;
    if (raw.flow === undefined) context.issue('reference-empty', {}, 'flow');
    if (stated.value === undefined) {
      context.issue('value-missing', { what: 'characterization factor' }, 'value');
      context.setAside('.', record);
      return undefined;
    }
    const { refUnit, category } = raw.flow ?? {};
    if (refUnit !== undefined && stated.unit !== undefined && refUnit !== stated.unit) context.issue('unit-conflict', { flow: raw.flow!.reference.id, unit: stated.unit, other: refUnit }, 'unit');
    const direction = directionOf(category);
    return { position: 0, flow: raw.flow?.reference ?? { type: 'flow' }, ...stated, ...(direction === undefined ? {} : { direction }) } as Pending;
  },
  write({ position: _order, flow, direction: _flow, ...stated }) {
    return { ...stated, raw: { flow: { reference: flow, kind: 'ELEMENTARY' }, kind: 'ImpactFactor', ...(stated.unit === undefined ? {} : { unitKind: 'Unit' }) } };
  },
};

interface RawCategory extends RawRoot { direction?: string; source?: Reference }

/** The direction of factors whose flow does not tell it: that of the category, else emissions, which is told. */
function finishFactors(factors: Pending[], stated: string | undefined, context: ReadContext): void {
  const fallback = stated === 'INPUT' || stated === 'OUTPUT' ? stated : undefined;
  factors.forEach((factor, position) => {
    factor.position = position;
    if (factor.direction !== undefined) return;
    factor.direction = fallback ?? 'OUTPUT';
    if (fallback === undefined) context.issue('direction-missing', { used: 'OUTPUT' }, `impactFactors[${position + 1}]`);
  });
}

export const impactCategory: StructuralTransform<ImpactCategory> = {
  name: 'impact-category', about: 'Impact category with its factors.',
  read(record, context) {
    const found = finishDataset<RawCategory>(record, context);
    if (found === undefined) return undefined;
    const made = found.record as ImpactCategory;
    const { direction, source } = found.raw;
    if (direction !== undefined) context.keep('direction', direction);
    if (source !== undefined) made.dataSources = [source];
    if (made.factors !== undefined) finishFactors(made.factors as Pending[], direction, context);
    return made;
  },
  write({ factors, dataSources, ...value }) {
    return {
      ...statedDataset(value, 'ImpactCategory', dataSources?.[0] === undefined ? {} : { source: dataSources[0] }),
      ...(factors === undefined ? {} : { factors: byPosition(factors) }),
    };
  },
};

export const impactMethod: StructuralTransform<ImpactMethod> = {
  name: 'impact-method', about: 'Impact method.',
  read: (record, context) => finishDataset(record, context)?.record as ImpactMethod | undefined,
  write: (value) => statedDataset(value, 'ImpactMethod'),
};
