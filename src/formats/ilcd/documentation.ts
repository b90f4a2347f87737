// Small documentation blocks of ILCD whose model demands what files leave out: review scopes, data-quality and completeness statements.
import type { RawRecord, StructuralTransform } from '../../mapping/transform.ts';

/** A block of attributes: absent ones are empty text in the model, and absent again when written. */
function block<T>(name: string, about: string, blank: Record<string, unknown>): StructuralTransform<T> {
  return {
    name, about,
    read: (record) => (Object.keys(record).length === 0 ? undefined : ({ ...blank, ...record } as T)),
    write: (value) => Object.fromEntries(Object.entries(value as RawRecord).filter(([, v]) => v !== '' && !(Array.isArray(v) && v.length === 0))),
  };
}

export const documentationBlocks = [
  block('review-scope', 'Scope of a review with its methods.', { name: '', methods: [] }),
  block('data-quality-indicator', 'Data-quality indicator with its level.', { name: '', value: '' }),
  block('completeness-statement', 'Kind of elementary flows with its completeness.', { type: '', value: '' }),
  block('epd-scenario', 'Scenario of life cycle modules.', { name: '' }),
  block('allocation', 'Co-product with its share in percent.', { coProduct: '', percent: '' }),
] as const;
