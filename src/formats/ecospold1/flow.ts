// Flows of EcoSpold 1: made of what exchanges say of them, the same whatever dataset names them; lists of elementary flows (ecospold.md §1.6).
import { carbonOriginOf } from '../../mapping/carbon-origin.ts';
import type { RawRecord, ReadContext, StructuralTransform, WriteContext } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import { readCas } from '../cas.ts';
import { firstText } from '../label.ts';
import { keepLocal, withoutBlanks, type StatedCategory } from './category.ts';
import { at, dataSetInformation, readCommon, referenceFunction, writeCommon, type CommonMaterial, type CommonRecord, type Kind } from './dataset.ts';
import { elementaryIdOf } from './identity.ts';
import { compartmentOf, statedCompartment } from './place.ts';
import { endDataset, stateOf } from './state.ts';
import { keepUnless } from './text.ts';

/** A CAS number in canonical form; where that is not what is stated, or no number, the text stays beside. */
export function casOf(stated: string | undefined, path: string, context: ReadContext): string | undefined {
  if (stated === undefined) return undefined;
  const found = readCas(stated, context, path);
  if (found === undefined) context.setAside(path, stated);
  else keepUnless(found, stated, path, context);
  return found;
}

/** Notes a flow, once per document; what a later exchange says in addition is added. A flow that is waste somewhere is waste. */
export function stateFlow(found: Flow, context: ReadContext): Flow {
  const { flows } = stateOf(context);
  const known = flows.get(found.id);
  if (known === undefined) {
    const origin = found.kind === 'ELEMENTARY' ? carbonOriginOf(found.id, firstText(found.name)) : undefined;
    if (origin !== undefined) found.carbonOrigin = origin;
    flows.set(found.id, found);
    return found;
  }
  if (found.kind === 'WASTE') known.kind = 'WASTE';
  if (found.cas !== undefined) known.cas ??= found.cas;
  if (found.chemicalFormula !== undefined) known.chemicalFormula ??= found.chemicalFormula;
  for (const language in found.name) known.name[language] ??= found.name[language]!;
  return known;
}

interface Material extends StatedCategory, CommonMaterial { unit?: string; cas?: string; amount?: string; type?: string }

const kind: Kind = { prefix: 'elementary:', relatesToProduct: 'false' };
const functionPath = at(kind, referenceFunction);

function readElementary(record: RawRecord, context: ReadContext): Flow | undefined {
  const { raw = {}, ...stated } = record as unknown as Omit<Flow, 'id'> & { raw?: Material };
  const common = stated as CommonRecord;
  if (!readCommon(raw, common, kind, undefined, context)) {
    context.setAside('.', record);
    endDataset(context);
    return undefined;
  }
  const { category, subCategory } = withoutBlanks({ category: raw.category, subCategory: raw.subCategory } as StatedCategory);
  const { compartment, known } = compartmentOf(category, subCategory);
  if (!known) context.issue('compartment-unknown', { path: compartment.path.join('/') }, `${functionPath}/@category`);
  const found: Flow = { ...stated, ...common, id: elementaryIdOf(raw.name, raw.unit, category, subCategory), kind: 'ELEMENTARY', compartment };
  const cas = casOf(raw.cas, `${functionPath}/@CASNumber`, context);
  if (cas !== undefined) found.cas = cas;
  if (raw.unit !== undefined) found.unit = raw.unit;
  const origin = carbonOriginOf(found.id, raw.name);
  if (origin !== undefined) found.carbonOrigin = origin;
  keepLocal({ localCategory: category ?? '', localSubCategory: subCategory ?? '' }, { localCategory: category ?? '', localSubCategory: subCategory ?? '', ...raw }, `${functionPath}/`, context);
  keepUnless('1', raw.amount, `${functionPath}/@amount`, context);
  keepUnless('3', raw.type, `${at(kind, dataSetInformation)}/@type`, context);
  endDataset(context);
  return found;
}

function writeElementary(value: Flow, context: WriteContext): RawRecord | undefined {
  if (value.kind !== 'ELEMENTARY') {
    context.issue('dataset-unwritable', { format: 'EcoSpold 1', noun: 'product flow' });
    return undefined;
  }
  const { administration, ...common } = writeCommon(value as CommonRecord, kind, context);
  const [category = '', subCategory = ''] = statedCompartment(value.compartment);
  const { sourceId, description, isInfrastructure, chemicalFormula } = value;
  return {
    ...withoutBlanks({ sourceId: sourceId ?? '1', description, chemicalFormula } as Record<string, unknown>), isInfrastructure: isInfrastructure ?? false, administration,
    raw: { ...common, amount: '1', type: '3', ...(value.unit === undefined ? {} : { unit: value.unit }), ...(value.cas === undefined ? {} : { cas: value.cas }), category, subCategory, localCategory: category, localSubCategory: subCategory },
  };
}

export const elementaryDataset: StructuralTransform<Flow> = {
  name: 'elementary-dataset', about: 'Elementary flow of a list of flows.',
  read: readElementary,
  write: writeElementary,
};
