// What a resolver of the server knows about its request. The hub's own context is merged in by whoever starts the server.
import type { AccessEventService } from '../../hub/access-event/access-event.service.ts';
import type { AccessGrantService } from '../../hub/access-grant/access-grant.service.ts';
import type { Principal } from '../../hub/access/principal.ts';
import type { FootprintRequestService } from '../../hub/footprint-request/footprint-request.service.ts';
import type { CredentialService } from '../../hub/partner/credential.service.ts';
import type { PartnerService } from '../../hub/partner/partner.service.ts';
import type { PersonService } from '../../hub/person/person.service.ts';
import type { RequestRuleService } from '../../hub/request-rule/request-rule.service.ts';
import type { RequestCriteria } from '../../model/exchange-of-footprints.ts';
import type { FieldGroup } from '../../model/field-group.ts';
import type { PactPreviews } from '../../transfer/pact/projections/preview.ts';
import type { MappingService } from '../../transfer/flow-maps/mapping-service.ts';

/** Starts imports; the implementation belongs to src/transfer. */
export interface ImportService {
  /** Returns as soon as the run is recorded. `onFinished` is called once, when `path` is no longer needed. */
  start(input: { path: string; origin: string; onFinished: () => Promise<void> }): Promise<{ id: string }>;
  /** False when there is no such run or it has ended. */
  cancel(id: string): Promise<boolean>;
}

/** The hub's own writing services. */
export interface HubServices {
  partners: PartnerService;
  credentials: CredentialService;
  grants: AccessGrantService;
  rules: RequestRuleService;
  requests: FootprintRequestService;
  people: PersonService;
  accessEvents: AccessEventService;
}

/** What a decision says. Absent footprints: those that the request was matched to, of the organization that decides where it is no operator's decision. */
export interface Approval {
  footprintIds?: string[] | undefined;
  fieldGroups?: FieldGroup[] | undefined;
  /** ISO 8601: until when what is given stays open to the partner. */
  validUntil?: string | undefined;
  reason?: string | undefined;
}

/**
 * The exchange of footprints with partners; the implementation belongs to src/transfer/pact. What cannot be done for a reason that people may know is a TanluError
 * (kinds usage, data, forbidden). Who asks has the capability; a decision has passed FootprintRequestService.checkDecidable, but another may come in between.
 */
export interface PactService {
  /** Answers an incoming request with footprints. `by`: gives its own footprints only, unless it acts for all. */
  approve(by: Principal, requestId: string, approval: Approval): Promise<void>;
  /** `code`: one of the error codes of PACT that a rejection may state. */
  reject(by: Principal, requestId: string, rejection: { reason: string; code?: string | undefined }): Promise<void>;
  /** Sends a request to a partner. Gives the identifier of the request. */
  request(by: Principal, input: { partnerId: string; criteria: RequestCriteria; comment?: string | undefined }): Promise<{ id: string }>;
  /** Starts a pull of a partner's footprints. Gives the identifier of the run; where one is going on, of that. */
  pull(by: Principal, partnerId: string): Promise<{ id: string }>;
}

export interface RequestContext {
  principal: Principal;
  /** Ends when the time of the operation is over or the client has gone. */
  signal: AbortSignal;
  timeoutMs: number;
  abort: (reason: Error) => void;
  /** What the GraphQL layer tells the HTTP layer about the answer. */
  reply: { requestError: boolean };
  imports: ImportService | undefined;
  mappings: Pick<MappingService, keyof MappingService> | undefined;
  services: HubServices | undefined;
  pact: PactService | undefined;
  /** Of the hub's context: writes down what was given of restricted fields. */
  recordAccess?: () => Promise<void>;
  /** Footprints in the words of PACT. */
  pactPreviews: Pick<PactPreviews, 'preview'> | undefined;
  uploads: { folder: string; maxBytes: number };
}
