// Documentation blocks of openLCA: reviews, declarations of compliance, aspects with their values (olca-schema Review, ComplianceDeclaration, AspectValue).
import type { CodeLists } from '../../mapping/load-tables.ts';
import type { RawRecord, StructuralTransform } from '../../mapping/transform.ts';
import type { Compliance, Review } from '../../model/documentation.ts';

/** A block of two fields: absent ones are empty in the model, and absent again when written. */
function block<T>(name: string, about: string, kind: string, blank: RawRecord): StructuralTransform<T> {
  return {
    name, about,
    read({ raw: _kind, ...record }) {
      return Object.keys(record).length === 0 ? undefined : ({ ...blank, ...record } as T);
    },
    write: (value) => ({ ...Object.fromEntries(Object.entries(value as RawRecord).filter(([, v]) => v !== '' && !(Array.isArray(v) && v.length === 0))), raw: { kind } }),
  };
}

export const documentationBlocks = [
  block('completeness-aspect', 'Completeness of one kind of flows.', 'AspectValue', { type: '', value: '' }),
  block('quality-aspect', 'Data quality found by a review.', 'AspectValue', { name: '', value: '' }),
  block('review-scope', 'Scope of a review with its methods.', 'ReviewScope', { name: '', methods: [] }),
] as const;

export const review: StructuralTransform<Review> = {
  name: 'review', about: 'Review as stated.',
  read: ({ raw: _kind, ...record }) => record as Review,
  write({ date: _date, reviewedVersion: _version, otherDetails: _more, ...stated }) {
    return { ...stated, raw: { kind: 'Review' } };
  },
};

interface Aspect { kind?: string; aspect?: string; value?: string }

export const complianceAspect: StructuralTransform<Aspect> = {
  name: 'compliance-aspect', about: 'Aspect as stated; it becomes a field with its declaration.',
  read: (record) => record as Aspect,
  write: (value) => ({ kind: 'AspectValue', ...value }),
};

type AspectField = 'overall' | 'nomenclature' | 'method' | 'review' | 'documentation' | 'quality';

export function complianceTransform(lists: CodeLists): StructuralTransform<Compliance> {
  const fields = (lists.get('compliance-aspects') ?? new Map()) as ReadonlyMap<string, AspectField>;
  return {
    name: 'compliance', about: 'Declaration of compliance; aspects with other names than those of ILCD stay beside.',
    read(record, context) {
      const { raw, ...stated } = record as { raw?: { aspects?: Aspect[] } } & Compliance;
      const found: Compliance = { ...stated };
      (raw?.aspects ?? []).forEach((each, n) => {
        const field = fields.get(each.aspect ?? '');
        if (field === undefined || each.value === undefined || found[field] !== undefined) context.setAside(`aspects[${n + 1}]`, each);
        else found[field] = each.value;
      });
      return found;
    },
    write({ system, ...values }) {
      const aspects = [...fields].flatMap(([aspect, field]) => (values[field] === undefined ? [] : [{ aspect, value: values[field] }]));
      return { ...(system === undefined ? {} : { system }), raw: { kind: 'ComplianceDeclaration', ...(aspects.length === 0 ? {} : { aspects }) } };
    },
  };
}
