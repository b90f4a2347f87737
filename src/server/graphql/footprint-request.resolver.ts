// Mutations on requests for footprints: decide those of partners, by hand or by rule; send those of the hub; pull. What fails as expected is a Problem.
import 'reflect-metadata';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, FieldResolver, ID, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { TanluError } from '../../errors.ts';
import { may } from '../../hub/access/policy.ts';
import { checkInput, futureTime } from '../../hub/check-input.ts';
import type { GraphqlContext } from '../../hub/graphql/context.ts';
import { loadDataset } from '../../hub/graphql/loaders.ts';
import { nounType } from '../../hub/graphql/noun-type.ts';
import { DateTimeScalar } from '../../hub/graphql/scalars.ts';
import type { FieldGroup } from '../../model/field-group.ts';
import { requestCriteria } from '../../model/exchange-of-footprints.ts';
import type { Noun } from '../../model/noun.ts';
import { FieldGroupEnum, onlyOwners } from './access-grant.resolver.ts';
import type { PactService, RequestContext } from './context.ts';
import { RequestCriteriaInput, RequestRuleInput } from './footprint-request-input.ts';
import { answered, NoSuchPartner, NoSuchRequest, NoSuchRequestRule, RequestRefused, RequestRuleRefused } from './partner-problem.ts';
import { plain, servicesOf } from './partner.resolver.ts';
import { NotAuthorized } from './problem.ts';

/** A row of a noun that a mutation has made or changed, and that the answer shows. */
abstract class Changed {
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}

@ObjectType('RequestDecided', { description: 'The decision is stored, and the answer is on its way to the partner.' })
export class RequestDecided extends Changed {}

@ObjectType('FootprintsRequested', { description: 'The request is on its way to the partner.' })
export class FootprintsRequested extends Changed {}

@ObjectType('PullStarted', { description: 'The pull has begun; follow it with syncRun(id).' })
export class PullStarted extends Changed {}

@ObjectType('RequestRuleMade', { description: 'The rule decides from now on.' })
export class RequestRuleMade extends Changed {}

@ObjectType('RequestRuleEnded', { description: 'The rule decides no more; what it has decided stays.' })
export class RequestRuleEnded extends Changed {}

const DecideRequestResult = createUnionType({ name: 'DecideRequestResult', description: 'A decided request, or why it is not.', types: () => [RequestDecided, NotAuthorized, NoSuchRequest, RequestRefused] as const });
const RequestFootprintsResult = createUnionType({ name: 'RequestFootprintsResult', description: 'A request that is sent, or why it is not.', types: () => [FootprintsRequested, NotAuthorized, NoSuchPartner, RequestRefused] as const });
const PullPartnerResult = createUnionType({ name: 'PullPartnerResult', description: 'A pull that has begun, or why none has.', types: () => [PullStarted, NotAuthorized, NoSuchPartner, RequestRefused] as const });
const MakeRequestRuleResult = createUnionType({ name: 'MakeRequestRuleResult', description: 'A rule, or why there is none.', types: () => [RequestRuleMade, NotAuthorized, RequestRuleRefused] as const });
const EndRequestRuleResult = createUnionType({ name: 'EndRequestRuleResult', description: 'An ended rule, or why it is not.', types: () => [RequestRuleEnded, NotAuthorized, NoSuchRequestRule, RequestRuleRefused] as const });

const requestProblems = { refused: RequestRefused, unknown: { code: 'REQUEST_UNKNOWN', problem: NoSuchRequest } };
const callProblems = { refused: RequestRefused, unknown: { code: 'PARTNER_UNKNOWN', problem: NoSuchPartner } };

