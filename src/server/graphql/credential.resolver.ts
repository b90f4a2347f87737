// Mutations of the operator on credentials of partners' programs: issue, rotate with overlap, revoke, register keys. A secret is shown once, in the answer that issues it.
import 'reflect-metadata';
import { Arg, createUnionType, Ctx, Field, Float, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { TanluError } from '../../errors.ts';
import { may } from '../../hub/access/policy.ts';
import { JsonScalar, DateTimeScalar } from '../../hub/graphql/scalars.ts';
import { PartnerCredential, shownCredential } from '../../hub/partner/credential-type.ts';
import { newClientId, type Credential, type IssuedSecret } from '../../hub/partner/credential.ts';
import { isIdentifier } from '../../hub/check-input.ts';
import type { RequestContext } from './context.ts';
import { answered, CredentialRefused, NoSuchCredential, NoSuchPartner } from './partner-problem.ts';
import { servicesOf } from './partner.resolver.ts';
import { NotAuthorized } from './problem.ts';

@ObjectType('CredentialIssued', { simpleResolvers: true, description: 'A new secret. It is shown this once: hand it to the partner on a safe way.' })
class CredentialIssued {
  @Field(() => PartnerCredential, { description: 'The credential.' })
  credential: object;

  @Field(() => String, { description: 'The secret. The hub keeps only a hash of it.' })
  secret: string;

  constructor({ credential, secret }: IssuedSecret) {
    this.credential = shownCredential(credential);
    this.secret = secret;
  }
}

@ObjectType('KeysRegistered', { simpleResolvers: true, description: 'The keys are registered; the program may sign in with them.' })
class KeysRegistered {
  @Field(() => PartnerCredential, { description: 'The credential.' })
  credential: object;

  constructor(credential: Credential) {
    this.credential = shownCredential(credential);
  }
}

@ObjectType('CredentialRevoked', { simpleResolvers: true, description: 'The credential is over. Tokens that were given for it stay valid until they expire, an hour by default; suspend the partner to stop them now.' })
class CredentialRevoked {
  @Field(() => ID, { description: 'Identifier of the credential.' })
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}

const CredentialResult = createUnionType({
  name: 'CredentialResult', description: 'A new secret, or why there is none.', types: () => [CredentialIssued, NotAuthorized, NoSuchPartner, CredentialRefused] as const,
});
const RegisterKeysResult = createUnionType({
  name: 'RegisterKeysResult', description: 'Registered keys, or why they are not.', types: () => [KeysRegistered, NotAuthorized, NoSuchPartner, CredentialRefused] as const,
});
const RevokeCredentialResult = createUnionType({
  name: 'RevokeCredentialResult', description: 'A revoked credential, or why it is not.', types: () => [CredentialRevoked, NotAuthorized, NoSuchCredential] as const,
});

const problems = { refused: CredentialRefused, unknown: { code: 'PARTNER_UNKNOWN', problem: NoSuchPartner } };

/** @throws TanluError (usage) TIME_INVALID */
function checkEnd(notAfter: string | undefined | null): string | null {
  if (notAfter == null || Date.parse(notAfter) > Date.now()) return notAfter ?? null;
  throw new TanluError('TIME_INVALID', 'notAfter must lie in the future.', { kind: 'usage' });
}

const clientIdText = 'Identifier of the program, 3 to 100 letters, digits and -._; made of the name of the partner where absent. A program may have several credentials under one identifier.';
const notAfterText = 'When it ends; not by itself where absent.';

@Resolver()
export class CredentialMutations {
  @Mutation(() => CredentialResult, { description: 'Issues a secret to a program of a partner. Those it has stay valid.' })
  async issueCredential(
    @Arg('partnerId', () => ID, { description: 'Identifier of the partner.' }) partnerId: string,
    @Arg('clientId', () => String, { nullable: true, description: clientIdText }) clientId: string | undefined,
    @Arg('notAfter', () => DateTimeScalar, { nullable: true, description: notAfterText }) notAfter: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<typeof CredentialResult> {
    if (!may(context.principal, 'managePartners')) return new NotAuthorized();
    const { partners, credentials } = servicesOf(context);
    return answered(async () => {
      const { id, name } = await partners.lasting(partnerId);
      return new CredentialIssued(await credentials.issue({ partnerId: id, clientId: clientId ?? newClientId(name), notAfter: checkEnd(notAfter) }));
    }, problems);
  }

  @Mutation(() => CredentialResult, { description: 'Issues another secret to a program; those it has end after the overlap, in which both are valid.' })
  async rotateCredential(
    @Arg('clientId', () => String, { description: 'Identifier of the program.' }) clientId: string,
    @Arg('overlapHours', () => Float, { defaultValue: 24, description: 'Hours for which the secrets of before stay valid: 0 to 8760.' }) overlapHours: number,
    @Ctx() context: RequestContext,
  ): Promise<typeof CredentialResult> {
    if (!may(context.principal, 'managePartners')) return new NotAuthorized();
    const { partners, credentials } = servicesOf(context);
    return answered(async () => {
      if (!(overlapHours >= 0 && overlapHours <= 8760)) throw new TanluError('TIME_INVALID', 'overlapHours must be 0 to 8760, which is a year.', { kind: 'usage' });
      const partnerId = await credentials.partnerOf(clientId);
      if (partnerId !== undefined) await partners.lasting(partnerId);
      return new CredentialIssued(await credentials.rotate(clientId, overlapHours * 3600));
    }, problems);
  }

  @Mutation(() => RevokeCredentialResult, { description: 'Ends a credential at once.' })
  async revokeCredential(@Arg('id', () => ID, { description: 'Identifier of the credential.' }) id: string, @Ctx() context: RequestContext): Promise<typeof RevokeCredentialResult> {
    if (!may(context.principal, 'managePartners')) return new NotAuthorized();
    if (isIdentifier(id) && await servicesOf(context).credentials.revoke(id)) return new CredentialRevoked(id.toLowerCase());
    return new NoSuchCredential(`There is no credential "${id.slice(0, 100)}", or it was revoked before.`);
  }

  @Mutation(() => RegisterKeysResult, { description: 'Registers public keys of a program, with which it signs assertions instead of sending a secret (private_key_jwt).' })
  async registerKeys(
    @Arg('partnerId', () => ID, { description: 'Identifier of the partner.' }) partnerId: string,
    @Arg('jwks', () => JsonScalar, { description: 'Set of public keys (RFC 7517): {"keys": [...]}.' }) jwks: unknown,
    @Arg('clientId', () => String, { nullable: true, description: clientIdText }) clientId: string | undefined,
    @Arg('notAfter', () => DateTimeScalar, { nullable: true, description: notAfterText }) notAfter: string | undefined,
    @Ctx() context: RequestContext,
  ): Promise<typeof RegisterKeysResult> {
    if (!may(context.principal, 'managePartners')) return new NotAuthorized();
    const { partners, credentials } = servicesOf(context);
    return answered(async () => {
      const { id, name } = await partners.lasting(partnerId);
      return new KeysRegistered(await credentials.register({ partnerId: id, clientId: clientId ?? newClientId(name), jwks, notAfter: checkEnd(notAfter) }));
    }, problems);
  }
}
