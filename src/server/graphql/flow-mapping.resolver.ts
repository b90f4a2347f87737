// Mutations of the operator on flow mappings: decide, declare that there is no counterpart, withdraw, apply anew. What fails as expected is a Problem.
import 'reflect-metadata';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, createUnionType, Ctx, Field, FieldResolver, ID, Info, InputType, Int, Mutation, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { TanluError } from '../../errors.ts';
import { may } from '../../hub/access/policy.ts';
import type { GraphqlContext } from '../../hub/graphql/context.ts';
import { Issue } from '../../hub/graphql/interfaces.ts';
import { loadDataset } from '../../hub/graphql/loaders.ts';
import { nounType } from '../../hub/graphql/noun-type.ts';
import { DecimalScalar } from '../../hub/graphql/scalars.ts';
import type { Decided, MapFlowInput } from '../../transfer/flow-maps/decisions.ts';
import type { ApplyReport } from '../../transfer/flow-maps/stored-mappings.ts';
import type { RequestContext } from './context.ts';
import { FlowMappingRefused, NoSuchFlow, NotAuthorized } from './problem.ts';

const AppliedCondition = { SAME: 'SAME', NARROWER: 'NARROWER', PROXY: 'PROXY' } as const;
registerEnumType(AppliedCondition, {
  name: 'AppliedCondition', description: 'How a flow relates to the one it is decided to be; only these are applied.',
  valuesConfig: { SAME: { description: 'The same flow (=).' }, NARROWER: { description: 'A subset of the target (<); told for every exchange.' }, PROXY: { description: 'The target stands in for it (~); told for every exchange.' } },
});

@InputType('FlowDecision', { description: 'What a flow is decided to be.' })
class FlowDecision implements MapFlowInput {
  @Field(() => ID, { description: 'Identifier of the elementary flow.' })
  flowId!: string;

  @Field(() => ID, { description: 'Identifier of the target: a flow of the lists that the hub knows (flowMapRows), or another elementary flow of the hub.' })
  targetId!: string;

  @Field(() => AppliedCondition, { description: 'How the flow relates to the target.' })
  condition!: MapFlowInput['condition'];

  @Field(() => DecimalScalar, { nullable: true, description: 'Amount of the target per amount of the flow, above zero; that of the units where absent.' })
  factor?: string | null;

  @Field(() => String, { nullable: true, description: 'Unit of the target that the factor leads to; its own where absent.' })
  unit?: string | null;

  @Field(() => String, { description: 'Why: kept with the mapping, and written into mapping files.' })
  reason!: string;
}

@ObjectType('FlowDecided', { description: 'The decision is stored, and will survive imports.' })
export class FlowDecided {
  mappingId: string;
  @Field(() => [Issue], { description: 'What should be known of the decision: units that differ, factors unlike those of the units.' })
  issues: object[];

  constructor(mappingId: string, issues: object[]) {
    this.mappingId = mappingId;
    this.issues = issues;
  }
}

@ObjectType('FlowMappingsApplied', { description: 'All elementary flows of the hub were mapped anew.' })
export class FlowMappingsApplied {
  @Field(() => Int, { description: 'Elementary flows looked at.' })
  examined: number;
  @Field(() => Int, { description: 'Flows that had no mapping yet.' })
  added: number;
  @Field(() => Int, { description: 'Flows whose mapping changed.' })
  changed: number;
  @Field(() => Int, { description: 'Flows whose mapping stayed, those with a decision among them.' })
  unchanged: number;
  @Field(() => Int, { description: 'Flows that no flow of the list was found for.' })
  unmapped: number;

  constructor({ examined, added, changed, unchanged, flows }: ApplyReport) {
    this.examined = examined;
    this.added = added;
    this.changed = changed;
    this.unchanged = unchanged;
    this.unmapped = flows.NONE;
  }
}

