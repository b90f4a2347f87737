// viewer: who asks, as the hub sees it.
import 'reflect-metadata';
import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, FieldResolver, ID, Info, ObjectType, Query, registerEnumType, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../graphql/context.ts';
import { loadDataset } from '../graphql/loaders.ts';
import { nounType } from '../graphql/noun-type.ts';
import type { Principal, Role } from './principal.ts';

const RoleEnum = {
  ANONYMOUS: 'anonymous', READER: 'reader', ENTERPRISE: 'enterprise', CERTIFICATION_BODY: 'certificationBody', OPERATOR: 'operator', ADMINISTRATOR: 'administrator', PARTNER_SERVICE: 'partnerService',
} as const satisfies Record<string, Role>;
registerEnumType(RoleEnum, {
  name: 'Role', description: 'What somebody is to this hub.',
  valuesConfig: {
    ANONYMOUS: { description: 'Nobody has said who asks: sees what is public.' }, READER: { description: 'A person who has signed in: sees what is public.' },
    ENTERPRISE: { description: 'A person of a company.' }, CERTIFICATION_BODY: { description: 'A person of a certification body.' },
    OPERATOR: { description: 'A person who runs the hub for all.' }, ADMINISTRATOR: { description: 'Sees and may do everything.' }, PARTNER_SERVICE: { description: 'A program of a partner organization.' },
  },
});

@ObjectType('Viewer', { description: 'Who asks, as the hub sees it.' })
export class Viewer {
  @Field(() => RoleEnum, { description: 'Decides what is seen and what may be done.' })
  role: Role;

  @Field(() => ID, { nullable: true, description: 'Identifier of the person who has signed in.' })
  personId: string | undefined;

  @Field(() => String, { nullable: true, description: 'Name of the person, or identifier of the program.' })
  name: string | undefined;

  @Field(() => [String], { nullable: true, description: 'What the token of a program allows; null for people.' })
  scopes: string[] | undefined;

  organizationId: string | undefined;

  constructor({ role, person, partner, organization, scopes }: Principal) {
    this.role = role;
    this.personId = person?.id;
    this.name = person?.name ?? partner?.clientId;
    this.scopes = scopes;
    this.organizationId = organization;
  }
}

@Resolver()
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who asks.' })
  viewer(@Ctx() { principal }: GraphqlContext): Viewer {
    return new Viewer(principal);
  }
}

/** Adds the organization; made when the hub's types are settled. */
export function viewerFields(): (new () => object)[] {
  const { type } = nounType('organization');
  @Resolver(() => Viewer)
  class ViewerFields {
    @FieldResolver(() => type, { nullable: true, description: 'Organization that the person or program belongs to.' })
    organization(@Root() { organizationId }: Viewer, @Ctx() context: GraphqlContext, @Info() info: GraphQLResolveInfo): unknown {
      return organizationId === undefined ? null : loadDataset(context, info, 'organization', 'id', organizationId);
    }
  }
  return [ViewerFields];
}
