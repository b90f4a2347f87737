// Resolvers of import run: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { importRunIssues } from '../graphql/issue-resolver.ts';

export const importRunResolvers = makeNounResolvers('importRun', importRunIssues);
