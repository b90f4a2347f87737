// The published contract as files: the GraphQL SDL, the JSON Schema of every noun, the JSON Schema of the mapping tables.
import { z } from 'zod';
import { fieldTable, formatDefinition } from '../mapping/field-table.ts';
import { nounSchemas } from '../model/noun.ts';
import { buildGraphqlSchema } from '../server/graphql/schema.ts';
import { printSdl } from '../server/graphql/print.ts';

const json = (schema: z.ZodType, title: string): string =>
  `${JSON.stringify({ title, ...z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' }) }, undefined, 2)}\n`;

const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** Content by file name, relative to schema/. */
export function contractFiles(): Record<string, string> {
  return {
    'tanlu.graphql': printSdl(buildGraphqlSchema()),
    'mapping-table.schema.json': json(fieldTable, 'Field table of a format'),
    'mapping-format.schema.json': json(formatDefinition, 'Format of mapping tables'),
    ...Object.fromEntries(Object.entries(nounSchemas).map(([noun, schema]) => [`model/${kebab(noun)}.schema.json`, json(schema, noun)])),
  };
}
