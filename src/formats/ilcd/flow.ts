// ILCD flow and flow property: which property the amounts are in, CAS number, compartment, carbon origin (§1.9; §4.3, cases 29–32 and 47).
import { carbonOriginOf } from '../../mapping/carbon-origin.ts';
import { ABSENT, WHOLE } from '../../mapping/beside.ts';
import type { ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import { canonicalCas, paddedCas } from '../../model/cas.ts';
import type { Flow, FlowProperty } from '../../model/flow.ts';
import type { Compartment } from '../../model/process.ts';
import { resolveIlcdCompartment, type ReadCompartment } from './classification.ts';
import { finishDataset, numbered, statedDataset, unnumbered } from './dataset.ts';
import { fillReference } from './reference.ts';
import { finishUncertainty, withStatedUncertainty } from './uncertainty.ts';

type FlowPropertyValue = NonNullable<Flow['flowProperties']>[number];

const referencePath = 'flowInformation/quantitativeReference/referenceToReferenceFlowProperty';

export const flowPropertyValue: StructuralTransform<FlowPropertyValue> = {
  name: 'flow-property-value', about: 'Property of a flow with its factor; one without a number is left out and kept beside.',
  read(record, context) {
    finishUncertainty(record, context);
    fillReference(record, 'flowProperty', 'flowProperty', 'referenceToFlowPropertyDataSet', context);
    if (record['mean'] === undefined) {
      context.issue('value-missing', { what: 'flow property' }, 'meanValue');
      context.setAside('.', record);
      return undefined;
    }
    return { position: 0, ...record } as FlowPropertyValue;
  },
  write: ({ position: _position, ...stated }) => withStatedUncertainty(stated),
};

/** The reference property by internal id. The only property of a flow is its reference whatever the file says; of several, none is guessed. */
function finishReferenceProperty(flow: Flow, context: ReadContext): void {
  const properties = flow.flowProperties ?? [];
  if (properties.length === 0) return context.issue('flow-without-property');
  const stated = flow.referenceProperty;
  let reference = stated === undefined ? undefined : properties.find((p) => p.internalId === stated);
  if (reference === undefined && properties.length === 1) {
    reference = properties[0]!;
    reference.internalId ??= stated ?? '0';
    flow.referenceProperty = reference.internalId;
    if (stated === undefined) context.keep(`${referencePath}/${ABSENT}`, reference.internalId);
    else if (stated !== reference.internalId) context.setAside(referencePath, stated);
    context.issue('reference-property-repaired', { id: stated ?? '–' }, referencePath);
  }
  if (reference === undefined) context.issue('reference-property-dangling', { id: stated ?? '–' }, referencePath);
  else if (Number(reference.mean) !== 1) context.issue('reference-factor-not-one', { what: 'flow property', factor: reference.mean }, referencePath);
}

function finishCas(flow: Flow, context: ReadContext): void {
  const stated = flow.casStated;
  if (stated === undefined) return;
  const cas = canonicalCas(stated);
  if (cas === undefined) context.issue('cas-invalid', { value: stated }, 'flowInformation/dataSetInformation/CASNumber');
  else {
    flow.cas = cas;
    if (cas === stated) {
      delete flow.casStated;
      if (paddedCas(cas) !== stated) context.keep('flowInformation/dataSetInformation/CASNumber', stated);
    }
  }
}

const categoryPath = 'flowInformation/dataSetInformation/classificationInformation/common:elementaryFlowCategorization';

/** The first categorization that the compartment table knows, else the first; the model has place for one, the others stay beside. */
function chooseCompartment(read: readonly ReadCompartment[], context: ReadContext): Compartment | undefined {
  const chosen = read.find(({ compartment }) => compartment.code !== undefined) ?? read[0];
  for (const each of read) {
    const { raw, isSorted, place } = each;
    if (each !== chosen) context.setAside(`${categoryPath}[+${place}]`, raw);
    else if (!isSorted) context.keep(`${categoryPath}[${place}]/${WHOLE}`, JSON.stringify(raw));
  }
  return chosen?.compartment;
}

/** An elementary flow that states its compartment as a class of the ILCD system only. The class stays as well. */
function compartmentOfClass(flow: Flow): Flow['compartment'] {
  if (flow.kind !== 'ELEMENTARY') return undefined;
  for (const { path, code } of flow.classifications ?? []) {
    const found = path === undefined ? undefined : resolveIlcdCompartment(path, undefined);
    if (found !== undefined) return { code: found, system: 'ilcd', path: path!, ...(code === undefined ? {} : { statedId: code }) };
  }
  return undefined;
}

export const flow: StructuralTransform<Flow> = {
  name: 'flow', about: 'Finds the reference property, makes the CAS number canonical, tells the carbon origin of greenhouse gases.',
  read(raw, context) {
    const record = finishDataset(raw, context) as Flow | undefined;
    if (record === undefined) return undefined;
    numbered(record.flowProperties);
    finishReferenceProperty(record, context);
    finishCas(record, context);
    const stated = (raw['raw'] as { compartments?: ReadCompartment[] } | undefined)?.compartments ?? [];
    delete raw['raw'];
    const compartment = chooseCompartment(stated, context) ?? compartmentOfClass(record);
    if (compartment !== undefined) record.compartment = compartment;
    const origin = carbonOriginOf(record.id, record.kind === 'ELEMENTARY' ? Object.values(record.name)[0] : undefined);
    if (origin !== undefined) record.carbonOrigin = origin;
    return record;
  },
  write(value) {
    const { cas, carbonOrigin: _derived, flowProperties, compartment, ...stated } = value;
    const record = statedDataset(stated);
    if (cas !== undefined) record['casStated'] ??= paddedCas(cas);
    if (compartment !== undefined) record['raw'] = { compartments: [{ compartment }] };
    const properties = unnumbered(flowProperties);
    if (properties !== undefined) record['flowProperties'] = properties;
    return record;
  },
};

export const flowProperty: StructuralTransform<FlowProperty> = {
  name: 'flow-property', about: 'Flow property; its unit comes with the unit group.',
  read: (record, context) => finishDataset(record, context) as FlowProperty | undefined,
  write: ({ unit: _derived, ...stated }) => statedDataset(stated),
};
