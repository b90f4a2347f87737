// Checks model paths of field tables against the schemas of the nouns, so that a table cannot name a field that does not exist.
import { z } from 'zod';
import { datasetSchemas } from '../model/noun.ts';

/** Unwraps optional, nullable and default. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let current = schema;
  while (current instanceof z.ZodOptional || current instanceof z.ZodNullable || current instanceof z.ZodDefault) current = current.unwrap() as z.ZodType;
  return current;
}

/** Schema at a dotted path, or undefined. */
export function schemaAt(schema: z.ZodType, path: string): z.ZodType | undefined {
  let current: z.ZodType | undefined = schema;
  for (const part of path.split('.')) {
    const inner: z.ZodType = unwrap(current!);
    if (!(inner instanceof z.ZodObject)) return undefined;
    current = inner.shape[part] as z.ZodType | undefined;
    if (current === undefined) return undefined;
  }
  return current;
}

/** Element schema of a list. */
export function elementOf(schema: z.ZodType): z.ZodType | undefined {
  const inner = unwrap(schema);
  return inner instanceof z.ZodArray ? (inner.element as z.ZodType) : undefined;
}

/** The id of a shape; a description of its own does not take it away. */
function idOf(schema: z.ZodType): string | undefined {
  for (let at: z.ZodType | undefined = schema; at !== undefined; at = at._zod.parent as z.ZodType | undefined) {
    const id = at.meta()?.id;
    if (id !== undefined) return id;
  }
  return undefined;
}

let byId: Map<string, z.ZodType> | undefined;

/** Schema of the model by its id (`meta.id`), reached from any dataset noun. */
export function schemaById(id: string): z.ZodType | undefined {
  if (byId === undefined) {
    const found = new Map<string, z.ZodType>();
    const visit = (schema: z.ZodType): void => {
      const inner = unwrap(schema);
      const name = idOf(inner);
      if (name !== undefined) {
        if (found.has(name)) return;
        found.set(name, inner);
      }
      if (inner instanceof z.ZodObject) for (const child of Object.values(inner.shape)) visit(child as z.ZodType);
      if (inner instanceof z.ZodArray) visit(inner.element as z.ZodType);
    };
    for (const schema of Object.values(datasetSchemas)) visit(schema);
    byId = found;
  }
  return byId.get(id);
}

/** Whether records of a schema keep extensions of their own. */
export function keepsExtensions(schema: z.ZodType | undefined): boolean {
  return schema !== undefined && schemaAt(schema, 'extensions') !== undefined;
}
