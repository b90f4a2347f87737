// References between ILCD datasets (GlobalReferenceType): type, UUID, version and address, each of which real files get wrong (§4.3, cases 1–5).
import type { CodeLists } from '../../mapping/load-tables.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Reference } from '../../model/value.ts';

/** What the rows of the reference table fill. */
interface RawReference {
  type?: string;
  id?: string;
  version?: string;
  uri?: string;
  parts?: string[];
  name?: Record<string, string>;
}

/** Puts an empty reference where the model demands one and the document has none, which is told. */
export function fillReference(record: RawRecord, field: string, type: Reference['type'], path: string, context: ReadContext): void {
  if (record[field] !== undefined) return;
  context.issue('reference-empty', {}, path);
  record[field] = { type };
}

const idInAddress = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:_(\d+(?:\.\d+)+))?/i;

/** "source dataset", "flowproperty data set", "lifecycle model data set": the words without what writers vary. */
const plainType = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '').replace(/datasets?$/, '');

function identifyByAddress(reference: Reference, raw: RawReference, context: ReadContext): void {
  const address = raw.uri ?? '';
  if (address === '') return context.issue('reference-empty');
  const found = reference.type === 'externalFile' ? null : idInAddress.exec(address);
  if (found === null) return;
  context.issue('reference-id-from-uri', { uri: address });
  context.keepWhole({ ...raw });
  reference.id = found[1]!.toLowerCase();
  if (found[2] !== undefined) reference.version ??= found[2];
}

export function referenceTransform(lists: CodeLists): StructuralTransform<Reference> {
  const list = (name: string): ReadonlyMap<string, string> => lists.get(name) ?? new Map<string, string>();
  const types = list('reference-types') as ReadonlyMap<string, Reference['type']>;
  const byPlainType = new Map([...types].map(([term, noun]) => [plainType(term), noun]));
  const terms = new Map([...types].map(([term, noun]) => [noun, term]));
  const folders = list('reference-folders') as ReadonlyMap<string, Reference['type']>;
  const elements = list('reference-elements') as ReadonlyMap<string, Reference['type']>;

  function typeOf(raw: RawReference, context: ReadContext): Reference['type'] {
    const stated = raw.type?.trim() ?? '';
    const exact = types.get(stated);
    if (exact !== undefined) return exact;
    const folder = raw.uri?.split('/').at(-2)?.toLowerCase() ?? '';
    const element = context.element?.split('/').at(-1)?.replace('common:', '') ?? '';
    const used = byPlainType.get(plainType(stated)) ?? folders.get(folder) ?? elements.get(element) ?? 'source';
    context.issue('reference-type-repaired', { stated, used });
    return used;
  }

  function identify(reference: Reference, raw: RawReference, context: ReadContext): void {
    if (raw.version !== undefined) reference.version = raw.version;
    const stated = raw.id?.trim() ?? '';
    const id = stated.replace(/^\{(.*)\}$/, '$1').toLowerCase();
    if (uuidPattern.test(id)) reference.id = id;
    else if (stated !== '') {
      context.issue('reference-not-uuid', { stated });
      reference.externalKey = stated;
    } else identifyByAddress(reference, raw, context);
  }

  return {
    name: 'reference', about: 'Reference by UUID and version, by address, or both. What is no UUID becomes an external key and is never matched.',
    read(record, context) {
      const raw = record as RawReference;
      const type = typeOf(raw, context);
      const reference: Reference = { type };
      identify(reference, raw, context);
      if (raw.uri !== undefined) reference.uri = raw.uri;
      if (raw.name !== undefined) reference.name = raw.name;
      if (raw.parts !== undefined) reference.parts = raw.parts;
      return reference;
    },
    write(value, context) {
      const type = terms.get(value.type);
      if (type === undefined) {
        context.issue('code-unknown', { value: value.type, list: 'reference-types' });
        return undefined;
      }
      const { id, externalKey, version, uri, parts, name } = value;
      return { type, id: id ?? externalKey, version, uri, parts, name };
    },
  };
}
