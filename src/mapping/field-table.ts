// The mapping language: what a field table may say. A table is the model of a format's element, and its documentation.
import { z } from 'zod';

/** How a text becomes a value: the name of a transform, or { name: parameter }. */
export const transformUse = z.union([z.string().min(1), z.record(z.string(), z.string()).refine((v) => Object.keys(v).length === 1, 'names exactly one transform')]);

export const fieldRow = z.strictObject({
  path: z.string().min(1).regex(/^(\.|@?[^/\s]+(\/@?[^/\s]+)*)$/).describe('Path in the format, from the element of the table: a/b/@c; "." is the text of the element itself.'),
  model: z.string().regex(/^[A-Za-z][\w.]*$/).optional().describe('Path in the hub\'s model; below "raw." it is material for `then` only.'),
  as: transformUse.optional().describe('Transform of a text into a value; "string" where absent.'),
  table: z.string().optional().describe('Nested table for an element that may occur once.'),
  each: z.string().optional().describe('Nested table for an element that repeats; fills a list.'),
  many: z.boolean().optional().describe('The element repeats; its values fill a list.'),
  emit: z.union([z.boolean(), z.literal('derived')]).optional().describe('Every finished record of `each` is a dataset of its own; "derived" ones never replace what is already known.'),
  default: z.string().optional().describe('Text that an absent field stands for.'),
  required: z.boolean().optional().describe('The format demands the field: a writer must fill it.'),
  write: z.string().optional().describe('Text that a writer puts where nothing else is known; for attributes.'),
  max: z.number().int().positive().optional().describe('Characters that the format allows; a longer text of another format is shortened, and moved to where the table has room for it (overflow).'),
  lost: z.string().optional().describe('Why the model cannot carry the field. It is kept beside the record all the same.'),
  join: z.boolean().optional().describe('Texts of one language that stand there more than once are joined line by line, with an issue; otherwise the first counts and the others stay beside.'),
  alias: z.boolean().optional().describe('Older or wrong spelling of another row: read, never written.'),
  note: z.string().optional().describe('Remark for readers of the documentation.'),
}).superRefine((row, ctx) => {
  const targets = [row.table, row.each, row.many ? 'many' : undefined].filter(Boolean);
  if (targets.length > 1) ctx.addIssue({ code: 'custom', message: 'says more than one of table, each, many' });
  if (row.lost !== undefined && row.model !== undefined) ctx.addIssue({ code: 'custom', message: 'is both lost and mapped' });
  if (row.lost === undefined && row.model === undefined && !row.emit) ctx.addIssue({ code: 'custom', message: 'says neither model nor lost' });
  if (row.as !== undefined && (row.table ?? row.each)) ctx.addIssue({ code: 'custom', message: 'has a transform and a table; put `then` into the table' });
});
export type FieldRow = z.infer<typeof fieldRow>;

/** A profile of the format that wants some elements in another order. */
export const tableProfile = z.strictObject({
  name: z.string().min(1).describe('Name of the profile.'),
  when: z.strictObject({
    prefixes: z.array(z.string()).min(1).describe('Prefixes of elements of which one tells that a document is of the profile.'),
    path: z.string().describe('Path of an element whose text tells it as well.'),
    text: z.string().describe('That text.'),
  }).describe('How a document of the profile is known; either sign is enough.'),
  order: z.record(z.string(), z.array(z.string()).min(1)).describe('First children of an element, by its path; the others follow as the rows have them.'),
});
export type TableProfile = z.infer<typeof tableProfile>;

export const fieldTable = z.strictObject({
  table: z.string().regex(/^[a-z][a-z0-9-]*$/).describe('Name of the table: the name of its file.'),
  title: z.string().min(1).describe('What the table is for, in one line.'),
  source: z.string().optional().describe('Clause of the standard.'),
  about: z.string().optional().describe('Remarks for readers.'),
  root: z.string().optional().describe('Root element, for tables of whole documents.'),
  noun: z.string().optional().describe('Noun of the dataset that the table fills.'),
  model: z.string().optional().describe('Shape that the table fills where it is no dataset: the id of a model schema; "raw" where `then` makes the shape.'),
  then: z.string().optional().describe('Structural transform that finishes the record.'),
  list: z.boolean().optional().describe('The document is a list of records: what has no place in it belongs to the file, and not to the first of its records.'),
  overflow: z.string().optional().describe('Path of a text without limit, in languages: where a longer text than a field allows is written in full.'),
  profiles: z.array(tableProfile).optional().describe('Profiles that want another order of elements when written.'),
  fields: z.array(fieldRow).min(1),
});
export type FieldTable = z.infer<typeof fieldTable>;

export const formatDefinition = z.strictObject({
  format: z.string().regex(/^[a-z][a-z0-9-]*$/).describe('Name of the format: the name of its folder.'),
  title: z.string().min(1),
  source: z.string().min(1).describe('Standard and edition.'),
  namespaces: z.record(z.string(), z.string()).describe('Canonical prefix by namespace URI; the empty prefix for names without one.'),
  rootNamespaces: z.record(z.string(), z.string()).optional().describe('Namespace of a root element where the first without prefix is not meant.'),
  roots: z.record(z.string(), z.string()).describe('Table by root element.'),
});
export type FormatDefinition = z.infer<typeof formatDefinition>;

/** Name and parameter of a transform use. */
export function transformOf(use: z.infer<typeof transformUse> | undefined): { name: string; parameter?: string } {
  if (use === undefined) return { name: 'string' };
  if (typeof use === 'string') return { name: use };
  const [name, parameter] = Object.entries(use)[0]!;
  return { name, parameter };
}
