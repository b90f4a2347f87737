// GraphQL types from the model's zod schemas: names, descriptions, units and sources are those of the model.
import { Float, ID, Int } from 'type-graphql';
import { z } from 'zod';
import { definitionOf, kindOf, metaOf, unwrap } from '../../database/tables/schema-path.ts';
import { declareEnum, declareField, declareObject, type TypeClass, type TypeThunk } from './declare.ts';
import { enumValueText } from './enum-texts.ts';
import { LocalizedText } from './localized-text.ts';
import { DateScalar, DateTimeScalar, DecimalScalar, JsonScalar } from './scalars.ts';

const objects = new Map<string, TypeClass>();
const enums = new Map<string, Record<string, string>>();

/** Description of a field with its unit and source. */
export function describeField(schema: z.ZodType): string {
  const { description, unit, source } = metaOf(schema);
  const text = description ?? metaOf(definitionOf(schema)).description ?? '';
  const more = [...(unit && !text.includes(unit) ? [`Unit: ${unit}.`] : []), ...(source ? [`Source: ${source}.`] : [])];
  return [text, ...more].join(' ').trim();
}

const enumKey = (value: string): string => value.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();

/** The enum of a schema; `fallback` names those that the model leaves unnamed. */
export function enumOf(schema: z.ZodType, fallback: string): Record<string, string> {
  const inner = definitionOf(schema) as z.ZodEnum;
  const { id = fallback, description } = metaOf(inner);
  let known = enums.get(id);
  if (!known) {
    const values = Object.fromEntries((inner.options as string[]).map((value) => [enumKey(value), value]));
    known = declareEnum(id, description ?? describeField(schema), values, (key) => enumValueText(id, key));
    enums.set(id, known);
  }
  return known;
}

/** The object type of a schema, made at first use. */
export function objectOf(schema: z.ZodType, fallback: string): TypeClass {
  const inner = definitionOf(schema) as z.ZodObject;
  const { id = fallback, description } = metaOf(inner);
  let known = objects.get(id);
  if (!known) {
    known = declareObject(id, description ?? describeField(schema));
    objects.set(id, known);
    declareModelFields(known, id, inner, Object.keys(inner.shape as object));
  }
  return known;
}

/** Type of a field of the model. `owner` is the name of the type it stands in. */
export function typeOf(schema: z.ZodType, owner: string, field: string): TypeThunk {
  const kind = kindOf(schema);
  const fallback = owner + field[0]!.toUpperCase() + field.slice(1);
  switch (kind) {
    case 'ID': return () => ID;
    case 'Decimal': return () => DecimalScalar;
    case 'Date': return () => DateScalar;
    case 'DateTime': return () => DateTimeScalar;
    case 'Int': return () => Int;
    case 'Float': return () => Float;
    case 'Boolean': return () => Boolean;
    case 'String': return () => String;
    case 'JSON': return () => JsonScalar;
    case 'LocalizedText': return () => LocalizedText;
    case 'Enum': { const type = enumOf(schema, fallback); return () => type; }
    case 'Object': { const type = objectOf(schema, fallback); return () => type; }
    default: {
      const item = typeOf((unwrap(schema) as z.ZodArray).element as z.ZodType, owner, field);
      return () => [item()];
    }
  }
}

/** Declares fields of a zod object on a type. `loose`: required fields may be absent too, as on placeholders. */
export function declareModelFields(type: TypeClass, name: string, schema: z.ZodObject, fields: readonly string[], options: { loose?: readonly string[]; rename?: Record<string, string> } = {}): void {
  const shape = schema.shape as Record<string, z.ZodType>;
  for (const field of fields) {
    const member = shape[field]!;
    const nullable = member instanceof z.ZodOptional || (options.loose !== undefined && !options.loose.includes(field));
    declareField(type, options.rename?.[field] ?? field, typeOf(member, name, field), { description: describeField(member), nullable });
  }
}
