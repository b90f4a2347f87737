// Exchanges of EcoSpold 1: groups give direction and reference, categories the compartment or class; signs are never changed (ecospold.md §1.5, E1–E13).
import type { RawRecord, ReadContext, StructuralTransform, WriteContext } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import type { Compartment, Exchange } from '../../model/process.ts';
import type { LocalizedText, Reference } from '../../model/value.ts';
import { isCutOffName } from '../cut-off-names.ts';
import { firstText } from '../label.ts';
import { categoryOf, keepLocal, statedCategory, withoutBlanks, type StatedCategory } from './category.ts';
import { casOf, stateFlow } from './flow.ts';
import { elementaryIdOf, productIdOf } from './identity.ts';
import { byNumber } from './party.ts';
import { compartmentOf, statedCompartment } from './place.ts';
import { NO_VERSION, stateOf } from './state.ts';
import { bothNames, statedNames } from './text.ts';
import { readUncertainty, statedUncertainty, withPedigree, type StatedUncertainty } from './uncertainty.ts';

export type Group = NonNullable<Exchange['group']>;
type Direction = NonNullable<Exchange['direction']>;

/** What exchanges and characterization factors hand over alike. */
export interface FlowMaterial extends StatedCategory, StatedUncertainty {
  name?: string; localName?: string; unit?: string; cas?: string; source?: string; pages?: string; inputGroup?: Group; outputGroup?: Group;
}
type RawExchange = Omit<Exchange, 'flow'> & { raw?: FlowMaterial };

export const codes: Partial<Record<Group, string>> = {
  MATERIALS: '1', ENERGY: '2', SERVICES: '3', FROM_ENVIRONMENT: '4', FROM_TECHNOSPHERE: '5', REFERENCE_PRODUCT: '0', AVOIDED_PRODUCT: '1', BY_PRODUCT: '2', WASTE_TREATMENT: '3', TO_ENVIRONMENT: '4',
};
const inputs: ReadonlySet<Group> = new Set(['MATERIALS', 'ENERGY', 'SERVICES', 'FROM_ENVIRONMENT', 'FROM_TECHNOSPHERE']);

export const isElementary = (group: Group): boolean => group === 'FROM_ENVIRONMENT' || group === 'TO_ENVIRONMENT';

/** The direction that a category tells: of those that stand for a resource and for an emission, an emission. */
export const wayOf = ({ category, subCategory }: StatedCategory): Direction | undefined => {
  const found = compartmentOf(category, subCategory);
  return found.direction ?? compartmentOf(category, subCategory, 'OUTPUT').direction;
};

/** The group that counts. Of two, the reference product where name and unit are those of the reference function, else the input (E8); of none, what the category says (E9). */
function groupOf(raw: FlowMaterial, context: ReadContext): Group {
  const { inputGroup, outputGroup, name, unit } = raw;
  if (inputGroup !== undefined && outputGroup !== undefined) {
    const { noted } = stateOf(context).dataset;
    const isReference = noted.get('name') === name && noted.get('unit') === unit;
    const used = isReference ? 'REFERENCE_PRODUCT' : inputGroup;
    context.issue('group-both', { used });
    if (used !== outputGroup) context.setAside('outputGroup', codes[outputGroup]!);
    if (used !== inputGroup) context.setAside('inputGroup', codes[inputGroup]!);
    return used;
  }
  const stated = inputGroup ?? outputGroup;
  if (stated !== undefined) return stated;
  const way = raw.category === undefined ? undefined : wayOf(raw);
  const used = way === undefined ? 'FROM_TECHNOSPHERE' : way === 'INPUT' ? 'FROM_ENVIRONMENT' : 'TO_ENVIRONMENT';
  context.issue('group-missing', { used });
  return used;
}

/** The compartment of an elementary flow; its local names have no place. */
export function elementaryCompartment(raw: FlowMaterial, direction: Direction, context: ReadContext): Compartment | undefined {
  const { category, subCategory } = raw;
  keepLocal({ ...(category === undefined ? {} : { localCategory: category }), ...(subCategory === undefined ? {} : { localSubCategory: subCategory }) }, raw, '', context);
  if (category === undefined && subCategory === undefined) {
    context.issue('compartment-missing', { used: 'unspecified' }, '@category');
    return undefined;
  }
  const { compartment, direction: expected, known } = compartmentOf(category, subCategory, direction);
  if (!known) context.issue('compartment-unknown', { path: compartment.path.join('/') }, '@category');
  if (expected !== undefined && expected !== direction) context.issue('compartment-direction', { direction, path: compartment.path.join('/') }, '@category');
  return compartment;
}

