// The schema: everything is described, and nothing of the database shows through.
import { isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType, isSpecifiedScalarType, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { nounSchemas } from '../../src/model/noun.ts';
import { descriptors } from '../../src/hub/descriptors.ts';
import { buildSchemaSync } from 'type-graphql';
import { buildHubResolvers } from '../../src/hub/schema.ts';

const schema: GraphQLSchema = buildSchemaSync({ resolvers: buildHubResolvers() as never, validate: false });

function undescribed(): string[] {
  const missing: string[] = [];
  const check = (name: string, description: string | null | undefined) => { if (!description?.trim()) missing.push(name); };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    if (type !== schema.getQueryType()) check(type.name, type.description);
    if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description);
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field.description);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      check(`${type.name}.${field.name}`, field.description);
      for (const argument of field.args) check(`${type.name}.${field.name}(${argument.name})`, argument.description);
    }
  }
  return missing;
}

describe('schema', () => {
  it('describes every type, field, argument and enum value', () => expect(undescribed()).toEqual([]));

  it('has two root fields for every noun, nodes, the coverage of mappings, and who asks', () => {
    const fields = Object.keys(schema.getQueryType()!.getFields()).sort();
    expect(fields).toEqual([...Object.values(descriptors).flatMap((d) => [d.single, d.plural]), 'mappingCoverage', 'node', 'nodes', 'viewer'].sort());
    expect(Object.keys(descriptors).sort()).toEqual(Object.keys(nounSchemas).sort());
  });

  it('names plurals as people do', () => {
    expect(Object.values(descriptors).map((d) => d.plural)).toEqual(expect.arrayContaining(['processes', 'flowProperties', 'impactCategories', 'characterizationFactors', 'sources']));
  });

  it('is the same when built twice', () => {
    expect(Object.keys(buildSchemaSync({ resolvers: buildHubResolvers() as never, validate: false }).getTypeMap()).length).toBe(Object.keys(schema.getTypeMap()).length);
  });
});