const DecideFlowResult = createUnionType({
  name: 'DecideFlowResult', description: 'A decision that is stored, or why it is not.',
  types: () => [FlowDecided, NotAuthorized, NoSuchFlow, FlowMappingRefused] as const,
});
const ApplyFlowMappingsResult = createUnionType({
  name: 'ApplyFlowMappingsResult', description: 'What the mapping of all flows changed, or why it was not done.',
  types: () => [FlowMappingsApplied, NotAuthorized] as const,
});

function answer(decided: Decided): typeof DecideFlowResult {
  if (!('refused' in decided)) return new FlowDecided(decided.mappingId, decided.issues);
  return decided.refused === 'FLOW_UNKNOWN' ? new NoSuchFlow(decided.message) : new FlowMappingRefused(decided.refused, decided.message);
}

@Resolver()
export class FlowMappingMutations {
  @Mutation(() => DecideFlowResult, { description: 'Decides which flow an elementary flow is. Where another decision stood, this one takes its place.' })
  async mapFlow(@Arg('input', () => FlowDecision, { description: 'The decision.' }) input: FlowDecision, @Ctx() context: RequestContext): Promise<typeof DecideFlowResult> {
    if (!may(context.principal, 'manageFlowMappings')) return new NotAuthorized();
    return answer(await mappingsOf(context).mapFlow(input));
  }

  @Mutation(() => DecideFlowResult, { description: 'Decides that no list of the hub has a flow for an elementary flow: it leaves the queue.' })
  async declareNoCounterpart(
    @Arg('flowId', () => ID, { description: 'Identifier of the elementary flow.' }) flowId: string,
    @Arg('reason', () => String, { description: 'Why: kept with the mapping.' }) reason: string, @Ctx() context: RequestContext,
  ): Promise<typeof DecideFlowResult> {
    if (!may(context.principal, 'manageFlowMappings')) return new NotAuthorized();
    return answer(await mappingsOf(context).declareNoCounterpart({ flowId, reason }));
  }

  @Mutation(() => DecideFlowResult, { description: 'Takes a decision back, of a person or of a mapping file: the tables of the hub decide again.' })
  async withdrawFlowDecision(@Arg('flowId', () => ID, { description: 'Identifier of the elementary flow.' }) flowId: string, @Ctx() context: RequestContext): Promise<typeof DecideFlowResult> {
    if (!may(context.principal, 'manageFlowMappings')) return new NotAuthorized();
    return answer(await mappingsOf(context).withdrawDecision(flowId));
  }

  @Mutation(() => ApplyFlowMappingsResult, { description: 'Maps all elementary flows of the hub anew, in one transaction. Decisions stay; run again it changes nothing.' })
  async applyFlowMappings(@Ctx() context: RequestContext): Promise<typeof ApplyFlowMappingsResult> {
    if (!may(context.principal, 'manageFlowMappings')) return new NotAuthorized();
    return new FlowMappingsApplied(await mappingsOf(context).apply());
  }
}

/** Adds the mapping itself to the answer; made when the hub's types are settled. */
export function flowDecidedFields(): (new () => object)[] {
  const { type } = nounType('flowMapping');
  @Resolver(() => FlowDecided)
  class FlowDecidedFields {
    @FieldResolver(() => type, { nullable: true, description: 'The mapping as it is now.' })
    mapping(@Root() root: FlowDecided, @Ctx() context: GraphqlContext, @Info() info: GraphQLResolveInfo): unknown {
      return loadDataset(context, info, 'flowMapping', 'id', root.mappingId);
    }
  }
  return [FlowDecidedFields];
}

export function mappingsOf({ mappings }: RequestContext): NonNullable<RequestContext['mappings']> {
  if (mappings) return mappings;
  throw new TanluError('MAPPING_UNAVAILABLE', 'This server neither maps flows nor converts. Use `tanlu flow-map` and `tanlu export` on the machine of the database.', { kind: 'unavailable' });
}
