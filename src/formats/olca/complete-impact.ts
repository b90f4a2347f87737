// Impact categories and methods of other formats as openLCA wants them: factors per unit and flow property, methods that list their categories (olca-schema ImpactCategory, ImpactMethod).
import { findFlowProperty, findQuantity } from '../../mapping/tables/units.ts';
import type { Flow, FlowProperty } from '../../model/flow.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { CharacterizationFactor, ImpactCategory, ImpactMethod } from '../../model/impact.ts';
import type { Find } from '../adapter.ts';
import { firstOf } from '../label.ts';
import { completeUncertainty } from './complete-uncertainty.ts';
import { measureOfExchange } from './exchange-measure.ts';

const beside = <T extends { extensions?: Record<string, [string, string][]> | undefined }>(record: T, leaves: [string, string][]): T =>
  (leaves.length === 0 ? record : { ...record, extensions: { ...record.extensions, olca: [...(record.extensions?.['olca'] ?? []), ...leaves] } });

/** The unit of results: that of the reference quantity where the category states none. */
function unitOf({ unit, referenceQuantity }: ImpactCategory, find: Find): string | undefined {
  const id = referenceQuantity?.id;
  if (unit !== undefined || id === undefined) return unit;
  const known = findFlowProperty(id);
  return (find('flowProperty', id) as FlowProperty | undefined)?.unit ?? (known === undefined ? undefined : findQuantity(known.quantity)?.referenceUnit);
}

/** Factors of flows that the package has get the unit and the flow property that they are per; those of other flows count per reference unit, which openLCA takes where nothing is said. */
export function completeImpactCategory(category: ImpactCategory, context: WriteContext, find: Find): ImpactCategory {
  const leaves: [string, string][] = [];
  const factors = category.factors?.map((stated, n) => {
    const { uncertainty, ...rest } = stated;
    const known = uncertainty === undefined ? undefined : completeUncertainty(uncertainty, { amount: stated.value, minimum: stated.minimum, maximum: stated.maximum }, context);
    const factor: CharacterizationFactor = known === undefined ? rest : { ...rest, uncertainty: known };
    const flow = factor.flow.id === undefined ? undefined : find('flow', factor.flow.id) as Flow | undefined;
    if (flow === undefined) return factor;
    const { unit, unitId, property } = measureOfExchange({ internalId: '', position: 0, isReference: false, flow: factor.flow, unit: factor.unit } as Parameters<typeof measureOfExchange>[0], find);
    leaves.push([`impactFactors[${n + 1}]/flowProperty`, JSON.stringify({ '@type': property.kind, '@id': property.id, name: property.name })], [`impactFactors[${n + 1}]/unit/@id`, JSON.stringify(unitId)]);
    return { ...factor, unit, flow: factor.flow.name === undefined ? { ...factor.flow, name: flow.name } : factor.flow };
  });
  const unit = unitOf(category, find);
  return beside({ ...category, ...(unit === undefined ? {} : { unit }), ...(factors === undefined ? {} : { factors }) }, leaves);
}

/** A method of openLCA names its categories; in other formats the categories name their method. */
export function completeImpactMethod(method: ImpactMethod, find: Find): ImpactMethod {
  const own = ([...(find.all?.('impactCategory') ?? [])] as ImpactCategory[]).filter((category) => category.method?.id === method.id);
  const references = own.map((category) => {
    const [name, refUnit] = [firstOf(category.name), unitOf(category, find)];
    return { '@type': 'ImpactCategory', '@id': category.id, ...(name === undefined ? {} : { name }), ...(refUnit === undefined ? {} : { refUnit }) };
  });
  return references.length === 0 ? method : beside(method, [['impactCategories', JSON.stringify(references)]]);
}
