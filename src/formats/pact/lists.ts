// Rules and sources of a footprint, which have fields that they cannot do without (v3 ProductOrSectorSpecificRule, EmissionFactorSource).
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Footprint } from '../../model/footprint.ts';

type Method = Footprint['method'];

/** The record, where it has all that it needs; else it is told and kept beside. */
function whole<T>(record: RawRecord, needed: Readonly<Record<string, string>>, what: string, context: ReadContext): T | undefined {
  const missing = Object.keys(needed).filter((key) => record[key] === undefined);
  if (missing.length === 0) return record as T;
  for (const key of missing) context.issue('field-absent', { field: needed[key], what }, needed[key]);
  if (Object.keys(record).length > 0) context.setAside('.', record);
  return undefined;
}

export const productRule: StructuralTransform<NonNullable<Method['productRules']>[number]> = {
  name: 'product-rule', about: 'Rules of one operator; without operator or names they are told and kept beside.',
  read(record, context) {
    const names = record['names'] as string[] | undefined;
    const distinct = [...new Set(names)];
    if (names !== undefined && distinct.length < names.length) {
      context.issue('pact-value-repeated', { field: 'ruleNames', value: names.find((name, at) => names.indexOf(name) < at) }, 'ruleNames');
      record['names'] = distinct;
    }
    return whole(record, { operator: 'operator', names: 'ruleNames' }, 'rule', context);
  },
  write: (value) => ({ ...value, names: [...new Set(value.names)] }),
};

export const emissionFactorSource: StructuralTransform<NonNullable<Method['emissionFactorSources']>[number]> = {
  name: 'emission-factor-source', about: 'Source with its version; without one of them it is told and kept beside.',
  read: (record, context) => whole(record, { name: 'name', version: 'version' }, 'source', context),
  write: (value) => ({ ...value }),
};
