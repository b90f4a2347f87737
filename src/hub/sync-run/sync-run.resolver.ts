// Resolvers of sync run: generated from its descriptor, and its issues.
import { Issue } from '../graphql/interfaces.ts';
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const syncRunResolvers = makeNounResolvers('syncRun', {
  issues: { type: () => [Issue], description: 'What was found wrong with footprints of the partner; of each code only the first ones are kept.', source: { kind: 'value', sql: (alias) => `coalesce(${alias}.issues, '[]')` } },
});
