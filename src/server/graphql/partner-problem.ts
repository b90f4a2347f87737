// Expected failures of the mutations on partners, credentials, grants, requests and people: the problem that each refusal of a service becomes.
import 'reflect-metadata';
import { Field, ObjectType } from 'type-graphql';
import { TanluError } from '../../errors.ts';
import { NotAuthorized, Problem } from './problem.ts';

/** A problem with a code. type-graphql knows no abstract object types, so each is made by this function. */
function refusal(name: string, description: string) {
  class Refused extends Problem {
    code: string;

    constructor(code: string, message: string) {
      super();
      this.code = code;
      this.message = message;
    }
  }
  Field(() => String, { description: 'Stable code of the reason.' })(Refused.prototype, 'code');
  ObjectType(name, { implements: Problem, description })(Refused);
  return Refused;
}

/** What was named is not there, or not to be seen. */
function absence(name: string, description: string) {
  class Absent extends Problem {
    constructor(message: string) {
      super();
      this.message = message;
    }
  }
  ObjectType(name, { implements: Problem, description })(Absent);
  return Absent;
}

export const PartnerRefused = refusal('PartnerRefused', 'A partner cannot be registered or changed like this: PARTNER_INVALID, PARTNER_NAME_TAKEN, PARTNER_ENDED, ORGANIZATION_UNKNOWN.');
export const NoSuchPartner = absence('NoSuchPartner', 'There is no such partner.');
export const CredentialRefused = refusal('CredentialRefused', 'No such credential can be had: CLIENT_ID_INVALID, CLIENT_ID_TAKEN, CLIENT_UNKNOWN, JWKS_INVALID, TIME_INVALID, PARTNER_ENDED.');
export const NoSuchCredential = absence('NoSuchCredential', 'There is no such credential, or it was revoked before.');
export const GrantRefused = refusal('GrantRefused', 'Nothing was granted or withdrawn: GRANT_INVALID, TARGET_UNKNOWN, GRANTEE_UNKNOWN, PARTNER_ENDED, GRANT_REVOKED.');
export const NoSuchGrant = absence('NoSuchGrant', 'There is no such grant to see.');
export const RequestRefused = refusal('RequestRefused', 'Nothing was decided, sent or pulled; the code tells why: REQUEST_DECIDED, FOOTPRINT_UNKNOWN, PARTNER_NOT_CALLABLE, …');
export const NoSuchRequest = absence('NoSuchRequest', 'There is no such request to see.');
export const RequestRuleRefused = refusal('RequestRuleRefused', 'The rule cannot be made or ended: RULE_INVALID, TARGET_UNKNOWN, RULE_ENDED.');
export const NoSuchRequestRule = absence('NoSuchRequestRule', 'There is no such rule to see.');
export const PersonRefused = refusal('PersonRefused', 'A person cannot be changed like this: PERSON_INVALID, ORGANIZATION_UNKNOWN.');
export const NoSuchPerson = absence('NoSuchPerson', 'No such person has signed in.');

interface Problems<R, N> { refused: new (code: string, message: string) => R; unknown?: { code: string; problem: new (message: string) => N } }

/** Runs what a service may refuse. What is refused for a reason that people may know becomes a problem; everything else is thrown on. */
export async function answered<T, R, N = never>(work: () => Promise<T>, { refused, unknown }: Problems<R, N>): Promise<T | R | N | NotAuthorized> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TanluError) || error.kind === 'internal' || error.kind === 'unavailable') throw error;
    if (error.kind === 'forbidden') return new NotAuthorized(error.message);
    if (unknown !== undefined && error.code === unknown.code) return new unknown.problem(error.message);
    return new refused(error.code, error.message);
  }
}

export const partnerProblems = { refused: PartnerRefused, unknown: { code: 'PARTNER_UNKNOWN', problem: NoSuchPartner } };