/** Refers to a source by its number; a page without a source stays beside. */
export function sourcesOf({ source, pages }: FlowMaterial, context: ReadContext): Reference[] | undefined {
  if (source === undefined) {
    if (pages !== undefined) context.setAside('@pageNumbers', pages);
    return undefined;
  }
  const known = stateOf(context).dataset.sources.get(source);
  const found = byNumber('source', source, known === undefined ? [] : [{ number: source, reference: known }]);
  if (found.id === undefined) context.issue('reference-not-uuid', { stated: source }, '@referenceToSource');
  return [pages === undefined ? found : { ...found, parts: [pages] }];
}

/** Names of a flow in both languages. A local name that has no place beside the name stays beside the record. */
export function namesOf({ name, localName }: FlowMaterial, context: ReadContext): LocalizedText {
  const { names, other } = bothNames(name, localName, context);
  if (other !== undefined) context.setAside('@localName', other);
  else if (localName !== undefined && Object.keys(names).length < 2 && name !== undefined) context.keep('@localName', localName);
  return names;
}

function readExchange(record: RawRecord, context: ReadContext): Exchange {
  const { raw = {}, ...stated } = record as unknown as RawExchange;
  const group = groupOf(raw, context);
  const elementary = isElementary(group);
  const direction: Direction = inputs.has(group) ? 'INPUT' : 'OUTPUT';
  if (raw.name === undefined) context.issue('text-blank', {}, '@name');
  if (stated.amount === undefined) context.issue('amount-missing', {}, '@meanValue');
  const name = namesOf(raw, context);
  const id = elementary ? elementaryIdOf(raw.name, raw.unit, raw.category, raw.subCategory) : productIdOf(raw.name, raw.unit, stated.isInfrastructure);
  const isReference = group === 'REFERENCE_PRODUCT';
  const isWaste = group === 'WASTE_TREATMENT' || (isReference && Number(stated.amount) < 0);

  const found: Exchange = {
    ...stated, internalId: stated.internalId ?? '', position: 0, direction, group,
    flow: { type: 'flow', id, ...(raw.name === undefined && raw.localName === undefined ? {} : { name }) }, flowKind: elementary ? 'ELEMENTARY' : isWaste ? 'WASTE' : 'PRODUCT', isReference,
  };
  if (raw.unit !== undefined) found.unit = raw.unit;
  if (group === 'AVOIDED_PRODUCT') found.isAvoided = true;
  if (raw.name !== undefined && isCutOffName(raw.name)) found.isCutOff = true;
  const cas = casOf(raw.cas, '@CASNumber', context);
  if (cas !== undefined) found.cas = cas;
  if (elementary) {
    const compartment = elementaryCompartment(raw, direction, context);
    if (compartment !== undefined) found.compartment = compartment;
  } else {
    const found1 = categoryOf(raw, '', context);
    if (found1 !== undefined) found.classifications = [found1];
  }
  const uncertainty = readUncertainty(raw, stated.amount, firstText(stated.comment), context);
  if (uncertainty !== undefined) found.uncertainty = uncertainty;
  // Without a type, bounds are those of the amount: 2.5 % and 97.5 % in results of ecoinvent.
  if (raw.distribution === undefined && raw.minimum !== undefined) found.minimum = raw.minimum;
  if (raw.distribution === undefined && raw.maximum !== undefined) found.maximum = raw.maximum;
  const sources = sourcesOf(raw, context);
  if (sources !== undefined) found.sources = sources;
  stateFlow(flowOf(found), context);
  return found;
}

