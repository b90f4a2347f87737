// Mutations of the operator on partners: register, change, suspend, resume, end. What fails as expected is a Problem.
import 'reflect-metadata';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, FieldResolver, ID, Info, InputType, Int, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { TanluError } from '../../errors.ts';
import { may } from '../../hub/access/policy.ts';
import type { GraphqlContext } from '../../hub/graphql/context.ts';
import { loadDataset } from '../../hub/graphql/loaders.ts';
import { enumOf } from '../../hub/graphql/model-types.ts';
import { nounType } from '../../hub/graphql/noun-type.ts';
import type { ChangePartner, RegisterPartner } from '../../hub/partner/partner-input.ts';
import { partnerKind, partnerStatus, type Partner } from '../../model/partner.ts';
import type { HubServices, RequestContext } from './context.ts';
import { answered, NoSuchPartner, partnerProblems, PartnerRefused } from './partner-problem.ts';
import { NotAuthorized } from './problem.ts';

const PartnerKind = enumOf(partnerKind, 'PartnerKind');
const PartnerStatus = enumOf(partnerStatus, 'PartnerStatus');

@InputType('PartnerContactInput', { description: 'Whom to ask at a partner.' })
class PartnerContactInput {
  @Field(() => String, { description: 'Name of the person or office.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string;

  @Field(() => String, { nullable: true, description: 'Telephone number.' })
  phone?: string;

  @Field(() => String, { nullable: true, description: 'What to ask there: technical, commercial, data.' })
  role?: string;
}

@InputType('PartnerChange', { description: 'What is to be changed of a partner; what is left out stays, null takes away.' })
class PartnerChange {
  @Field(() => String, { nullable: true, description: 'Name, which no other partner has.' })
  name?: string;

  @Field(() => PartnerKind, { nullable: true, description: 'What the partner is to the hub.' })
  kind?: Partner['kind'];

  @Field(() => ID, { nullable: true, description: 'Identifier of the organization in the hub that the partner is; it sees what belongs to that organization.' })
  organizationId?: string | null;

  @Field(() => String, { nullable: true, description: 'Base address of its PACT host; /2 or /3 at the end is left out.' })
  baseUrl?: string | null;

  @Field(() => String, { nullable: true, description: 'Base address for tokens and discovery, where it is another.' })
  authUrl?: string | null;

  @Field(() => String, { nullable: true, description: 'Version of PACT that its host is spoken to in: 2.0, 2.1, 2.2, 2.3 or 3.0 (where absent).' })
  pactVersion?: string | null;

  @Field(() => [String], { nullable: true, description: 'Further values by which it names itself as the source of events.' })
  sources?: string[] | null;

  @Field(() => [PartnerContactInput], { nullable: true, description: 'Whom to ask.' })
  contacts?: PartnerContactInput[] | null;

  @Field(() => Int, { nullable: true, description: 'Minutes between pulls of its footprints, 5 or more; none where absent.' })
  syncMinutes?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is told of footprints that are new or deprecated, of those it may see; not where absent.' })
  tellsChanges?: boolean;

  @Field(() => String, { nullable: true, description: 'Remark of the operator.' })
  note?: string | null;

  @Field(() => String, { nullable: true, description: 'Identifier that the hub signs in with at its host.' })
  clientId?: string | null;

  @Field(() => String, { nullable: true, description: 'Secret that the hub signs in with at its host; kept sealed and never shown.' })
  clientSecret?: string | null;
}

@InputType('PartnerRegistration', { description: 'A new partner.' })
class PartnerRegistration extends PartnerChange {
  @Field(() => String, { description: 'Name, which no other partner has.' })
  declare name: string;

  @Field(() => PartnerKind, { description: 'What the partner is to the hub.' })
  declare kind: Partner['kind'];
}

@ObjectType('PartnerSaved', { description: 'The partner is stored as it was given.' })
export class PartnerSaved {
  partnerId: string;

  constructor(partnerId: string) {
    this.partnerId = partnerId;
  }
}

@ObjectType('PartnerName', { simpleResolvers: true, description: 'A partner as far as all who give access must know it.' })
class PartnerName {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => PartnerKind, { description: 'What the partner is to the hub.' })
  kind!: Partner['kind'];
}

const PartnerResult = createUnionType({
  name: 'PartnerResult', description: 'A partner that is stored, or why it is not.',
  types: () => [PartnerSaved, NotAuthorized, NoSuchPartner, PartnerRefused] as const,
});

/** Input objects of type-graphql are instances of classes; the checks want what was given and no more. */
export const plain = <T extends object>(input: T): T => JSON.parse(JSON.stringify(input)) as T;

@Resolver()
export class PartnerMutations {
  @Mutation(() => PartnerResult, { description: 'Registers a partner. issueCredential then lets its programs in, grantAccess opens what is not open to all partners.' })
  async registerPartner(@Arg('input', () => PartnerRegistration, { description: 'The partner.' }) input: PartnerRegistration, @Ctx() context: RequestContext): Promise<typeof PartnerResult> {
    if (!may(context.principal, 'managePartners')) return new NotAuthorized();
    return answered(async () => new PartnerSaved(await servicesOf(context).partners.register(plain(input) as RegisterPartner)), partnerProblems);
  }

