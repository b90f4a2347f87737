// Inputs of the mutations on requests for footprints: what is asked for, and rules (PACT v3 §Asynchronous request: RequestCreatedEvent).
import 'reflect-metadata';
import { Field, ID, InputType } from 'type-graphql';
import { enumOf } from '../../hub/graphql/model-types.ts';
import { DateScalar, DateTimeScalar } from '../../hub/graphql/scalars.ts';
import { requestCriteria, requestRule, type RequestRule } from '../../model/exchange-of-footprints.ts';
import type { FieldGroup } from '../../model/field-group.ts';
import { unwrap } from '../../database/tables/schema-path.ts';
import { FieldGroupEnum } from './access-grant.resolver.ts';

const RequestedStatus = enumOf(unwrap(requestCriteria.shape.status), 'RequestedStatus');
const RequestAction = enumOf(requestRule.shape.action, 'RequestAction');

@InputType('RequestedPeriod', { description: 'Days of a reference period.' })
class RequestedPeriod {
  @Field(() => DateScalar, { description: 'First day.' })
  start!: string;

  @Field(() => DateScalar, { description: 'Last day.' })
  end!: string;
}

@InputType('RequestCriteriaInput', { description: 'What a request asks for: within a criterion one value is enough, all criteria must hold.' })
export class RequestCriteriaInput {
  @Field(() => [String], { nullable: true, description: 'URNs of products.' })
  productIds?: string[];

  @Field(() => [String], { nullable: true, description: 'URNs of companies.' })
  companyIds?: string[];

  @Field(() => [String], { nullable: true, description: 'Regions, countries or subdivisions in the words of PACT.' })
  geographies?: string[];

  @Field(() => [String], { nullable: true, description: 'URNs of product classes.' })
  classifications?: string[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'Valid at this time.' })
  validOn?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Valid from a time after this.' })
  validAfter?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Valid until a time before this.' })
  validBefore?: string;

  @Field(() => RequestedStatus, { nullable: true, description: 'Status wanted.' })
  status?: 'PUBLISHED' | 'DEPRECATED';

  @Field(() => RequestedPeriod, { nullable: true, description: 'Reference period wanted (PACT 2 only).' })
  referencePeriod?: RequestedPeriod;
}

@InputType('RequestRuleInput', { description: 'A rule that decides requests by itself.' })
export class RequestRuleInput {
  @Field(() => ID, { nullable: true, description: 'Identifier of the partner whose requests it decides; all where absent.' })
  partnerId?: string;

  @Field(() => ID, { nullable: true, description: 'Identifier of the product it is about; all of the organization where absent.' })
  productId?: string;

  @Field(() => ID, { nullable: true, description: 'Identifier of the organization whose footprints it is about; your own where absent. Operators must give it.' })
  ownerId?: string;

  @Field(() => RequestAction, { description: 'What it does.' })
  action!: RequestRule['action'];

  @Field(() => [FieldGroupEnum], { nullable: true, description: 'Restricted groups of fields that come with an approval; none where absent.' })
  fieldGroups?: FieldGroup[];

  @Field(() => String, { nullable: true, description: 'Why; a rejection must state it.' })
  reason?: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends; not by itself where absent.' })
  validUntil?: string;
}
