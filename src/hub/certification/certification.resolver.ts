// Resolvers of certification: generated from its descriptor, and its state on a given day.
import { certificationState, certificationStateOn, type Certification } from '../../model/standard.ts';
import { column, type Expression } from '../../database/read/plan.ts';
import { argumentsOf } from '../graphql/arguments.ts';
import { enumOf } from '../graphql/model-types.ts';
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { DateScalar } from '../graphql/scalars.ts';

const inRecord = (field: string): Expression => (alias) => `${alias}.record -> '${field}'`;

export const certificationResolvers = makeNounResolvers('certification', {
  stateOn: {
    type: () => enumOf(certificationState, 'CertificationState'), nullable: true,
    description: 'State on a day: the last change up to it; a valid certificate expires after the last day of its validity. Null before the certificate existed.',
    args: { day: { type: () => DateScalar, description: 'Day.', required: true } },
    source: {
      kind: 'computed',
      needs: [{ property: '$state', sql: column('state') }, { property: '$validity', sql: inRecord('validity') }, { property: '$history', sql: inRecord('history') }],
    },
    resolve: (row, _, info) => (row['$state'] === null ? null : certificationStateOn({
      state: row['$state'] as Certification['state'], validity: row['$validity'] ?? undefined, history: row['$history'] ?? undefined,
    }, argumentsOf<{ day: string }>(info).day) ?? null),
  },
});
