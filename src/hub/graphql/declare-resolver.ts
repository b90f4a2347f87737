// Field resolvers as plain functions (root, context, info), registered with type-graphql as a resolver class.
import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from './context.ts';
import type { TypeClass } from './declare.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- the root is whatever stands behind the type; each resolver names its own
export type FieldFunction = (root: any, context: GraphqlContext, info: GraphQLResolveInfo) => unknown;

export type ResolverClass = new () => object;

/** A resolver class for fields of a type. Arguments are read with `argumentsOf(info)`; see declareArguments for why. */
export function declareFieldResolvers(type: TypeClass, fields: Record<string, FieldFunction>): ResolverClass {
  const resolver = { [`${type.name}Fields`]: class {} }[`${type.name}Fields`] as ResolverClass;
  const prototype = resolver.prototype as Record<string, unknown>;
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
