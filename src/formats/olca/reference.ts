// References between documents of openLCA (olca-schema Ref): kind, identifier, name, and what tools show of the target beside them.
import type { CodeLists } from '../../mapping/load-tables.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Exchange } from '../../model/process.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { LocalizedText, Reference } from '../../model/value.ts';

interface RawReference { kind?: string; id?: string; name?: LocalizedText }
interface RawFlowReference extends RawReference { category?: string; refUnit?: string; flowKind?: Exchange['flowKind'] }

/** A reference to a flow with what it repeats of it. */
export interface FlowReference { reference: Reference; kind?: NonNullable<Exchange['flowKind']>; category?: string; refUnit?: string }

/** What an element refers to, for references that state no kind. The rest refer to actors. */
const byElement: Readonly<Record<string, Reference['type']>> = {
  defaultProvider: 'process', unitGroup: 'unitGroup', flowProperty: 'flowProperty', flow: 'flow', product: 'flow', source: 'source', sources: 'source',
  publication: 'source', report: 'source', system: 'source',
};

function identify(reference: Reference, stated: string | undefined, context: ReadContext): void {
  if (stated === undefined) return reference.name === undefined ? context.issue('reference-empty') : undefined;
  const id = stated.trim().toLowerCase();
  if (!uuidPattern.test(id)) {
    context.issue('reference-not-uuid', { stated });
    reference.externalKey = stated;
    return;
  }
  reference.id = id;
  if (id !== stated) context.keep('@id', stated);
}

function make(raw: RawReference, type: Reference['type'], context: ReadContext): Reference {
  const reference: Reference = { type };
  if (raw.name !== undefined) reference.name = raw.name;
  identify(reference, raw.id, context);
  return reference;
}

export function referenceTransform(lists: CodeLists): StructuralTransform<Reference> {
  const types = lists.get('reference-types') as ReadonlyMap<string, Reference['type']>;
  const kinds = new Map([...types].map(([kind, type]) => [type, kind]));
  return {
    name: 'reference', about: 'Reference by kind and UUID. What is no UUID becomes an external key and is never matched.',
    read(record, context) {
      const raw = record as RawReference;
      const known = types.get(raw.kind ?? '');
      const used = known ?? byElement[context.element?.split('/').at(-1) ?? ''] ?? 'contact';
      // A provider may be a result, which the hub has no noun for.
      if (known === undefined && raw.kind !== undefined) {
        context.issue('reference-type-repaired', { stated: raw.kind, used });
        context.keep('@type', raw.kind);
      }
      return make(raw, used, context);
    },
    write(value, context) {
      const kind = kinds.get(value.type);
      if (kind === undefined) {
        context.issue('code-unknown', { value: value.type, list: 'reference-types' });
        return undefined;
      }
      return written(value, kind);
    },
  };
}

function written({ id, externalKey, name }: Reference, kind: string): RawRecord {
  const key = id ?? externalKey;
  return { kind, ...(key === undefined ? {} : { id: key }), ...(name === undefined ? {} : { name }) };
}

export const flowReference: StructuralTransform<FlowReference> = {
  name: 'flow-reference', about: 'Reference to a flow with its type, category and unit, which stay beside the record as well.',
  read(record, context) {
    const { flowKind, category, refUnit, ...raw } = record as RawFlowReference;
    const found: FlowReference = { reference: make(raw, 'flow', context) };
    if (flowKind !== undefined) found.kind = flowKind;
    if (category !== undefined) {
      found.category = category;
      context.keep('category', category);
    }
    if (refUnit !== undefined) {
      found.refUnit = refUnit;
      context.keep('refUnit', refUnit);
    }
    return found;
  },
  write: ({ reference, kind, category, refUnit }) => ({
    ...written(reference, 'Flow'), ...(kind === undefined || kind === 'OTHER' ? {} : { flowKind: kind }), ...(category === undefined ? {} : { category }), ...(refUnit === undefined ? {} : { refUnit }),
  }),
};
