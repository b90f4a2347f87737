// Exchanges of EcoSpold 2: groups give direction and reference, pairs of ids give the supplier, signs are never changed (ecospold.md §2.3, E1–E13).
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Compartment, Exchange } from '../../model/process.ts';
import type { LocalizedText } from '../../model/value.ts';
import { readCas } from '../cas.ts';
import { isCutOffName } from '../cut-off-names.ts';
import { firstText } from '../label.ts';
import { byProductClass, kindOfProduct } from './classification.ts';
import { stateFlow, writeCas } from './flow.ts';
import { flowIdOf, processIdOf } from './identity.ts';
import { sourceReference, statedSource, type StatedSource } from './party.ts';
import { directionOf } from './place.ts';
import { checkFormula } from './property.ts';
import { joinSynonyms, splitSynonyms } from './text.ts';
import { withoutSigmaAtZero } from './uncertainty.ts';
import { unitNames, unitOf } from './unit.ts';

type Group = NonNullable<Exchange['group']>;
type Direction = NonNullable<Exchange['direction']>;

interface Material {
  cas?: string; unitName?: LocalizedText; source?: StatedSource; volumeSource?: StatedSource; synonyms?: { text?: LocalizedText }[];
  inputGroup?: Group; outputGroup?: Group;
}
type RawExchange = Omit<Exchange, 'flow'> & { flow?: { id?: string; name?: LocalizedText }; raw?: Material };

const inputs: ReadonlySet<Group | undefined> = new Set<Group>(['MATERIALS', 'ENERGY', 'SERVICES', 'FROM_ENVIRONMENT', 'FROM_TECHNOSPHERE']);

/** The group that counts: of two the reference product or else the input, of none what the compartment says (E8, E9). */
function groupOf({ inputGroup, outputGroup }: Material, elementary: boolean, compartment: Compartment | undefined, context: ReadContext): Group {
  if (inputGroup !== undefined && outputGroup !== undefined) {
    const used = outputGroup === 'REFERENCE_PRODUCT' ? outputGroup : inputGroup;
    context.issue('group-both', { used });
    context.setAside(used === outputGroup ? 'inputGroup' : 'outputGroup', used === outputGroup ? inputGroup : outputGroup);
    return used;
  }
  const stated = inputGroup ?? outputGroup;
  if (stated !== undefined) return stated;
  const used = !elementary ? 'FROM_TECHNOSPHERE' : compartment !== undefined && directionOf(compartment) === 'INPUT' ? 'FROM_ENVIRONMENT' : 'TO_ENVIRONMENT';
  context.issue('group-missing', { used });
  return used;
}

/** What both kinds of exchanges have. */
function readCommon(record: RawExchange, raw: Material, group: Group, kind: string, context: ReadContext): Exchange {
  const { flow: stated = {}, amount } = record;
  const direction: Direction = inputs.has(group) ? 'INPUT' : 'OUTPUT';
  const name = firstText(stated.name);
  if (name === undefined || name.trim() === '') context.issue('text-blank', {}, 'name');
  const unit = unitOf(record.unitId, raw.unitName, context, stated.id ?? name);

  let id = stated.id;
  if (id === undefined) {
    id = flowIdOf(kind, name ?? '', unit ?? '', record.compartment?.path.join('/') ?? '');
    context.issue('id-not-uuid', { stated: '', used: id }, `@${kind}Id`);
  }
  const found: Exchange = {
    internalId: record.internalId ?? '', position: 0, direction, group,
    flow: stated.name === undefined ? { type: 'flow', id } : { type: 'flow', id, name: stated.name },
    flowKind: 'ELEMENTARY', isReference: group === 'REFERENCE_PRODUCT',
  };
  if (amount === undefined) context.issue('amount-missing', {}, '@amount');
  else found.amount = amount;
  if (unit !== undefined) found.unit = unit;
  if (record.unitId !== undefined) found.unitId = record.unitId;
  if (record.variable !== undefined) found.variable = record.variable;
  if (record.formula !== undefined) found.formula = record.formula;
  if (record.calculated !== undefined) found.calculated = record.calculated;
  checkFormula(record, context);
  if (record.uncertainty !== undefined) found.uncertainty = withoutSigmaAtZero(record.uncertainty, amount, context);
  if (raw.cas !== undefined) {
    const cas = readCas(raw.cas, context, '@casNumber');
    if (cas !== undefined) {
      found.cas = cas;
      if (writeCas(cas) !== raw.cas) context.keep('@casNumber', raw.cas);
    } else context.setAside('@casNumber', raw.cas);
  }
  const synonyms = joinSynonyms(raw.synonyms, context);
  if (synonyms !== undefined) found.synonyms = synonyms;
  if (record.properties !== undefined) found.properties = record.properties;
  if (record.transferCoefficients !== undefined) found.transferCoefficients = record.transferCoefficients;
  if (record.allocationPropertyId !== undefined) found.allocationPropertyId = record.allocationPropertyId;
  if (raw.source !== undefined) found.sources = [sourceReference(raw.source, context)!];
  if (record.tags !== undefined) found.tags = record.tags;
  if (record.comment !== undefined) found.comment = record.comment;
  if (name !== undefined && isCutOffName(name)) found.isCutOff = true;
  return found;
}

