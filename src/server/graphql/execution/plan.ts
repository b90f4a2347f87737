// Execution plan of one GraphQL operation: what graphql-js finds out per object and per field, found out once per document.
import {
  getDirectiveValues, getNullableType, GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLIncludeDirective, GraphQLSkipDirective, GraphQLString, isAbstractType, Kind,
  SchemaMetaFieldDef, typeFromAST, TypeMetaFieldDef, TypeNameMetaFieldDef,
  type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
  type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql';
import { completerOf } from './complete.ts';
import type { Complete, FieldPlan, OperationPlan, SelectionPlan, Values } from './state.ts';

/** A document whose @skip and @include are settled for one set of variable values; sub-selections are planned when first met. */
export class DocumentPlan implements OperationPlan {
  readonly root: SelectionPlan;

  constructor(
    readonly schema: GraphQLSchema,
    readonly operation: OperationDefinitionNode,
    readonly fragments: Record<string, FragmentDefinitionNode>,
    private readonly variables: Values,
  ) {
    const type = schema.getRootType(operation.operation);
    if (!type) throw new Error(`Schema is not configured to execute ${operation.operation} operation.`);
    this.root = this.#planned(type, this.#collect(type, [operation.selectionSet]));
  }

  select(type: GraphQLObjectType, nodes: readonly FieldNode[]): SelectionPlan {
    return this.#planned(type, this.#collect(type, nodes.flatMap((node) => node.selectionSet ?? [])));
  }

  #planned(type: GraphQLObjectType, collected: Map<string, FieldNode[]>): SelectionPlan {
    const fields: FieldPlan[] = [];
    for (const [key, nodes] of collected) {
      const definition = this.#definition(type, nodes[0]!.name.value);
      if (!definition) continue;
      const plain = definition.resolve || key === '__proto__' ? undefined : plainOf(definition.type);
      const field: FieldPlan = { key, name: definition.name, nodes, parent: type, definition, complete: undefined as unknown as Complete, plain };
      field.complete = completerOf(definition.type, field, this, type.name);
      fields.push(field);
    }
    return { type, fields };
  }

  #definition(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (type === this.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return type.getFields()[name];
  }

  #collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const found = new Map<string, FieldNode[]>();
    const visited = new Set<string>();
    for (const set of sets) this.#collectInto(found, visited, type, set);
    return found;
  }

  #collectInto(found: Map<string, FieldNode[]>, visited: Set<string>, type: GraphQLObjectType, set: SelectionSetNode): void {
    for (const selection of set.selections) {
      if (!this.#included(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = found.get(key);
        if (nodes) nodes.push(selection);
        else found.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments[selection.name.value];
      if (fragment && this.#applies(fragment.typeCondition, type)) this.#collectInto(found, visited, type, fragment.selectionSet);
    }
  }

  #included(node: SelectionSetNode['selections'][number]): boolean {
    if (!node.directives?.length) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.['if'] !== false;
  }

  #applies(condition: FragmentDefinitionNode['typeCondition'] | undefined, type: GraphQLObjectType): boolean {
    if (!condition) return true;
    const wanted = typeFromAST(this.schema, condition);
    return wanted === type || (isAbstractType(wanted) && this.schema.isSubType(wanted, type));
  }
}

function plainOf(type: GraphQLOutputType): FieldPlan['plain'] {
  const nullable = getNullableType(type);
  if (nullable === GraphQLString || nullable === GraphQLID) return 'string';
  if (nullable === GraphQLBoolean) return 'boolean';
  return nullable === GraphQLFloat ? 'number' : undefined;
}
