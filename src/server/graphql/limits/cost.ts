// Cost of an operation: an estimate of the number of values in its answer, from page sizes and nesting, before anything is read.
import {
  getIntrospectionQuery, getNamedType, getNullableType, isCompositeType, isListType, isObjectType, Kind, parse, SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef, typeFromAST,
  type FieldNode, type FragmentDefinitionNode, type GraphQLField, type GraphQLNamedType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode, type ValueNode,
} from 'graphql';

/** Page taken where `first` and `last` are left out. */
export const defaultPage = 20;
/** Length assumed of a list without pages, such as the classifications of a product. */
export const plainList = 5;
const introspectionList = 10;

export interface Cost {
  data: number;
  introspection: number;
}

type Fragments = Record<string, FragmentDefinitionNode>;
type Variables = Record<string, unknown>;

/** Makes the estimate for one operation; it is a constant unless a page size is a variable. */
export function costFunction(schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Fragments): (variables: Variables) => Cost {
  const root = schema.getRootType(operation.operation);
  let constant: Cost | undefined;
  return (variables) => {
    if (constant) return constant;
    const estimate = new Estimate(schema, fragments, variables);
    const cost = { data: estimate.of(operation.selectionSet, root ?? undefined, undefined), introspection: estimate.introspection };
    if (!estimate.variable) constant = cost;
    return cost;
  };
}

/** What introspection may cost: four times the standard introspection query of this schema. */
export function introspectionAllowance(schema: GraphQLSchema): number {
  const operation = parse(getIntrospectionQuery({ inputValueDeprecation: true }), { noLocation: true });
  const fragments = Object.fromEntries(operation.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [])));
  return 4 * costFunction(schema, operation.definitions[0] as OperationDefinitionNode, fragments)({}).introspection;
}

class Estimate {
  introspection = 0;
  /** Whether a variable decided anything. */
  variable = false;
  readonly #known = new Map<string, number>();

  constructor(readonly schema: GraphQLSchema, readonly fragments: Fragments, readonly variables: Variables) {}

  /** `page` is the size that the connection above asked for; it counts for the lists directly below. */
  of(set: SelectionSetNode | undefined, type: GraphQLNamedType | undefined, page: number | undefined): number {
    let sum = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) sum += this.#field(selection, type, page);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum += this.#fragment(selection.name.value, page);
      else sum += this.of(selection.selectionSet, selection.typeCondition ? typeFromAST(this.schema, selection.typeCondition) : type, page);
    }
    return sum;
  }

  #fragment(name: string, page: number | undefined): number {
    const key = `${name} ${page ?? ''}`;
    let cost = this.#known.get(key);
    if (cost === undefined) {
      const fragment = this.fragments[name];
      cost = fragment ? this.of(fragment.selectionSet, typeFromAST(this.schema, fragment.typeCondition), page) : 0;
      this.#known.set(key, cost);
    }
    return cost;
  }

  #field(node: FieldNode, type: GraphQLNamedType | undefined, page: number | undefined): number {
    const field = this.#definition(type, node.name.value);
    if (!field) return 1;
    const named = getNamedType(field.type);
    const asked = this.#page(node, field);
    const list = isListType(getNullableType(field.type));
    const size = !list ? 1 : (asked ?? page ?? (named.name.startsWith('__') ? (field.name === 'types' ? Object.keys(this.schema.getTypeMap()).length : introspectionList) : plainList));
    const cost = size * (1 + (isCompositeType(named) ? this.of(node.selectionSet, named, list ? undefined : asked) : 0));
    if (field !== SchemaMetaFieldDef && field !== TypeMetaFieldDef) return cost;
    this.introspection += cost;
    return 0;
  }

  #definition(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    if (name === TypeNameMetaFieldDef.name || !type || !('getFields' in type)) return undefined;
    return isObjectType(type) || isCompositeType(type) ? (type.getFields() as Record<string, GraphQLField<unknown, unknown>>)[name] : undefined;
  }

  /** One record for each identifier asked for. */
  #length(given: ValueNode | undefined): number {
    if (given?.kind === Kind.LIST) return given.values.length;
    if (given?.kind !== Kind.VARIABLE) return 1;
    this.variable = true;
    const value = this.variables[given.name.value];
    return Array.isArray(value) ? value.length : 1;
  }

  #page(node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined {
    const sizes = field.args.filter((arg) => arg.name === 'first' || arg.name === 'last' || arg.name === 'ids').map((arg) => {
      const given = node.arguments?.find((each) => each.name.value === arg.name)?.value;
      if (arg.name === 'ids') return this.#length(given);
      if (given?.kind === Kind.INT) return Number(given.value);
      if (given?.kind === Kind.VARIABLE) {
        this.variable = true;
        return this.variables[given.name.value];
      }
      return given ? undefined : arg.defaultValue;
    });
    if (sizes.length === 0) return undefined;
    const numbers = sizes.filter((size) => typeof size === 'number');
    return numbers.length === 0 ? defaultPage : Math.max(0, ...numbers);
  }
}
