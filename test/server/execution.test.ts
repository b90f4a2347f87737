// The planned execution answers as graphql-js does: on chosen documents, and on generated ones over every kind of type.
import * as fc from 'fast-check';
import {
  execute as reference, getIntrospectionQuery, getNamedType, getVariableValues, isCompositeType, isObjectType, Kind, parse, validate,
  type DocumentNode, type ExecutionResult, type GraphQLCompositeType, type GraphQLNamedType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { DocumentPlan } from '../../src/server/graphql/execution/plan.ts';
import { run } from '../../src/server/graphql/execution/run.ts';
import { zooSchema } from './support/zoo-schema.ts';

const schema = zooSchema();

function planned(document: DocumentNode, raw: Record<string, unknown>): ExecutionResult | Promise<ExecutionResult> {
  const operation = document.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = Object.fromEntries(document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [])));
  const variables = getVariableValues(schema, operation.variableDefinitions ?? [], raw);
  if (variables.errors) return { errors: variables.errors };
  return run(new DocumentPlan(schema, operation, fragments, variables.coerced), {}, variables.coerced);
}

/**
 * The response as the client reads it. Errors count where they show: an error below a null is reduced to that null's position,
 * since the specification leaves open which of several failures under one null is reported.
 */
function wire(result: ExecutionResult): { data: string | undefined; errors: string[] } {
  const seen = (result.errors ?? []).map((error) => {
    let value: unknown = result.data;
    const path = (error.path ?? []).filter((key) => {
      if (value === null || typeof value !== 'object') return false;
      value = (value as Record<string, unknown>)[key];
      return true;
    });
    return path.length === error.path?.length ? JSON.stringify(error) : `null at ${path.join('.')}`;
  });
  return { data: JSON.stringify(result.data), errors: [...new Set(seen)].toSorted() };
}

/** What the planned execution and graphql-js answer, for documents that are valid. */
async function both(source: string, variables: Record<string, unknown> = {}): Promise<{ mine: unknown; theirs: unknown }> {
  const document = parse(source);
  const invalid = validate(schema, document);
  if (invalid.length > 0) throw invalid[0]!;
  const theirs = await reference({ schema, document, variableValues: variables, contextValue: {} });
  return { mine: wire(await planned(document, variables)), theirs: wire(theirs) };
}

