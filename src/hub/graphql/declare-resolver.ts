// Field resolvers as plain functions (root, context, info), registered with type-graphql as a resolver class.
import { isAbstractType, isObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from './context.ts';
import { named, type TypeClass } from './declare.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- the root is whatever stands behind the type; each resolver names its own
export type FieldFunction = (root: any, context: GraphqlContext, info: GraphQLResolveInfo) => unknown;

export type ResolverClass = new () => object;

const functions = new Map<string, Record<string, FieldFunction>>();

/** A resolver class for fields of a type. Arguments are read with `argumentsOf(info)`; see declareArguments for why. */
export function declareFieldResolvers(type: TypeClass, fields: Record<string, FieldFunction>): ResolverClass {
  const resolver: ResolverClass = named(`${type.name}Fields`);
  const prototype = resolver.prototype as Record<string, unknown>;
  functions.set(type.name, { ...functions.get(type.name), ...fields });
  for (const [name, resolve] of Object.entries(fields)) {
    prototype[name] = resolve;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name)!;
    Root()(prototype, name, 0);
    Ctx()(prototype, name, 1);
    Info()(prototype, name, 2);
    FieldResolver()(prototype, name, descriptor);
  }
  Resolver(() => type as never)(resolver);
  return resolver;
}

/**
 * Makes a built schema fit for fast execution; changes it and gives it back. Must be called before the schema is used:
 * - Types of Node and Dataset are read from `__typename`: type-graphql's own function is asynchronous, one promise per object.
 * - Our field functions are called directly: type-graphql sorts and collects the parameters of a method at every call, which
 *   for nested lists is a third of the time of an operation.
 */
export function finishSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      const slow = type.resolveType;
      type.resolveType = (value: { __typename?: string }, ...rest) => {
        const { __typename: known } = value;
        return known ?? slow?.(value, ...rest);
      };
    }
    const own = isObjectType(type) ? functions.get(type.name) : undefined;
    if (!own || !isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = own[field.name];
      if (resolve) field.resolve = (root, _, context, info) => resolve(root, context, info);
    }
  }
  return schema;
}
