// What is known about a validated document before its variables: the operation, its cost function, its plans per set of conditions.
import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { DocumentPlan } from './execution/plan.ts';
import { costFunction, type Cost } from './limits/cost.ts';

type Values = Record<string, unknown>;

export interface Prepared {
  operation: OperationDefinitionNode;
  cost: (variables: Values) => Cost;
  /** The plan for the values that @skip and @include get. */
  plan: (variables: Values) => DocumentPlan;
}

/** Plans kept per operation; five conditions have this many combinations. */
const keptPlans = 32;
const keptOperations = 16;

/** Prepares operations of `schema`. What is prepared lives as long as its document does. */
export function preparer(schema: GraphQLSchema): (document: DocumentNode, operation: OperationDefinitionNode) => Prepared {
  const known = new WeakMap<DocumentNode, Map<OperationDefinitionNode, Prepared>>();
  return (document, operation) => {
    let operations = known.get(document);
    if (!operations) known.set(document, (operations = new Map()));
    let prepared = operations.get(operation);
    if (!prepared) {
      if (operations.size >= keptOperations) operations.clear();
      operations.set(operation, (prepared = prepare(schema, document, operation)));
    }
    return prepared;
  };
}

function prepare(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Prepared {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  const conditions = conditionsOf(document);
  const plans = new Map<string, DocumentPlan>();
  const plan = (variables: Values): DocumentPlan => {
    const key = conditions.length === 0 ? '' : conditions.map((name) => String(variables[name])).join();
    let found = plans.get(key);
    if (!found) {
      if (plans.size >= keptPlans) plans.clear();
      plans.set(key, (found = new DocumentPlan(schema, operation, fragments, variables)));
    }
    return found;
  };
  return { operation, cost: costFunction(schema, operation, fragments), plan };
}

/** Names of the variables that decide over fields. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Directive(node) {
      for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
