// Resolvers of source document: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const sourceDocumentResolvers = makeNounResolvers('sourceDocument');