/** The flow of an exchange, as its first exchange in a file states it. */
function flowOf(found: Exchange): Flow {
  const { flow, flowKind, classifications, compartment, cas, chemicalFormula, unit, isInfrastructure } = found;
  const stated: Flow = { id: flow.id!, version: NO_VERSION, name: { ...(flow.name ?? { en: flow.id! }) }, kind: flowKind! };
  if (classifications !== undefined) stated.classifications = classifications;
  if (compartment !== undefined) stated.compartment = compartment;
  if (cas !== undefined) stated.cas = cas;
  if (chemicalFormula !== undefined) stated.chemicalFormula = chemicalFormula;
  if (unit !== undefined) stated.unit = unit;
  if (isInfrastructure === true) stated.isInfrastructure = true;
  return stated;
}

/** The group of an exchange that no EcoSpold stated, and of one whose group EcoSpold 1 does not have. */
function groupToWrite({ group, isReference, isAvoided, direction }: Exchange, kind: Exchange['flowKind'], context: WriteContext): Group {
  if (group === 'STOCK_ADDITION') {
    context.issue('code-unknown', { value: group, list: 'output groups of EcoSpold 1' });
    return 'BY_PRODUCT';
  }
  if (group !== undefined) return group;
  if (isAvoided === true) return 'AVOIDED_PRODUCT';
  if (kind === 'ELEMENTARY') return direction === 'INPUT' ? 'FROM_ENVIRONMENT' : 'TO_ENVIRONMENT';
  if (isReference) return 'REFERENCE_PRODUCT';
  return direction === 'INPUT' ? 'FROM_TECHNOSPHERE' : kind === 'WASTE' ? 'WASTE_TREATMENT' : 'BY_PRODUCT';
}

/** The material that exchanges and characterization factors write alike. */
export function flowMaterial(flow: Reference, known: Partial<Flow> | undefined, own: { unit?: string | undefined; cas?: string | undefined; compartment?: Compartment | undefined; classifications?: Flow['classifications'] }): FlowMaterial {
  const { name, local } = statedNames(flow.name ?? known?.name);
  const compartment = own.compartment ?? (own.classifications === undefined ? known?.compartment : undefined);
  const [category, subCategory] = statedCompartment(compartment);
  const words = compartment === undefined ? statedCategory(own.classifications ?? known?.classifications) : { category, subCategory, localCategory: category, localSubCategory: subCategory } as StatedCategory;
  return withoutBlanks({ name, localName: local, unit: own.unit ?? known?.unit, cas: own.cas ?? known?.cas, ...words } as FlowMaterial);
}

function writeExchange(value: Exchange, context: WriteContext): RawRecord {
  const { flow, unit, cas, compartment, classifications, uncertainty, sources, comment, location, isInfrastructure, chemicalFormula, internalId, amount, minimum, maximum } = value;
  // Exchanges of EcoSpold say themselves what they are of; those of other formats leave it to the flow.
  const known = value.group === undefined ? context.find?.(flow) as Flow | undefined : undefined;
  const kind = value.flowKind ?? known?.kind;
  const group = groupToWrite(value, kind, context);
  const raw = flowMaterial(flow, known, { unit, cas, compartment, classifications });
  const { unwritable, ...distribution } = statedUncertainty(uncertainty);
  if (unwritable !== undefined) context.issue('uncertainty-invalid', { distribution: unwritable, reason: 'EcoSpold 1 has no such distribution' });
  Object.assign(raw, minimum === undefined ? {} : { minimum }, maximum === undefined ? {} : { maximum }, distribution);
  const number = sources?.[0]?.externalKey;
  if (number !== undefined) raw.source = number;
  if (number !== undefined && sources![0]!.parts?.[0] !== undefined) raw.pages = sources![0]!.parts[0];
  if (inputs.has(group)) raw.inputGroup = group;
  else raw.outputGroup = group;
  const text = withPedigree(firstText(comment), uncertainty?.pedigree);
  const language = Object.keys(comment ?? {})[0] ?? 'en';
  return {
    ...withoutBlanks({ internalId, amount, location, isInfrastructure, chemicalFormula: chemicalFormula ?? known?.chemicalFormula } as Record<string, unknown>),
    ...(text === undefined ? {} : { comment: { [language]: text } }), raw,
  };
}

export const exchange: StructuralTransform<Exchange> = {
  name: 'exchange', about: 'Exchange with its group, flow, compartment or class, uncertainty and source.',
  read: readExchange,
  write: writeExchange,
};
