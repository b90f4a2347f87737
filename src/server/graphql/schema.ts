// The GraphQL schema of the product: the hub's types and queries, and the mutations of the server.
import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { finishSchema } from '../../hub/graphql/declare-resolver.ts';
import { buildHubResolvers } from '../../hub/schema.ts';
import { accessGrantFields, AccessGrantMutations } from './access-grant.resolver.ts';
import { ConvertResolver } from './convert.resolver.ts';
import { CredentialMutations } from './credential.resolver.ts';
import { flowDecidedFields, FlowMappingMutations } from './flow-mapping.resolver.ts';
import { footprintRequestFields, FootprintRequestMutations } from './footprint-request.resolver.ts';
import { ImportResolver, importRunFields } from './import.resolver.ts';
import { PactPreviewResolver } from './pact-preview.resolver.ts';
import { PartnerMutations, partnerSavedFields } from './partner.resolver.ts';
import { personFields, PersonResolver } from './person.resolver.ts';

/** Builds the schema. One per process is enough; resolvers keep nothing between requests. */
export function buildGraphqlSchema(): GraphQLSchema {
  const hub = buildHubResolvers();
  const own = [ImportResolver, FlowMappingMutations, ConvertResolver, PactPreviewResolver, PartnerMutations, CredentialMutations, AccessGrantMutations, FootprintRequestMutations, PersonResolver];
  const fields = [importRunFields, flowDecidedFields, partnerSavedFields, accessGrantFields, footprintRequestFields, personFields].flatMap((make) => make());
  const resolvers = [...own, ...hub, ...fields] as NonEmptyArray<new () => object>;
  // Input is checked by the scalars and by the hub; class-validator is not installed.
  return finishSchema(buildSchemaSync({ resolvers, validate: false }));
}
