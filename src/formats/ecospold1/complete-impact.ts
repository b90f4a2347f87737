// Impact categories of other formats as EcoSpold 1 wants them: numbered factors that say themselves what they are of (ecospold.md §1.6).
import type { WriteContext } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import type { CharacterizationFactor, ImpactCategory } from '../../model/impact.ts';
import type { Find } from '../adapter.ts';
import { firstOf } from '../label.ts';
import { completeAdministration, completeCompartment, completeGeography, completePlace, completeUnit, completeVersion, withLine } from './complete-codes.ts';
import { languagesOf, type CommonRecord } from './dataset.ts';
import { completeUncertainty } from './complete-uncertainty.ts';
import type { WritableFactor } from './impact.ts';

/** The category as it can be written; undefined for one without factors: the format asks for one at least. */
export function completeImpactCategory(category: ImpactCategory, context: WriteContext, find: Find): ImpactCategory | undefined {
  const factors = category.factors?.map((factor, position) => completeFactor({ ...factor, position }, context, find));
  if (factors === undefined || factors.length === 0) {
    context.issue('required-missing', { field: 'flowData', format: 'EcoSpold 1' });
    return undefined;
  }
  if (category.unit === undefined) context.issue('field-defaulted', { field: 'unit', used: firstOf(category.referenceQuantity?.name) ?? 'unit' });
  const { period: stated, timeDescription, description: about, ...rest } = category;
  const start = stated?.start ?? (category.referenceYear === undefined ? undefined : `${String(category.referenceYear).padStart(4, '0')}-01-01`);
  const unit = completeUnit(category.unit ?? firstOf(category.referenceQuantity?.name) ?? 'unit', context);
  // A period has a start and an end; without one, what is said of the time stands in the description.
  const lines = [unit.line, start === undefined && timeDescription !== undefined ? `Time: ${firstOf(timeDescription)!}` : undefined].filter((line) => line !== undefined);
  const description = lines.reduceRight<ImpactCategory['description']>(withLine, about);
  return {
    ...rest, ...(start === undefined ? {} : { period: { start, end: stated?.end ?? `${start.slice(0, 4)}-12-31` }, ...(timeDescription === undefined ? {} : { timeDescription }) }),
    factors, unit: unit.used, version: completeVersion(category.version, context), administration: completeAdministration(category.administration, languagesOf(category as CommonRecord, factors)[0], context),
    ...(description === undefined ? {} : { description }),
    ...(category.interventionLocation === undefined ? {} : geographyOf(category, context)),
  };
}

function geographyOf({ interventionLocation, geographyDescription }: ImpactCategory, context: WriteContext): Pick<ImpactCategory, 'interventionLocation' | 'geographyDescription'> {
  const { description, ...place } = completeGeography({ ...interventionLocation!, ...(geographyDescription === undefined ? {} : { description: geographyDescription }) }, context);
  return { interventionLocation: place, ...(description === undefined ? {} : { geographyDescription: description }) };
}

/** Groups are usual for processes only; here they tell the direction of a factor, which is part of its key. */
function completeFactor(stated: CharacterizationFactor, context: WriteContext, find: Find): WritableFactor {
  const flow = stated.flow.id === undefined ? undefined : find('flow', stated.flow.id) as Flow | undefined;
  const name = stated.flow.name ?? flow?.name ?? { en: stated.flow.id ?? stated.flow.externalKey ?? String(stated.position + 1) };
  const unit = stated.unit ?? flow?.unit;
  if (unit === undefined) context.issue('exchange-unit-missing', { exchange: firstOf(name) });
  const written = completeUnit(unit ?? 'unit', context);
  const location = stated.location === undefined ? undefined : completePlace(stated.location, context);
  const { uncertainty, line } = completeUncertainty(stated, context);
  const comment = [written.line, location?.line, line].filter((each) => each !== undefined).reduceRight<CharacterizationFactor['comment']>(withLine, stated.comment);
  return {
    ...stated, internalId: String(stated.position + 1), flow: { ...stated.flow, name }, unit: written.used, group: stated.direction === 'INPUT' ? 'FROM_ENVIRONMENT' : 'TO_ENVIRONMENT',
    ...(flow?.compartment === undefined ? {} : { compartment: completeCompartment(flow.compartment, context) }),
    ...(location === undefined ? {} : { location: location.place }), ...(comment === undefined ? {} : { comment }), ...(uncertainty === undefined ? {} : { uncertainty }),
  };
}
