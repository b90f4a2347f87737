// Flows of EcoSpold 2: made of the exchanges that name them, the same whatever dataset names them, and of the master data of a package.
import { carbonOriginOf } from '../../mapping/carbon-origin.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import { paddedCas } from '../../model/cas.ts';
import type { Flow } from '../../model/flow.ts';
import type { Compartment, Exchange } from '../../model/process.ts';
import type { LocalizedText } from '../../model/value.ts';
import { readCas } from '../cas.ts';
import { firstText, named } from '../label.ts';
import { kindOfProduct } from './classification.ts';
import { isIdentified, knownOf, stateInFull } from './derived.ts';
import { NO_VERSION } from './party.ts';
import { joinSynonyms, splitSynonyms } from './text.ts';
import { unitNames, unitOf } from './unit.ts';

/** Key of the compartments that the user master data of a document states by flow. */
export const COMPARTMENTS = 'ecospold2.compartments';

/** ecoinvent pads the first group to six digits. */
export const writeCas = (cas: string): string => paddedCas(cas);

/** Whether two records of a flow give it different units (E30). Within a document the reader asks, across documents the loader. */
export function unitConflict(known: { unit?: string | undefined }, found: { unit?: string | undefined }): { unit: string; other: string } | undefined {
  if (known.unit === undefined || found.unit === undefined || known.unit === found.unit) return undefined;
  return { unit: found.unit, other: known.unit };
}

/** Notes the flow of an exchange, once per document: name, unit, class, compartment and CAS number, nothing of the dataset. */
export function stateFlow(found: Exchange, context: ReadContext): void {
  const id = found.flow.id!;
  const known = knownOf('flow', id, context);
  const conflict = unitConflict(known, found);
  if (conflict !== undefined) context.issue('unit-conflict', { flow: id, ...conflict }, 'unitName');
  else if (found.unit !== undefined) known.unit = found.unit;
  if (known.stated !== undefined) return;

  const flow: Flow = { id, version: NO_VERSION, name: found.flow.name ?? named(id), kind: found.flowKind! };
  if (found.synonyms !== undefined) flow.synonyms = found.synonyms;
  if (found.classifications !== undefined) flow.classifications = found.classifications;
  if (found.compartment !== undefined) flow.compartment = found.compartment;
  if (found.cas !== undefined) flow.cas = found.cas;
  if (found.chemicalFormula !== undefined) flow.chemicalFormula = found.chemicalFormula;
  if (found.unit !== undefined) flow.unit = found.unit;
  if (found.unitId !== undefined) flow.unitId = found.unitId;
  addOrigin(flow);
  known.stated = flow;
}

function addOrigin(flow: Flow): void {
  if (flow.kind !== 'ELEMENTARY') return;
  const origin = carbonOriginOf(flow.id, firstText(flow.name));
  if (origin !== undefined) flow.carbonOrigin = origin;
}

type RawFlow = Flow & { raw?: { cas?: string; unitName?: LocalizedText; synonyms?: { text?: LocalizedText }[]; information?: LocalizedText } };

function readFlow(record: RawRecord, context: ReadContext, elementary: boolean): Flow | undefined {
  const { raw = {}, ...found } = record as RawFlow;
  if (elementary && found.compartment !== undefined && found.id !== undefined) {
    let known = context.scratch.get(COMPARTMENTS) as Map<string, Compartment> | undefined;
    if (known === undefined) context.scratch.set(COMPARTMENTS, (known = new Map()));
    known.set(found.id, found.compartment);
  }
  if (!isIdentified(record, context)) return undefined;
  found.version = NO_VERSION;
  found.name ??= named(found.id);
  found.kind = elementary ? 'ELEMENTARY' : kindOfProduct(found.classifications, false);
  const unit = unitOf(found.unitId, raw.unitName, context, found.id);
  if (unit !== undefined) found.unit = unit;
  const cas = raw.cas === undefined ? undefined : readCas(raw.cas, context, '@casNumber');
  if (cas !== undefined) {
    found.cas = cas;
    if (writeCas(cas) !== raw.cas) context.keep('@casNumber', raw.cas!);
  } else if (raw.cas !== undefined) found.casStated = raw.cas;
  const synonyms = joinSynonyms(raw.synonyms, context);
  if (synonyms !== undefined) found.synonyms = synonyms;
  if (raw.information !== undefined) found.technologicalApplicability = raw.information;
  addOrigin(found);
  return stateInFull('flow', found, record, context);
}

function writeFlow(found: Flow): RawRecord {
  const { id, unitId, name, classifications, compartment, description, chemicalFormula } = found;
  const cas = found.cas === undefined ? found.casStated : writeCas(found.cas);
  const raw = { cas, unitName: unitNames(found.unit), synonyms: splitSynonyms(found.synonyms), information: found.technologicalApplicability };
  return { id, unitId, name, classifications, compartment, description, chemicalFormula, raw };
}

export const productFlow: StructuralTransform<Flow> = {
  name: 'product-flow', about: 'Product or waste flow of the master data.',
  read: (record, context) => readFlow(record, context, false),
  write: (value) => (value.kind === 'ELEMENTARY' ? undefined : writeFlow(value)),
};

export const elementaryFlow: StructuralTransform<Flow> = {
  name: 'elementary-flow', about: 'Elementary flow of the master data.',
  read: (record, context) => readFlow(record, context, true),
  write: (value) => (value.kind === 'ELEMENTARY' ? writeFlow(value) : undefined),
};