@Resolver()
export class FootprintRequestMutations {
  @Mutation(() => DecideRequestResult, { description: 'Answers a request of a partner with footprints, which opens them to it. Nothing leaves before.' })
  async approveRequest(
    @Arg('id', () => ID, { description: 'Identifier of the request.' }) id: string,
    @Arg('footprints', () => [ID], { nullable: true, description: 'Identifiers of the footprints; those that the request was matched to where absent.' }) footprintIds: string[] | undefined,
    @Arg('fieldGroups', () => [FieldGroupEnum], { nullable: true, description: 'Restricted groups of fields that come with them; none where absent.' }) fieldGroups: FieldGroup[] | undefined,
    @Arg('validUntil', () => DateTimeScalar, { nullable: true, description: 'Until when they stay open to the partner; not limited where absent.' }) validUntil: string | undefined,
    @Arg('reason', () => String, { nullable: true, description: 'Remark, kept with the request.' }) reason: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<typeof DecideRequestResult> {
    const { principal } = context;
    if (!may(principal, 'decideRequests')) return new NotAuthorized(onlyOwners);
    return answered(async () => {
      await servicesOf(context).requests.checkDecidable(principal, id, footprintIds ?? []);
      if (footprintIds?.length === 0) throw new TanluError('FOOTPRINTS_MISSING', 'An answer needs a footprint: name some, leave the argument out, or reject the request.', { kind: 'usage' });
      if (validUntil != null) checkInput(futureTime, validUntil, 'TIME_INVALID');
      await pactOf(context).approve(principal, id.toLowerCase(), {
        footprintIds: footprintIds?.map((each) => each.toLowerCase()), fieldGroups: fieldGroups ?? undefined, validUntil: validUntil ?? undefined, reason: reason ?? undefined,
      });
      return new RequestDecided(id.toLowerCase());
    }, requestProblems);
  }

  @Mutation(() => DecideRequestResult, { description: 'Refuses a request of a partner, with a reason that it is told.' })
  async rejectRequest(
    @Arg('id', () => ID, { description: 'Identifier of the request.' }) id: string,
    @Arg('reason', () => String, { description: 'Why; the partner reads it.' }) reason: string,
    @Arg('code', () => String, { nullable: true, description: 'Error code of PACT that says it to programs: NotFound, AccessDenied, BadRequest, …; one that fits where absent.' }) code: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<typeof DecideRequestResult> {
    const { principal } = context;
    if (!may(principal, 'decideRequests')) return new NotAuthorized(onlyOwners);
    return answered(async () => {
      await servicesOf(context).requests.checkDecidable(principal, id);
      if (reason.trim() === '') throw new TanluError('REASON_MISSING', 'A rejection needs a reason: the partner reads it.', { kind: 'usage' });
      await pactOf(context).reject(principal, id.toLowerCase(), { reason: reason.trim(), code: code ?? undefined });
      return new RequestDecided(id.toLowerCase());
    }, requestProblems);
  }

  @Mutation(() => RequestFootprintsResult, { description: 'Asks a partner for footprints by a PACT event; the answer arrives as an event, and what it brings becomes records of the hub.' })
  async requestFootprints(
    @Arg('partnerId', () => ID, { description: 'Identifier of the partner.' }) partnerId: string,
    @Arg('criteria', () => RequestCriteriaInput, { description: 'What is asked for.' }) criteria: RequestCriteriaInput,
    @Arg('comment', () => String, { nullable: true, description: 'What the partner is told with it.' }) comment: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<typeof RequestFootprintsResult> {
    if (!may(context.principal, 'managePartners')) return new NotAuthorized();
    return answered(async () => {
      const { id } = await servicesOf(context).partners.lasting(partnerId);
      const given = Object.fromEntries(Object.entries(plain(criteria)).filter(([, value]) => value !== null));
      if (Object.keys(given).length === 0) throw new TanluError('CRITERIA_MISSING', 'Say what is asked for: at least one criterion.', { kind: 'usage' });
      return new FootprintsRequested((await pactOf(context).request(context.principal, { partnerId: id, criteria: checkInput(requestCriteria, given, 'CRITERIA_INVALID'), comment: comment ?? undefined })).id);
    }, callProblems);
  }

  @Mutation(() => PullPartnerResult, { description: 'Pulls the footprints of a partner that are new or changed, now.' })
  async pullPartner(@Arg('id', () => ID, { description: 'Identifier of the partner.' }) partnerId: string, @Ctx() context: RequestContext): Promise<typeof PullPartnerResult> {
    if (!may(context.principal, 'managePartners')) return new NotAuthorized();
    return answered(async () => {
      const { id } = await servicesOf(context).partners.lasting(partnerId);
      return new PullStarted((await pactOf(context).pull(context.principal, id)).id);
    }, callProblems);
  }

  @Mutation(() => MakeRequestRuleResult, { description: 'Makes a rule that decides incoming requests for footprints of an organization by itself.' })
  async makeRequestRule(@Arg('input', () => RequestRuleInput, { description: 'The rule.' }) input: RequestRuleInput, @Ctx() context: RequestContext): Promise<typeof MakeRequestRuleResult> {
    if (!may(context.principal, 'decideRequests')) return new NotAuthorized(onlyOwners);
    const { fieldGroups, ...rest } = plain(input);
    return answered(async () => new RequestRuleMade(await servicesOf(context).rules.make(context.principal, { ...rest, ...(fieldGroups == null ? {} : { fieldGroups }) })), { refused: RequestRuleRefused });
  }

  @Mutation(() => EndRequestRuleResult, { description: 'Ends a rule.' })
  async endRequestRule(@Arg('id', () => ID, { description: 'Identifier of the rule.' }) id: string, @Ctx() context: RequestContext): Promise<typeof EndRequestRuleResult> {
    if (!may(context.principal, 'decideRequests')) return new NotAuthorized(onlyOwners);
    return answered(async () => {
      await servicesOf(context).rules.end(context.principal, id);
      return new RequestRuleEnded(id.toLowerCase());
    }, { refused: RequestRuleRefused, unknown: { code: 'RULE_UNKNOWN', problem: NoSuchRequestRule } });
  }
}

/** Adds the rows themselves to the answers; made when the hub's types are settled. */
export function footprintRequestFields(): (new () => object)[] {
  const shows = (of: typeof RequestDecided, noun: Noun, field: string, description: string): new () => object => {
    const { type } = nounType(noun);
    @Resolver(() => of)
    class ChangedFields {
      @FieldResolver(() => type, { name: field, nullable: true, description })
      row(@Root() root: Changed, @Ctx() context: GraphqlContext, @Info() info: GraphQLResolveInfo): unknown {
        return loadDataset(context, info, noun, 'id', root.id);
      }
    }
    return ChangedFields;
  };
  return [
    shows(RequestDecided, 'footprintRequest', 'request', 'The request as it is now.'), shows(FootprintsRequested, 'footprintRequest', 'request', 'The request as it is now.'),
    shows(PullStarted, 'syncRun', 'syncRun', 'The run as it is now.'), shows(RequestRuleMade, 'requestRule', 'rule', 'The rule as it is now.'), shows(RequestRuleEnded, 'requestRule', 'rule', 'The rule as it is now.'),
  ];
}

function pactOf({ pact }: RequestContext): PactService {
  if (pact) return pact;
  throw new TanluError('PACT_UNAVAILABLE', 'This server does not exchange footprints with partners.', { kind: 'unavailable' });
}
