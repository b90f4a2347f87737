// The descriptors of all nouns.
import type { Noun } from '../model/noun.ts';
import type { Descriptor } from './graphql/descriptor.ts';
import { contactDescriptor } from './contact/contact.descriptor.ts';
import { sourceDescriptor } from './source/source.descriptor.ts';
import { unitGroupDescriptor } from './unit-group/unit-group.descriptor.ts';
import { flowPropertyDescriptor } from './flow-property/flow-property.descriptor.ts';
import { flowDescriptor } from './flow/flow.descriptor.ts';
import { processDescriptor } from './process/process.descriptor.ts';
import { exchangeDescriptor } from './exchange/exchange.descriptor.ts';
import { lifeCycleModelDescriptor } from './life-cycle-model/life-cycle-model.descriptor.ts';
import { parameterDescriptor } from './parameter/parameter.descriptor.ts';
import { processInstanceDescriptor } from './process-instance/process-instance.descriptor.ts';
import { impactMethodDescriptor } from './impact-method/impact-method.descriptor.ts';
import { impactCategoryDescriptor } from './impact-category/impact-category.descriptor.ts';
import { characterizationFactorDescriptor } from './characterization-factor/characterization-factor.descriptor.ts';
import { organizationDescriptor } from './organization/organization.descriptor.ts';
import { productDescriptor } from './product/product.descriptor.ts';
import { factorDescriptor } from './factor/factor.descriptor.ts';
import { footprintDescriptor } from './footprint/footprint.descriptor.ts';
import { standardDescriptor } from './standard/standard.descriptor.ts';
import { certificationDescriptor } from './certification/certification.descriptor.ts';
import { sourceDocumentDescriptor } from './source-document/source-document.descriptor.ts';
import { fieldMappingDescriptor } from './field-mapping/field-mapping.descriptor.ts';
import { flowMapRowDescriptor } from './flow-map-row/flow-map-row.descriptor.ts';
import { flowMappingDescriptor } from './flow-mapping/flow-mapping.descriptor.ts';
import { importRunDescriptor } from './import-run/import-run.descriptor.ts';
import { partnerDescriptor } from './partner/partner.descriptor.ts';
import { accessGrantDescriptor } from './access-grant/access-grant.descriptor.ts';
import { accessEventDescriptor } from './access-event/access-event.descriptor.ts';
import { footprintRequestDescriptor } from './footprint-request/footprint-request.descriptor.ts';
import { requestRuleDescriptor } from './request-rule/request-rule.descriptor.ts';
import { deliveryDescriptor } from './delivery/delivery.descriptor.ts';
import { syncRunDescriptor } from './sync-run/sync-run.descriptor.ts';
import { pactFootprintDescriptor } from './pact-footprint/pact-footprint.descriptor.ts';

export const descriptors: Record<Noun, Descriptor> = {
  contact: contactDescriptor,
  source: sourceDescriptor,
  unitGroup: unitGroupDescriptor,
  flowProperty: flowPropertyDescriptor,
  flow: flowDescriptor,
  process: processDescriptor,
  exchange: exchangeDescriptor,
  parameter: parameterDescriptor,
  lifeCycleModel: lifeCycleModelDescriptor,
  processInstance: processInstanceDescriptor,
  impactMethod: impactMethodDescriptor,
  impactCategory: impactCategoryDescriptor,
  characterizationFactor: characterizationFactorDescriptor,
  organization: organizationDescriptor,
  product: productDescriptor,
  factor: factorDescriptor,
  footprint: footprintDescriptor,
  standard: standardDescriptor,
  certification: certificationDescriptor,
  sourceDocument: sourceDocumentDescriptor,
  importRun: importRunDescriptor,
  flowMapping: flowMappingDescriptor,
  flowMapRow: flowMapRowDescriptor,
  fieldMapping: fieldMappingDescriptor,
  partner: partnerDescriptor,
  accessGrant: accessGrantDescriptor,
  accessEvent: accessEventDescriptor,
  pactFootprint: pactFootprintDescriptor,
  syncRun: syncRunDescriptor,
  delivery: deliveryDescriptor,
  requestRule: requestRuleDescriptor,
  footprintRequest: footprintRequestDescriptor,
};