describe('planned execution equals graphql-js', () => {
  it.each([
    ['sync, late and failing fields', '{ bird { id name egg { late } } fail egg { weight of { span } } nothing { id } }'],
    ['interfaces and unions with fragments', '{ animals { __typename ...A ... on Winged { span } } things { ... on Egg { weight } ...A } wrongType { id } } fragment A on Animal { id name ... on Dog { tags } }'],
    ['null bubbling to the nearest nullable', '{ animals { ... on Dog { bad good } } egg { lateBad id } bird { strict { id } } }'],
    ['null bubbling to the root', '{ egg { id } failHard }'],
    ['non-null list items', '{ animals { ... on Bird { eggs { id } } ... on Dog { matrix tags } } }'],
    ['promises in lists', '{ lateList { id late } animal(id: "d2") { friends(first: 3) { id } } notList nan big }'],
    ['custom scalars, enums and default arguments', '{ text(value: "a\\"b", color: GREEN, even: 4) egg { echo(where: { and: [{ min: 3 }], color: RED }, list: 5) } animals { ... on Dog { even } ... on Bird { color } } }'],
    ['the key __proto__', '{ egg { __proto__: id constructor: weight } toString: fail hasOwnProperty: nothing { id } }'],
    ['a string that breaks out of generated code', '{ text(value: "__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d);globalThis.broken=1//") }'],
    ['merged selections under different conditions', 'query { egg { id } egg { weight of { id } } egg @skip(if: true) { late } egg { of { name } } }'],
    ['introspection', getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true })],
    ['serial mutation with a failure', 'mutation { a: first(x: 1) second b: first(x: 2) }'],
    ['serial mutation', 'mutation { a: first(x: 1) third { late id } b: first(x: 2) }'],
  ])('%s', async (_name, source) => {
    const { mine, theirs } = await both(source);
    expect(mine).toEqual(theirs);
  });

  it('spreads a fragment whose first spread is skipped', async () => {
    for (const [x, y] of [[true, true], [true, false], [false, true], [false, false]]) {
      const { mine, theirs } = await both('query ($x: Boolean!, $y: Boolean = true) { egg { ...F @include(if: $x) ...F @include(if: $y) } } fragment F on Egg { id }', { x, y });
      expect(mine).toEqual(theirs);
    }
  });

  it.each([
    ['missing', {}], ['null', { w: null, i: 1 }], ['wrong scalar', { i: 'x' }], ['recursive input', { i: 2, w: { and: [{ not: { min: 1 } }], color: 'RED', even: 2 } }],
    ['bad custom scalar', { i: 1, w: { even: 3 } }], ['unknown field', { i: 1, w: { nope: 1 } }], ['wrong enum', { i: 1, w: { color: 'BLUE' } }], ['too big', { i: 2 ** 40 }],
  ])('coerces variables: %s', async (_name, variables) => {
    const { mine, theirs } = await both('query ($i: Int!, $w: Where, $t: String) { animals(first: $i, where: $w) { id } text(value: $t) egg { echo(where: $w, text: "x", list: [$i]) } }', variables);
    expect(mine).toEqual(theirs);
  });

  it('reports a null variable in a non-null argument at the argument', async () => {
    const { mine, theirs } = await both('query ($t: String = "x") { egg { id echo(text: $t) } }', { t: null });
    expect(mine).toEqual(theirs);
  });

  it('leaves no rejection unheard when a later list item fails first', async () => {
    const result = await planned(parse('{ halfList { lateBad } }'), {});
    expect(wire(result)).toMatchObject({ data: '{"halfList":null}', errors: ['null at halfList'] });
  });

  it('answers generated documents alike', async () => {
    let compared = 0;
    await fc.assert(fc.asyncProperty(documents(), fc.boolean(), fc.boolean(), async (source, x, y) => {
      const document = parse(source);
      if (validate(schema, document).length > 0) return;
      compared++;
      const variables = { x, y };
      expect(wire(await planned(document, variables))).toEqual(wire(await reference({ schema, document, variableValues: variables })));
    }), { numRuns: 600 });
    expect(compared).toBeGreaterThan(200);
  });
});

const callable: Record<string, string[]> = { animal: ['(id: "1")', '(id: "d0")', '(id: "none")'], friends: ['', '(first: 3)'], animals: ['', '(first: 2)'], echo: ['', '(list: [1])'] };

function documents(): fc.Arbitrary<string> {
  const made = new Map<string, fc.Arbitrary<string>>();
  const selection = (type: GraphQLNamedType, depth: number): fc.Arbitrary<string> => {
    if (!isCompositeType(type)) return fc.constant('');
    const known = made.get(`${type.name} ${depth}`);
    if (known) return known;
    const fields = 'getFields' in type ? Object.values(type.getFields()).filter((f) => f.name !== 'halfList') : [];
    const usable = fields.filter((f) => depth > 0 || !isCompositeType(getNamedType(f.type)));
    const field = usable.map((f) => fc.tuple(
      fc.constantFrom('', '', '', `k_${f.name}: `), fc.constantFrom(...(callable[f.name] ?? [''])), fc.constantFrom('', '', '', ' @include(if: $x)', ' @skip(if: $y)'),
      selection(getNamedType(f.type), depth - 1),
    ).map(([alias, args, directive, sub]) => `${alias}${f.name}${args}${directive}${sub}`));
    const fragment = depth < 1 ? [] : inside(type).map((t) => fc.tuple(fc.constantFrom('', '', ' @include(if: $y)'), selection(t, depth - 1))
      .map(([directive, sub]) => `... on ${t.name}${directive}${sub}`));
    const all = fc.array(fc.oneof(fc.constant('__typename'), ...field, ...fragment), { minLength: 1, maxLength: 5 }).map((parts) => ` { ${parts.join(' ')} }`);
    made.set(`${type.name} ${depth}`, all);
    return all;
  };
  const inside = (type: GraphQLCompositeType): readonly GraphQLCompositeType[] =>
    isObjectType(type) ? [type] : [...schema.getPossibleTypes(type), ...(type.name === 'Animal' ? [schema.getType('Winged') as GraphQLCompositeType] : [])];
  return selection(schema.getQueryType()!, 4).map((s) => `query ($x: Boolean!, $y: Boolean!) { a: __typename @include(if: $x) @skip(if: $y) ${s.slice(2)}`);
}
