// Certification in the API, with what it certifies and by what rule. A certificate is valid on a day by its state then, not by its dates alone (domain §8.1 O13).
import type { Predicate } from '../../database/read/predicate.ts';
import { certificationState } from '../../model/standard.ts';
import { declareField, declareInput } from '../graphql/declare.ts';
import { defineDescriptor } from '../graphql/descriptor.ts';
import { enumOf } from '../graphql/model-types.ts';
import { DateScalar } from '../graphql/scalars.ts';

const StateOnFilter = declareInput('CertificationStateOnFilter', 'Condition on the state that a certification had, or will have, on a day.');
declareField(StateOnFilter, 'day', () => DateScalar, { description: 'Day.' });
declareField(StateOnFilter, 'in', () => [enumOf(certificationState, 'CertificationState')], { description: 'One of these states.' });

/** certificationStateOn (src/model/standard.ts) in SQL; a test compares the two. */
function stateOn(day: string, states: readonly string[]): Predicate {
  return {
    op: 'custom',
    sql: (alias, parameters) => {
      const on = parameters.add(day, 'date');
      const history = `coalesce(${alias}.record -> 'history', '[]')`;
      const last = `(select h.change ->> 'state' from jsonb_array_elements(${history}) with ordinality h(change, place) where (h.change ->> 'since')::date <= ${on} order by h.place desc limit 1)`;
      const state = `case when jsonb_array_length(${history}) > 0 then ${last} else ${alias}.state end`;
      const result = `(select case when s.state <> 'VALID' then s.state when ${alias}.valid_to < ${on} then 'EXPIRED' when ${alias}.valid_from > ${on} then null else s.state end from (select ${state} as state) s)`;
      return `${result} = any(${parameters.add([...states], 'text[]')})`;
    },
  };
}

export const certificationDescriptor = defineDescriptor('certification', {
  conditions: {
    stateOn: {
      type: () => StateOnFilter, description: 'State on a day, reckoned as by the field stateOn.',
      predicate: ({ day, in: states }: { day: string; in: string[] }) => stateOn(day, states),
    },
    validAt: {
      type: () => DateScalar, description: 'Valid on this day: within its validity and then neither suspended nor withdrawn nor merely applied for.',
      predicate: (day: string) => stateOn(day, ['VALID']),
    },
  },
});