/**
 * Whether a product input or by-product with a negative amount is an avoided product (E4). Only where its class says that it is a product:
 * a negative input may as well be a waste that is treated (E2), and then it is none.
 */
function isAvoided(found: Exchange): boolean {
  if (found.group === 'AVOIDED_PRODUCT') return true;
  if (found.isReference || !(Number(found.amount) < 0) || byProductClass(found.classifications) !== 'product') return false;
  return found.direction === 'INPUT' || found.activityLinkId !== undefined;
}

function readIntermediate(raw: RawRecord, context: ReadContext): Exchange {
  const record = raw as unknown as RawExchange;
  const material = record.raw ?? {};
  const group = groupOf(material, false, undefined, context);
  const found = readCommon(record, material, group, 'intermediateExchange', context);
  if (record.classifications !== undefined) found.classifications = record.classifications;
  const treated = group === 'WASTE_TREATMENT' || (found.isReference && Number(found.amount) < 0);
  found.flowKind = kindOfProduct(found.classifications, treated);
  if (record.activityLinkId !== undefined) {
    found.activityLinkId = record.activityLinkId;
    found.provider = { type: 'process', id: processIdOf(record.activityLinkId, found.flow.id) };
  }
  if (isAvoided(found)) found.isAvoided = true;
  if (record.productionVolume !== undefined || material.volumeSource !== undefined) {
    found.productionVolume = record.productionVolume ?? {};
    const source = sourceReference(material.volumeSource, context, '@productionVolumeSource');
    if (source !== undefined) found.productionVolume.source = source;
  }
  stateFlow(found, context);
  return found;
}

function readElementary(raw: RawRecord, context: ReadContext): Exchange {
  const record = raw as unknown as RawExchange;
  const material = record.raw ?? {};
  const { compartment } = record;
  const group = groupOf(material, true, compartment, context);
  const found = readCommon(record, material, group, 'elementaryExchange', context);
  if (record.chemicalFormula !== undefined) found.chemicalFormula = record.chemicalFormula;
  if (compartment !== undefined) {
    found.compartment = compartment;
    const expected = directionOf(compartment);
    if (expected !== undefined && expected !== found.direction) context.issue('compartment-direction', { direction: found.direction, path: compartment.path.join('/') }, 'compartment');
    stateFlow(found, context);
  } // The others wait for the master data of the document: missing-compartments.ts.
  return found;
}

/** Fields without a row in the table, and absent ones, are not written: taking them out would cost more than all else here. */
function writeExchange(value: Exchange): RawRecord {
  const { direction, group, cas, synonyms, unit, sources, productionVolume } = value;
  const isInput = direction === 'INPUT';
  return {
    ...value,
    raw: {
      unitName: unitNames(unit), cas: cas === undefined ? undefined : writeCas(cas), synonyms: splitSynonyms(synonyms),
      source: statedSource(sources?.[0]), volumeSource: statedSource(productionVolume?.source),
      inputGroup: isInput ? group : undefined, outputGroup: isInput ? undefined : group,
    },
  };
}

export const intermediateExchange: StructuralTransform<Exchange> = {
  name: 'intermediate-exchange', about: 'Product or waste exchange with its group, supplier and flow.',
  read: readIntermediate,
  write: writeExchange,
};

export const elementaryExchange: StructuralTransform<Exchange> = {
  name: 'elementary-exchange', about: 'Elementary exchange with its compartment and flow.',
  read: readElementary,
  write: writeExchange,
};