  @Mutation(() => PartnerResult, { description: 'Changes what is registered of a partner.' })
  async changePartner(
    @Arg('id', () => ID, { description: 'Identifier of the partner.' }) id: string, @Arg('input', () => PartnerChange, { description: 'What changes.' }) input: PartnerChange, @Ctx() context: RequestContext,
  ): Promise<typeof PartnerResult> {
    if (!may(context.principal, 'managePartners')) return new NotAuthorized();
    return answered(async () => {
      await servicesOf(context).partners.change(id, plain(input) as ChangePartner);
      return new PartnerSaved(id.toLowerCase());
    }, partnerProblems);
  }

  @Mutation(() => PartnerResult, { description: 'Suspends a partner, lets it come back, or ends the partnership for good with all its credentials, grants and rules.' })
  async setPartnerStatus(
    @Arg('id', () => ID, { description: 'Identifier of the partner.' }) id: string, @Arg('status', () => PartnerStatus, { description: 'ENDED cannot be taken back.' }) status: Partner['status'], @Ctx() context: RequestContext,
  ): Promise<typeof PartnerResult> {
    if (!may(context.principal, 'managePartners')) return new NotAuthorized();
    return answered(async () => {
      await servicesOf(context).partners.setStatus(context.principal, id, status);
      return new PartnerSaved(id.toLowerCase());
    }, partnerProblems);
  }

  @Query(() => [PartnerName], { nullable: true, description: 'Partners that access can be granted to, by name; null for those who may grant none.' })
  async partnerNames(@Ctx() context: RequestContext): Promise<PartnerName[] | null> {
    if (!may(context.principal, 'manageGrants')) return null;
    return (await servicesOf(context).partners.list()).filter(({ status }) => status !== 'ENDED').map(({ id, name, kind }) => ({ id, name, kind }));
  }
}

/** Adds the partner itself to the answer; made when the hub's types are settled. */
export function partnerSavedFields(): (new () => object)[] {
  const { type } = nounType('partner');
  @Resolver(() => PartnerSaved)
  class PartnerSavedFields {
    @FieldResolver(() => type, { nullable: true, description: 'The partner as it is now.' })
    partner(@Root() root: PartnerSaved, @Ctx() context: GraphqlContext, @Info() info: GraphQLResolveInfo): unknown {
      return loadDataset(context, info, 'partner', 'id', root.partnerId);
    }
  }
  return [PartnerSavedFields];
}

export function servicesOf({ services }: RequestContext): HubServices {
  if (services) return services;
  throw new TanluError('PARTNERS_UNAVAILABLE', 'This server does not manage partners. Use `tanlu partner` on the machine of the database.', { kind: 'unavailable' });
}
