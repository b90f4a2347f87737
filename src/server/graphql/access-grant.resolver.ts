// Mutations on grants: operators give access to all records, others to those of their organization. What fails as expected is a Problem.
import 'reflect-metadata';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, FieldResolver, ID, Info, InputType, Mutation, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import type { GrantAccess } from '../../hub/access-grant/access-grant.service.ts';
import { may } from '../../hub/access/policy.ts';
import type { GraphqlContext } from '../../hub/graphql/context.ts';
import { loadDataset } from '../../hub/graphql/loaders.ts';
import { enumOf } from '../../hub/graphql/model-types.ts';
import { nounType } from '../../hub/graphql/noun-type.ts';
import { DateTimeScalar } from '../../hub/graphql/scalars.ts';
import { fieldGroup, type FieldGroup } from '../../model/field-group.ts';
import { datasetNouns, type DatasetNoun } from '../../model/noun.ts';
import { grantTarget, type AccessGrant } from '../../model/partner.ts';
import type { RequestContext } from './context.ts';
import { answered, GrantRefused, NoSuchGrant } from './partner-problem.ts';
import { plain, servicesOf } from './partner.resolver.ts';
import { NotAuthorized } from './problem.ts';

export const FieldGroupEnum = enumOf(fieldGroup, 'FieldGroup');
const GrantTarget = enumOf(grantTarget, 'GrantTarget');
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const DatasetNounEnum = Object.fromEntries(datasetNouns.map((noun) => [words(noun).replaceAll(' ', '_').toUpperCase(), noun]));
registerEnumType(DatasetNounEnum, {
  name: 'DatasetNoun', description: 'Kinds of records that have identifier, version and visibility.',
  valuesConfig: Object.fromEntries(Object.entries(DatasetNounEnum).map(([key, noun]) => [key, { description: `A record of kind ${words(noun)}.` }])),
});

export const onlyOwners = 'Only operators, and people of an enterprise or a certification body for what is theirs, may do this. Sign in as one of them.';

@InputType('AccessGrantInput', { description: 'What is opened, and to whom: give either partnerId or organizationId.' })
class AccessGrantInput {
  @Field(() => ID, { nullable: true, description: 'Identifier of the partner it is given to.' })
  partnerId?: string;

  @Field(() => ID, { nullable: true, description: 'Identifier of the organization it is given to, where that is no partner.' })
  organizationId?: string;

  @Field(() => GrantTarget, { description: 'What it is for: one record whatever its visibility, or the records of a product or an organization that are not PRIVATE.' })
  target!: AccessGrant['target'];

  @Field(() => DatasetNounEnum, { nullable: true, description: 'Kind of the record, for RECORD.' })
  noun?: DatasetNoun;

  @Field(() => ID, { description: 'Identifier of the record, product or organization.' })
  targetId!: string;

  @Field(() => [FieldGroupEnum], { nullable: true, description: 'Restricted groups of fields that come with it; none where absent.' })
  fieldGroups?: FieldGroup[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends; not by itself where absent.' })
  validUntil?: string;

  @Field(() => String, { nullable: true, description: 'Why it is given: a contract, a request.' })
  reason?: string;
}

@ObjectType('AccessGranted', { description: 'The grant is in force.' })
export class AccessGranted {
  grantId: string;

  constructor(grantId: string) {
    this.grantId = grantId;
  }
}

@ObjectType('AccessRevoked', { description: 'The grant is withdrawn.' })
export class AccessRevoked extends AccessGranted {}

const GrantAccessResult = createUnionType({ name: 'GrantAccessResult', description: 'A grant, or why there is none.', types: () => [AccessGranted, NotAuthorized, GrantRefused] as const });
const RevokeAccessResult = createUnionType({ name: 'RevokeAccessResult', description: 'A withdrawn grant, or why it is not.', types: () => [AccessRevoked, NotAuthorized, NoSuchGrant, GrantRefused] as const });

@Resolver()
export class AccessGrantMutations {
  @Mutation(() => GrantAccessResult, { description: 'Opens records, and groups of their fields, to a partner or an organization. Of people of an enterprise or a certification body it reaches only what belongs to their organization.' })
  async grantAccess(@Arg('input', () => AccessGrantInput, { description: 'The grant.' }) input: AccessGrantInput, @Ctx() context: RequestContext): Promise<typeof GrantAccessResult> {
    if (!may(context.principal, 'manageGrants')) return new NotAuthorized(onlyOwners);
    const { fieldGroups, ...rest } = plain(input);
    return answered(async () => new AccessGranted(await servicesOf(context).grants.grant(context.principal, { ...rest, ...(fieldGroups == null ? {} : { fieldGroups }) } as GrantAccess)), { refused: GrantRefused });
  }

  @Mutation(() => RevokeAccessResult, { description: 'Withdraws a grant: from the next question on it opens nothing.' })
  async revokeAccess(@Arg('id', () => ID, { description: 'Identifier of the grant.' }) id: string, @Ctx() context: RequestContext): Promise<typeof RevokeAccessResult> {
    if (!may(context.principal, 'manageGrants')) return new NotAuthorized(onlyOwners);
    return answered(async () => {
      await servicesOf(context).grants.revoke(context.principal, id);
      return new AccessRevoked(id.toLowerCase());
    }, { refused: GrantRefused, unknown: { code: 'GRANT_UNKNOWN', problem: NoSuchGrant } });
  }
}

/** Adds the grant itself to the answers; made when the hub's types are settled. */
export function accessGrantFields(): (new () => object)[] {
  const { type } = nounType('accessGrant');
  const fieldsOf = (of: typeof AccessGranted): new () => object => {
    @Resolver(() => of)
    class AccessGrantFields {
      @FieldResolver(() => type, { nullable: true, description: 'The grant as it is now.' })
      grant(@Root() root: AccessGranted, @Ctx() context: GraphqlContext, @Info() info: GraphQLResolveInfo): unknown {
        return loadDataset(context, info, 'accessGrant', 'id', root.grantId);
      }
    }
    return AccessGrantFields;
  };
  return [fieldsOf(AccessGranted)];
}
