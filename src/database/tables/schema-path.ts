// Looks into a noun's zod schema: what stands at a path, and what kind of value it is.
import { z } from 'zod';

export type ValueKind = 'ID' | 'Decimal' | 'Date' | 'DateTime' | 'Int' | 'Float' | 'JSON' | 'Boolean' | 'String' | 'Enum' | 'StringList' | 'Object' | 'List' | 'LocalizedText';

/** The schema without optional, nullable and default around it. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault) inner = inner.unwrap() as z.ZodType;
  return inner;
}

/** The named type behind a schema: `describe` makes a copy that does not carry the name. Itself where nothing is named. */
export function definitionOf(schema: z.ZodType): z.ZodType {
  const inner = unwrap(schema);
  // oxlint-disable-next-line no-underscore-dangle -- zod's name for what a copy was made of
  for (let at: z.ZodType | undefined = inner; at !== undefined; at = at._zod.parent as z.ZodType | undefined) if (at.meta()?.id !== undefined) return at;
  return inner;
}

/** Meta data of a field: its own before that of the type it wraps. */
export function metaOf(schema: z.ZodType): Record<string, unknown> & { id?: string; description?: string; scalar?: string; rows?: string; unit?: string; source?: string } {
  return { ...unwrap(schema).meta(), ...schema.meta() };
}

export function schemaAt(schema: z.ZodType, path: readonly string[]): z.ZodType {
  let found = schema;
  for (const step of path) {
    const inner = unwrap(found);
    const next = inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>)[step] : undefined;
    if (next === undefined) throw new Error(`The model has no field ${path.join('.')} (at ${step})`);
    found = next;
  }
  return found;
}

export function kindOf(schema: z.ZodType): ValueKind {
  const inner = unwrap(schema);
  const scalar = metaOf(schema).scalar;
  if (scalar !== undefined) return scalar as ValueKind;
  if (inner instanceof z.ZodEnum) return 'Enum';
  if (inner instanceof z.ZodString) return 'String';
  if (inner instanceof z.ZodBoolean) return 'Boolean';
  if (inner instanceof z.ZodNumber) return 'Float';
  if (inner instanceof z.ZodArray) {
    const item = unwrap(inner.element as z.ZodType);
    return item instanceof z.ZodString || item instanceof z.ZodEnum ? 'StringList' : 'List';
  }
  if (definitionOf(inner).meta()?.id === 'LocalizedText') return 'LocalizedText';
  if (inner instanceof z.ZodObject) return 'Object';
  return 'JSON';
}
