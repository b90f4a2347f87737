// The resolvers of the hub, as a list for type-graphql's buildSchema; the server adds its own (mutations, imports, jobs).
import { ViewerResolver, viewerFields } from './access/viewer.resolver.ts';
import { GeographyFields, PlaceFields } from './graphql/geography-resolver.ts';
import { IssueFields } from './graphql/issue-resolver.ts';
import { LocalizedTextFields } from './graphql/localized-text.ts';
import { NodeResolver } from './graphql/node-resolver.ts';
import { ReferenceFields } from './graphql/reference-resolver.ts';
import { UsageFields } from './graphql/usage-resolver.ts';
import { settleTypes } from './graphql/declare.ts';
import type { ResolverClass } from './graphql/declare-resolver.ts';
import { contactResolvers } from './contact/contact.resolver.ts';
import { sourceResolvers } from './source/source.resolver.ts';
import { unitGroupResolvers } from './unit-group/unit-group.resolver.ts';
import { flowPropertyResolvers } from './flow-property/flow-property.resolver.ts';
import { flowResolvers } from './flow/flow.resolver.ts';
import { processResolvers } from './process/process.resolver.ts';
import { exchangeResolvers } from './exchange/exchange.resolver.ts';
import { parameterResolvers } from './parameter/parameter.resolver.ts';
import { lifeCycleModelResolvers } from './life-cycle-model/life-cycle-model.resolver.ts';
import { processInstanceResolvers } from './process-instance/process-instance.resolver.ts';
import { impactMethodResolvers } from './impact-method/impact-method.resolver.ts';
import { impactCategoryResolvers } from './impact-category/impact-category.resolver.ts';
import { characterizationFactorResolvers } from './characterization-factor/characterization-factor.resolver.ts';
import { organizationResolvers } from './organization/organization.resolver.ts';
import { productResolvers } from './product/product.resolver.ts';
import { factorResolvers } from './factor/factor.resolver.ts';
import { footprintResolvers } from './footprint/footprint.resolver.ts';
import { standardResolvers } from './standard/standard.resolver.ts';
import { certificationResolvers } from './certification/certification.resolver.ts';
import { sourceDocumentResolvers } from './source-document/source-document.resolver.ts';
import { fieldMappingResolvers } from './field-mapping/field-mapping.resolver.ts';
import { flowMapRowResolvers } from './flow-map-row/flow-map-row.resolver.ts';
import { MappingCoverageFields, MappingCoverageResolver } from './flow-mapping/coverage.resolver.ts';
import { flowMappingResolvers } from './flow-mapping/flow-mapping.resolver.ts';
import { importRunResolvers } from './import-run/import-run.resolver.ts';
import { partnerResolvers } from './partner/partner.resolver.ts';
import { accessGrantResolvers } from './access-grant/access-grant.resolver.ts';
import { accessEventResolvers } from './access-event/access-event.resolver.ts';
import { footprintRequestResolvers } from './footprint-request/footprint-request.resolver.ts';
import { requestRuleResolvers } from './request-rule/request-rule.resolver.ts';
import { deliveryResolvers } from './delivery/delivery.resolver.ts';
import { syncRunResolvers } from './sync-run/sync-run.resolver.ts';
import { pactFootprintResolvers } from './pact-footprint/pact-footprint.resolver.ts';

/** Resolver classes of all nouns with what they share. Give them to `buildSchemaSync` with `validate: false`. */
export function buildHubResolvers(): ResolverClass[] {
  settleTypes();
  return [
    ViewerResolver, ...viewerFields(), NodeResolver, LocalizedTextFields, ReferenceFields, IssueFields, UsageFields, GeographyFields, PlaceFields, MappingCoverageResolver, MappingCoverageFields,
    ...contactResolvers,
    ...sourceResolvers,
    ...unitGroupResolvers,
    ...flowPropertyResolvers,
    ...flowResolvers,
    ...processResolvers,
    ...exchangeResolvers,
    ...parameterResolvers,
    ...lifeCycleModelResolvers,
    ...processInstanceResolvers,
    ...impactMethodResolvers,
    ...impactCategoryResolvers,
    ...characterizationFactorResolvers,
    ...organizationResolvers,
    ...productResolvers,
    ...factorResolvers,
    ...footprintResolvers,
    ...standardResolvers,
    ...certificationResolvers,
    ...sourceDocumentResolvers,
    ...importRunResolvers,
    ...flowMappingResolvers,
    ...flowMapRowResolvers,
    ...fieldMappingResolvers,
    ...partnerResolvers,
    ...accessGrantResolvers,
    ...accessEventResolvers,
    ...pactFootprintResolvers,
    ...syncRunResolvers,
    ...deliveryResolvers,
    ...requestRuleResolvers,
    ...footprintRequestResolvers,
  ];
}
