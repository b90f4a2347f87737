// Impact categories of EcoSpold 1: one indicator a dataset, its characterization factors are the exchanges (ecospold.md §1.6).
import type { RawRecord, ReadContext, StructuralTransform, WriteContext } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import type { CharacterizationFactor, ImpactCategory } from '../../model/impact.ts';
import type { Compartment } from '../../model/process.ts';
import type { Place } from '../../model/value.ts';
import { firstText } from '../label.ts';
import { keepLocal, withoutBlanks, type StatedCategory } from './category.ts';
import { at, dataSetInformation, information, inLanguages, languagesOf, numberOr1, oneLanguage, readCommon, referenceFunction, stampsOf, writeCommon, type CommonMaterial, type CommonRecord, type Kind } from './dataset.ts';
import { codes, elementaryCompartment, flowMaterial, namesOf, sourcesOf, wayOf, type FlowMaterial } from './exchange.ts';
import { casOf, stateFlow } from './flow.ts';
import { elementaryIdOf, impactIdOf, methodIdOf } from './identity.ts';
import { NO_VERSION, endDataset, stateOf } from './state.ts';
import { keepUnless } from './text.ts';
import { readUncertainty, statedUncertainty, withPedigree } from './uncertainty.ts';

interface Material extends StatedCategory, CommonMaterial { unit?: string; amount?: string; type?: string; infrastructure?: string; isValid?: string; geography?: Place }
type RawFactor = Omit<CharacterizationFactor, 'flow' | 'direction' | 'position'> & { raw?: FlowMaterial & { formula?: string } };

/** A factor that came from another format: with the group and compartment that its flow has there. */
export type WritableFactor = CharacterizationFactor & { group?: 'FROM_ENVIRONMENT' | 'TO_ENVIRONMENT'; compartment?: Compartment };

const kind: Kind = { prefix: 'impact:', relatesToProduct: 'false' };
const functionPath = at(kind, referenceFunction);
const inputs: ReadonlySet<string> = new Set(['MATERIALS', 'ENERGY', 'SERVICES', 'FROM_ENVIRONMENT', 'FROM_TECHNOSPHERE']);

/** The direction is part of the key of a factor: that of the group, else that of the category. */
function directionOf(raw: FlowMaterial, context: ReadContext): 'INPUT' | 'OUTPUT' {
  const group = raw.inputGroup ?? raw.outputGroup;
  if (group !== undefined) {
    context.keep(raw.inputGroup === undefined ? 'impact:outputGroup' : 'impact:inputGroup', codes[group]!);
    return inputs.has(group) ? 'INPUT' : 'OUTPUT';
  }
  const way = wayOf(raw);
  if (way === undefined) context.issue('direction-missing', { used: 'OUTPUT' });
  return way ?? 'OUTPUT';
}

function readFactor(record: RawRecord, context: ReadContext): CharacterizationFactor | undefined {
  const { raw = {}, ...stated } = record as unknown as RawFactor;
  if (raw.name === undefined) context.issue('text-blank', {}, '@name');
  if (stated.value === undefined) {
    context.issue('value-missing', { what: 'characterization factor' }, '@meanValue');
    context.setAside('.', record);
    return undefined;
  }
  const direction = directionOf(raw, context);
  const name = namesOf(raw, context);
  const compartment = elementaryCompartment(raw, direction, context);
  const facts = withoutBlanks({ cas: raw.cas, formula: raw.formula } as { cas?: string; formula?: string });
  const cas = casOf(facts.cas, '@CASNumber', context);
  const flow = withoutBlanks({
    id: elementaryIdOf(raw.name, raw.unit, raw.category, raw.subCategory), version: NO_VERSION, name: raw.name === undefined ? { en: '' } : { ...name }, kind: 'ELEMENTARY', compartment, cas,
    chemicalFormula: facts.formula, unit: raw.unit,
  }) as Flow;
  const known = stateFlow(flow, context);
  // The flow has what the first exchange of the file says of it; what this one says otherwise stays beside.
  if (facts.cas === undefined ? known.cas !== undefined || raw.cas === '' : facts.cas === cas && known.cas !== cas) context.keep('@CASNumber', raw.cas ?? '');
  if (known.chemicalFormula !== facts.formula || raw.formula === '') context.keep('@formula', raw.formula ?? '');
  const found: CharacterizationFactor = { ...stated, position: 0, flow: { type: 'flow', id: flow.id, ...(raw.name === undefined ? {} : { name }) }, direction };
  if (raw.unit !== undefined) found.unit = raw.unit;
  const uncertainty = readUncertainty(raw, stated.value, firstText(stated.comment), context);
  if (uncertainty !== undefined) found.uncertainty = uncertainty;
  if (raw.distribution === undefined && raw.minimum !== undefined) found.minimum = raw.minimum;
  if (raw.distribution === undefined && raw.maximum !== undefined) found.maximum = raw.maximum;
  const sources = sourcesOf(raw, context);
  if (sources !== undefined) found.sources = sources;
  return found;
}

