// People who have signed in: seen and changed by the administrator.
import 'reflect-metadata';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, FieldResolver, ID, Info, InputType, Int, Mutation, ObjectType, Query, registerEnumType, Resolver, Root } from 'type-graphql';
import { TanluError } from '../../errors.ts';
import { may } from '../../hub/access/policy.ts';
import type { PersonRole } from '../../hub/access/principal.ts';
import { isIdentifier } from '../../hub/check-input.ts';
import type { GraphqlContext } from '../../hub/graphql/context.ts';
import { loadDataset } from '../../hub/graphql/loaders.ts';
import { nounType } from '../../hub/graphql/noun-type.ts';
import { DateTimeScalar } from '../../hub/graphql/scalars.ts';
import type { ChangePerson, Person as SignedInPerson } from '../../hub/person/person.service.ts';
import type { RequestContext } from './context.ts';
import { answered, NoSuchPerson, PersonRefused } from './partner-problem.ts';
import { plain, servicesOf } from './partner.resolver.ts';
import { NotAuthorized } from './problem.ts';

const PersonRoleEnum = { READER: 'reader', ENTERPRISE: 'enterprise', CERTIFICATION_BODY: 'certificationBody', OPERATOR: 'operator', ADMINISTRATOR: 'administrator' } as const satisfies Record<string, PersonRole>;
registerEnumType(PersonRoleEnum, {
  name: 'PersonRole', description: 'What a person may be to this hub.',
  valuesConfig: {
    READER: { description: 'Sees what is public.' }, ENTERPRISE: { description: 'Sees and opens to others what belongs to a company, and decides requests for it.' },
    CERTIFICATION_BODY: { description: 'The same for a certification body.' }, OPERATOR: { description: 'Runs the hub for all.' }, ADMINISTRATOR: { description: 'May do everything.' },
  },
});
const PersonStatusEnum = { ACTIVE: 'ACTIVE', SUSPENDED: 'SUSPENDED' } as const;
registerEnumType(PersonStatusEnum, { name: 'PersonStatus', description: 'Whether a person may use the hub.', valuesConfig: { ACTIVE: { description: 'May sign in.' }, SUSPENDED: { description: 'Is refused.' } } });

@ObjectType('Person', { simpleResolvers: true, description: 'A person who has signed in.' })
export class PersonType {
  @Field(() => ID, { description: 'Identifier.' })
  id!: string;

  @Field(() => String, { description: 'Name, as the provider of the sign-in tells it.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address, as the provider tells it.' })
  email!: string | null;

  @Field(() => String, { description: 'Provider that the person signs in with.' })
  issuer!: string;

  @Field(() => PersonRoleEnum, { description: 'What the person may be to the hub.' })
  role!: PersonRole;

  @Field(() => ID, { nullable: true, description: 'Identifier of the organization that the person belongs to.' })
  organizationId!: string | null;

  @Field(() => PersonStatusEnum, { description: 'Whether the person may use the hub.' })
  status!: 'ACTIVE' | 'SUSPENDED';

  @Field(() => DateTimeScalar, { description: 'When the person first signed in.' })
  createdAt!: string;

  @Field(() => DateTimeScalar, { description: 'When the person last used the hub, to the minute.' })
  lastSeen!: string;

  constructor(person: SignedInPerson) {
    Object.assign(this, person);
  }
}

@InputType('PersonChange', { description: 'What is to be changed of a person; what is left out stays. What the provider tells at every sign-in comes back with the next.' })
class PersonChange {
  @Field(() => PersonRoleEnum, { nullable: true, description: 'Role.' })
  role?: PersonRole;

  @Field(() => ID, { nullable: true, description: 'Identifier of an organization of the hub; null takes it away.' })
  organizationId?: string | null;

  @Field(() => PersonStatusEnum, { nullable: true, description: 'Whether the person may use the hub.' })
  status?: 'ACTIVE' | 'SUSPENDED';
}

@ObjectType('PersonChanged', { simpleResolvers: true, description: 'The change is stored. It counts from the next request on, or a few seconds later where the hub runs as several processes.' })
class PersonChanged {
  @Field(() => ID, { description: 'Identifier of the person.' })
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}

const ChangePersonResult = createUnionType({ name: 'ChangePersonResult', description: 'A changed person, or why it is not.', types: () => [PersonChanged, NotAuthorized, NoSuchPerson, PersonRefused] as const });
const onlyAdministrator = 'Only the administrator may do this. Sign in as one, or send `Authorization: Bearer <token>` with the administrator\'s token.';

@Resolver()
export class PersonResolver {
  @Query(() => [PersonType], { nullable: true, description: 'People who have signed in, by name; for the administrator, null for others.' })
  async people(
    @Arg('search', () => String, { nullable: true, description: 'Only those whose name or e-mail address holds this text.' }) search: string | undefined,
    @Arg('role', () => PersonRoleEnum, { nullable: true, description: 'Only those of this role.' }) role: PersonRole | undefined,
    @Arg('first', () => Int, { defaultValue: 100, description: 'At most so many.' }) first: number,
    @Arg('after', () => ID, { nullable: true, description: 'Only those after this person.' }) after: string | undefined,
    @Ctx() context: RequestContext & GraphqlContext,
  ): Promise<PersonType[] | null> {
    if (!may(context.principal, 'administer')) return null;
    const { maxPage } = context.limits;
    if (first < 0 || first > maxPage || (after != null && !isIdentifier(after))) throw new TanluError('INPUT_INVALID', `\`first\` must be 0 to ${maxPage}, \`after\` the identifier of a person.`, { kind: 'usage' });
    return (await servicesOf(context).people.list({ search: search ?? undefined, role: role ?? undefined, first, after: after ?? undefined })).map((person) => new PersonType(person));
  }

  @Mutation(() => ChangePersonResult, { description: 'Gives a person another role, organization or status.' })
  async changePerson(
    @Arg('id', () => ID, { description: 'Identifier of the person.' }) id: string, @Arg('input', () => PersonChange, { description: 'What changes.' }) input: PersonChange, @Ctx() context: RequestContext,
  ): Promise<typeof ChangePersonResult> {
    if (!may(context.principal, 'administer')) return new NotAuthorized(onlyAdministrator);
    return answered(async () => {
      const { role, status, ...rest } = plain(input);
      await servicesOf(context).people.change(id, { ...rest, ...(role == null ? {} : { role }), ...(status == null ? {} : { status }) } as ChangePerson);
      return new PersonChanged(id.toLowerCase());
    }, { refused: PersonRefused, unknown: { code: 'PERSON_UNKNOWN', problem: NoSuchPerson } });
  }
}

/** Adds the organization; made when the hub's types are settled. */
export function personFields(): (new () => object)[] {
  const { type } = nounType('organization');
  @Resolver(() => PersonType)
  class PersonFields {
    @FieldResolver(() => type, { nullable: true, description: 'Organization that the person belongs to.' })
    organization(@Root() { organizationId }: PersonType, @Ctx() context: GraphqlContext, @Info() info: GraphQLResolveInfo): unknown {
      return organizationId === null ? null : loadDataset(context, info, 'organization', 'id', organizationId);
    }
  }
  return [PersonFields];
}
