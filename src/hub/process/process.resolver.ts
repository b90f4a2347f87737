// Resolvers of process: generated from its descriptor, and its reference exchange.
import { column } from '../../database/read/plan.ts';
import type { Page } from '../../database/read/plan.ts';
import { nounTables } from '../../database/tables/tables.ts';
import { attached, makeNounResolvers } from '../graphql/noun-resolver.ts';
import { nounType } from '../graphql/noun-type.ts';

export const processResolvers = makeNounResolvers('process', {
  referenceExchange: {
    type: () => nounType('exchange').type, nullable: true,
    description: 'Quantitative reference: the exchange that the amounts of all others relate to; the first where there are several.',
    source: {
      kind: 'first', relation: { table: nounTables.exchange, local: 'key', foreign: 'process_key' }, to: 'exchange',
      where: { op: 'eq', sql: column('is_reference'), type: 'boolean', value: true },
    },
    resolve: (process, context, info) => (attached(process, context, info) as Page).nodes[0] ?? null,
  },
});
