// Resolvers of PACT footprint: generated from its descriptor, and its issues.
import { Issue } from '../graphql/interfaces.ts';
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const pactFootprintResolvers = makeNounResolvers('pactFootprint', {
  issues: { type: () => [Issue], description: 'Why partners do not see it in this version (severity error), and what of it the version has no place for.', source: { kind: 'value', sql: (alias) => `coalesce(${alias}.issues, '[]')` } },
});
