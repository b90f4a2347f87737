// A tiny type-graphql schema with pages, failures and slowness, for tests of the server around it.
import 'reflect-metadata';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { Arg, buildSchemaSync, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { TanluError } from '../../../src/errors.ts';
import type { RequestContext } from '../../../src/server/graphql/context.ts';
import { ImportResolver } from '../../../src/server/graphql/import.resolver.ts';

@ObjectType('Item', { simpleResolvers: true })
class Item {
  @Field(() => ID)
  id!: string;

  @Field(() => ItemConnection)
  items!: ItemConnection;
}

@ObjectType('ItemConnection', { simpleResolvers: true })
class ItemConnection {
  @Field(() => [Item])
  nodes!: Item[];

  @Field(() => Int)
  totalCount!: number;
}

@Resolver()
class ShopResolver {
  @Query(() => String)
  hello(@Arg('name', () => String, { defaultValue: 'world' }) name: string): string {
    return `hello ${name}`;
  }

  @Query(() => ItemConnection)
  items(@Arg('first', () => Int, { nullable: true }) first?: number, @Arg('last', () => Int, { nullable: true }) last?: number): ItemConnection {
    const nodes = Array.from({ length: Math.min(first ?? last ?? 20, 3) }, (_, i) => ({ id: String(i) }) as Item);
    return { nodes, totalCount: 3 };
  }

  @Query(() => String)
  role(@Ctx() context: RequestContext): string {
    return context.principal.role;
  }

  @Query(() => String, { nullable: true })
  async slow(@Arg('ms', () => Int) ms: number, @Ctx() { signal }: RequestContext): Promise<string> {
    ShopResolver.started++;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => { clearTimeout(timer); ShopResolver.aborted++; resolve(); });
    });
    return 'done';
  }

  static started = 0;

  static aborted = 0;

  @Query(() => String, { nullable: true })
  broken(): string {
    throw new Error('password=hunter2 at db.internal');
  }

  @Query(() => String, { nullable: true })
  refused(@Arg('kind', () => String) kind: string): string {
    if (kind === 'canceled') throw Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
    if (kind === 'graphql') throw new GraphQLError('bad cursor', { extensions: { code: 'BAD_USER_INPUT' } });
    throw new TanluError('TEST', `it is ${kind}`, { kind: kind as 'data', params: { kind } });
  }

  @Mutation(() => Int)
  add(@Arg('by', () => Int) by: number): number {
    return by;
  }
}

/** Builds the schema; counters below tell how many of its slow operations began and were told to stop. */
export const shopSchema = (): GraphQLSchema => buildSchemaSync({ resolvers: [ShopResolver, ImportResolver], validate: false });

export const abortedOperations = (): number => ShopResolver.aborted;

export const startedOperations = (): number => ShopResolver.started;
