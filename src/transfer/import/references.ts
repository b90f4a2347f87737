// References inside a record: found along paths that come from the schema of its noun, not by searching the record.
import { z } from 'zod';
import type { Flow } from '../../model/flow.ts';
import { nounSchemas, type DatasetNoun } from '../../model/noun.ts';
import { reference, type Reference } from '../../model/value.ts';

export interface FoundReference { role: string; target: Reference }

type Step = { key: string; list: boolean };

function unwrap(schema: z.ZodType): z.ZodType {
  let current = schema;
  while (current instanceof z.ZodOptional || current instanceof z.ZodNullable) current = current.unwrap() as z.ZodType;
  return current;
}

/** A described schema is a copy without the id of the shape; the shape itself stays the same. */
const isReference = (schema: z.ZodType): boolean => schema instanceof z.ZodObject && schema.def.shape === reference.def.shape;

/** Paths to every reference of a shape. Exchanges tell their flow and provider in columns of their own, so those are left out. */
function pathsOf(schema: z.ZodType, depth = 0): Step[][] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodObject) || depth > 6) return [];
  const paths: Step[][] = [];
  for (const [key, field] of Object.entries(inner.shape)) {
    let child = unwrap(field as z.ZodType);
    const list = child instanceof z.ZodArray;
    if (child instanceof z.ZodArray) child = unwrap(child.element as z.ZodType);
    if (isReference(child)) paths.push([{ key, list }]);
    else for (const rest of pathsOf(child, depth + 1)) paths.push([{ key, list }, ...rest]);
  }
  return paths;
}

const inColumns = new Set(['exchanges.flow', 'exchanges.provider', 'factors.flow']);
const byNoun = new Map<DatasetNoun, { role: string; steps: Step[] }[]>();

function pathsOfNoun(noun: DatasetNoun): { role: string; steps: Step[] }[] {
  let paths = byNoun.get(noun);
  if (paths === undefined) {
    paths = pathsOf(nounSchemas[noun]).map((steps) => ({ role: steps.map((s) => s.key).join('.'), steps })).filter((p) => !inColumns.has(p.role));
    byNoun.set(noun, paths);
  }
  return paths;
}

function collect(value: unknown, steps: readonly Step[], at: number, role: string, found: FoundReference[]): void {
  if (value === undefined || value === null) return;
  if (at === steps.length) {
    found.push({ role, target: value as Reference });
    return;
  }
  const { key, list } = steps[at]!;
  const child = (value as Record<string, unknown>)[key];
  if (child === undefined) return;
  if (!list) collect(child, steps, at + 1, role, found);
  else for (const item of child as unknown[]) collect(item, steps, at + 1, role, found);
}

/** The property that amounts of a flow are given in: the record names it by its internal id. */
function referenceProperty(flow: Flow): FoundReference[] {
  const found = flow.flowProperties?.find((p) => p.internalId === flow.referenceProperty);
  return found === undefined ? [] : [{ role: 'referenceProperty', target: found.flowProperty }];
}

/** Every reference of a record with the field it stands in. */
export function referencesOf(noun: DatasetNoun, record: unknown): FoundReference[] {
  const found: FoundReference[] = noun === 'flow' ? referenceProperty(record as Flow) : [];
  for (const { role, steps } of pathsOfNoun(noun)) collect(record, steps, 0, role, found);
  return found;
}
