// A schema with every kind of type, and values that go wrong in every way a resolver can: for comparing executors.
import { buildSchema, GraphQLError, GraphQLScalarType, type GraphQLSchema } from 'graphql';

const sdl = `
  scalar Even
  enum Color { RED GREEN }
  input Where { min: Int = 2, color: Color, even: Even, and: [Where!], not: Where }
  interface Animal { id: ID!, name: String, friends(first: Int = 2): [Animal], strict: Animal! }
  interface Winged implements Animal { id: ID!, name: String, friends(first: Int = 2): [Animal], strict: Animal!, span: Float }
  type Bird implements Animal & Winged { id: ID!, name: String, friends(first: Int = 2): [Animal], strict: Animal!, span: Float, color: Color, egg: Egg, eggs: [Egg!]! }
  type Dog implements Animal { id: ID!, name: String, friends(first: Int = 2): [Animal], strict: Animal!, good: Boolean!, even: Even, bad: Int!, tags: [String!], matrix: [[Int]] }
  type Egg { id: ID!, weight: Float, late: String, lateBad: String!, of: Bird, echo(where: Where, list: [Int!], text: String! = "t"): String }
  union Thing = Bird | Dog | Egg
  type Query {
    animal(id: ID!): Animal, animals(first: Int, where: Where): [Animal], things: [Thing], bird: Bird!, egg: Egg, nothing: Dog, fail: String, failHard: String!
    wrongType: Animal, text(value: String, color: Color, even: Even): String, lateList: [Egg], notList: [Int], halfList: [Egg!], nan: Float, big: Int
  }
  type Mutation { first(x: Int): Int, second: Int!, third: Egg }
`;

type Source = Record<string, unknown>;
const later = <T>(value: T): Promise<T> => new Promise((resolve) => { setImmediate(() => { resolve(value); }); });
const animals: Source[] = Array.from({ length: 4 }, (_, i) => (i % 2
  ? { __typename: 'Bird', id: i, name: i === 1 ? null : `bird ${i}`, span: 1.5 * i, color: 'RED', at: i }
  : { __typename: 'Dog', id: `d${i}`, name: `dog ${i}`, good: i === 0, even: i === 0 ? 3 : 4, bad: i === 0 ? 'x' : 7, tags: i === 0 ? ['a', null] : ['b'], matrix: [[1, null], null, [i]], at: i }));
const egg: Source = { __typename: 'Egg', id: 'e', weight: 0.5 };

/** Builds the schema anew. Resolvers answer at once, later, with errors among list items, and with values of wrong types. */
export function zooSchema(): GraphQLSchema {
  const schema = buildSchema(sdl);
  const resolve = (type: string, fields: Record<string, (source: Source, args: Source) => unknown>): void => {
    const own = (schema.getType(type) as unknown as { getFields(): Record<string, { resolve?: unknown }> }).getFields();
    for (const [name, fn] of Object.entries(fields)) own[name]!.resolve = fn;
  };
  const even = schema.getType('Even') as GraphQLScalarType;
  const check = (value: unknown): unknown => {
    if (typeof value !== 'number' || value % 2) throw new GraphQLError(`Even cannot represent ${String(value)}`);
    return value;
  };
  even.serialize = check;
  even.parseValue = check;
  const friends = (source: Source, { first }: Source): unknown =>
    animals.slice(0, first as number).map((a, i) => (i === 1 ? later(a) : source['at'] === 2 && i === 0 ? new Error('no friend') : a));
  const strict = (source: Source): unknown => (source['at'] === 1 ? null : source['at'] === 2 ? later(animals[3]) : animals[3]);
  for (const type of ['Bird', 'Dog']) resolve(type, { friends, strict });
  resolve('Bird', { egg: () => later(egg), eggs: ({ at }) => (at === 3 ? [null, egg] : [egg]) });
  resolve('Egg', {
    late: () => later('late'), lateBad: () => later(null), of: () => animals[1],
    echo: (_, args) => JSON.stringify(args),
  });
  resolve('Query', {
    animal: (_, { id }) => animals.find((a) => String(a['id']) === id), animals: (_, { first }) => later(animals.slice(0, (first as number | undefined) ?? 4)),
    things: () => new Set([...animals, egg, null, 5]), bird: () => animals[1], egg: () => egg, fail: () => { throw new Error('failed'); },
    failHard: () => Promise.reject(new GraphQLError('hard', { extensions: { code: 'HARD' } })), wrongType: () => ({ __typename: 'Egg' }),
    text: (_, args) => JSON.stringify(args), lateList: () => [later(egg), Promise.reject(new Error('item')), later(null), egg], notList: () => 'abc', halfList: () => [egg, null],
    nan: () => Number.NaN, big: () => 2 ** 40,
  });
  resolve('Mutation', { first: (_, { x }) => later(x), second: () => { throw new Error('second'); }, third: () => egg });
  return schema;
}