function writeFactor(value: WritableFactor, context: WriteContext): RawRecord {
  const { flow, unit, group, compartment, internalId, value: amount, location, comment, uncertainty, minimum, maximum, sources } = value;
  const known = context.find?.(flow) as Flow | undefined;
  const { unwritable, ...distribution } = statedUncertainty(uncertainty);
  if (unwritable !== undefined) context.issue('uncertainty-invalid', { distribution: unwritable, reason: 'EcoSpold 1 has no such distribution' });
  const raw = { ...flowMaterial(flow, known, { unit, compartment }), ...withoutBlanks({ [group === 'FROM_ENVIRONMENT' ? 'inputGroup' : 'outputGroup']: group, minimum, maximum, formula: known?.chemicalFormula } as Record<string, unknown>), ...distribution } as FlowMaterial;
  const number = sources?.[0]?.externalKey;
  if (number !== undefined) raw.source = number;
  if (number !== undefined && sources![0]!.parts?.[0] !== undefined) raw.pages = sources![0]!.parts[0];
  const text = withPedigree(firstText(comment), uncertainty?.pedigree);
  return {
    ...withoutBlanks({ internalId: internalId ?? String(value.position + 1), value: amount, location } as Record<string, unknown>),
    ...(text === undefined ? {} : { comment: { [Object.keys(comment ?? {})[0] ?? 'en']: text } }), raw,
  };
}

export const characterizationFactor: StructuralTransform<CharacterizationFactor> = {
  name: 'characterization-factor', about: 'Factor of an elementary flow with its direction.',
  read: readFactor,
  write: writeFactor,
};

function readImpact(record: RawRecord, context: ReadContext): ImpactCategory | undefined {
  const { raw = {}, ...stated } = record as unknown as Omit<ImpactCategory, 'id' | 'version' | 'name'> & { raw?: Material };
  const common = stated as CommonRecord;
  const { category, subCategory } = withoutBlanks({ category: raw.category, subCategory: raw.subCategory } as StatedCategory);
  const { language } = stateOf(context).dataset;
  if (!readCommon(raw, common, kind, subCategory === undefined ? undefined : { [language]: subCategory }, context)) {
    endDataset(context);
    return undefined;
  }
  const { description: geographyDescription, ...place } = raw.geography ?? {};
  const found: ImpactCategory = { ...stated, ...common, id: impactIdOf([category, subCategory, raw.name, raw.geography?.stated, raw.unit]) };
  if (category !== undefined) {
    const id = methodIdOf(category);
    const name = { [language]: category };
    found.methodologies = [category];
    found.method = { type: 'impactMethod', id, name };
    context.emit('impactMethod', { id, version: NO_VERSION, name, methodology: category }, { derived: true });
  }
  if (subCategory !== undefined) found.categories = [subCategory];
  if (raw.unit !== undefined) found.unit = raw.unit;
  if (raw.geography !== undefined) found.interventionLocation = place as Place;
  if (geographyDescription !== undefined) found.geographyDescription = geographyDescription;
  found.factors?.forEach((factor, position) => {
    factor.position = position;
    factor.internalId ??= String(position + 1);
  });
  keepLocal({ localCategory: category ?? '', localSubCategory: subCategory ?? '' }, { localCategory: category ?? '', localSubCategory: subCategory ?? '', ...raw }, `${functionPath}/`, context);
  keepUnless('1', raw.amount, `${functionPath}/@amount`, context);
  keepUnless('false', raw.infrastructure, `${functionPath}/@infrastructureProcess`, context);
  keepUnless('true', raw.isValid, at(kind, `${information}/timePeriod/@dataValidForEntirePeriod`), context);
  keepUnless('4', raw.type, `${at(kind, dataSetInformation)}/@type`, context);
  endDataset(context);
  return found;
}

function writeImpact(value: ImpactCategory, context: WriteContext): RawRecord {
  const [main, second] = languagesOf(value as CommonRecord, value.factors);
  const { administration, ...common } = writeCommon(value as CommonRecord, kind, context, [main, second]);
  const { sourceId, interventionLocation, geographyDescription, categories, methodologies, method, unit, factors = [], rights } = value;
  const isTimed = value.period !== undefined || value.timeDescription !== undefined || value.extensions?.['ecospold1']?.some(([path]) => path.includes('timePeriod')) === true;
  const [category, subCategory] = [methodologies?.[0] ?? firstText(method?.name) ?? '', categories?.[0] ?? ''];
  const place = { ...(interventionLocation ?? { code: 'GLO', system: 'ecoinvent', stated: 'GLO' }), ...(geographyDescription === undefined ? {} : { description: geographyDescription }) };
  return {
    ...oneLanguage(value, ['description', 'timeDescription'], main, context), sourceId: numberOr1(sourceId), administration: { ...administration, ...stampsOf(value, context) }, rights: { copyright: rights?.copyright ?? true },
    factors: [...factors].sort((a, b) => a.position - b.position).map((f) => (f.flow.name === undefined ? f : { ...f, flow: { ...f.flow, name: inLanguages(f.flow.name, main, second, context) } })),
    raw: { ...common, amount: '1', type: '4', infrastructure: 'false', ...(isTimed ? { isValid: 'true' } : {}), unit: unit ?? '', category, subCategory, localCategory: category, localSubCategory: subCategory, geography: place },
  };
}

export const impactDataset: StructuralTransform<ImpactCategory> = {
  name: 'impact-dataset', about: 'Impact category with its method and factors.',
  read: readImpact,
  write: writeImpact,
};
