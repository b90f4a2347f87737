// Classification systems: one name per system, and the parents that a code tells by its form (HS, CPC, ISIC Rev.4, NACE Rev.2, GB/T 4754, …).
import { z } from 'zod';
import { once, readCsvTable, readYamlTable, tableError } from './table.ts';

const schemeRow = z.strictObject({
  id: z.string().min(1).describe('Name of the system in the hub.'),
  name: z.strictObject({ en: z.string(), zh: z.string() }),
  form: z.enum(['digits', 'section', 'dotted', 'path', 'opaque']),
  levels: z.array(z.number().int().positive()).optional().describe('Numbers of digits of the levels.'),
  base: z.string().optional().describe('System that the first digits belong to.'),
  baseLength: z.number().int().positive().optional(),
  identifier: z.boolean().optional().describe('Names one thing rather than a class.'),
  aliases: z.array(z.string()),
});
const sectionRow = z.object({
  scheme: z.string(), section: z.string().regex(/^[A-Z]$/), first_division: z.string().regex(/^\d\d$/), last_division: z.string().regex(/^\d\d$/),
});
export type Scheme = z.infer<typeof schemeRow>;

const tables = once(() => {
  const schemes = new Map<string, Scheme>();
  const names = new Map<string, string>();
  for (const scheme of readYamlTable('classifications/schemes.yaml', z.array(schemeRow))) {
    schemes.set(scheme.id, scheme);
    for (const name of [scheme.id, ...scheme.aliases]) {
      const key = fold(name);
      if (names.has(key) && names.get(key) !== scheme.id) throw tableError('classifications/schemes.yaml', `gives "${name}" to ${names.get(key)} and to ${scheme.id}.`);
      names.set(key, scheme.id);
    }
  }
  const sections = new Map<string, string>();
  for (const row of readCsvTable('classifications/sections.csv', sectionRow, (r) => `${r.scheme} ${r.section}`)) {
    for (let division = Number(row.first_division); division <= Number(row.last_division); division++) {
      const key = `${row.scheme}:${String(division).padStart(2, '0')}`;
      if (sections.has(key)) throw tableError('classifications/sections.csv', `puts ${key} into two sections.`);
      sections.set(key, row.section);
    }
  }
  return { schemes, names, sections };
});

function fold(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** The hub's name of a classification system; a name in no table is returned as stated. The nameless default of ILCD is `ILCD`. */
export const resolveScheme = (name: string): string => tables().names.get(fold(name)) ?? name.trim();

export const allSchemes = (): Scheme[] => [...tables().schemes.values()];

/** The code in the form it is compared in: without dots and blanks where the system has digits only. */
export function canonicalClass(scheme: string, code: string): string {
  const form = tables().schemes.get(resolveScheme(scheme))?.form;
  const text = code.trim();
  if (form === 'digits') return text.replace(/[\s.]/g, '');
  if (form === 'section') return text.replace(/[\s.]/g, '').replace(/^[A-Za-z](?=\d)/, '');
  if (form === 'dotted') return text.replace(/\.+$/, '');
  if (form === 'path') return text.split('/').map((part) => part.trim()).join('/');
  return text;
}

/** The class and all classes above it, narrowest first, as `<scheme>:<code>`: HS 4001.22 → HS:400122, HS:4001, HS:40. */
export function classAncestors(scheme: string, code: string): string[] {
  const id = resolveScheme(scheme);
  const system = tables().schemes.get(id);
  const own = canonicalClass(id, code);
  if (own === '') return [];
  const result = [`${id}:${own}`];
  if (system === undefined || system.form === 'opaque') return result;
  if (system.form === 'dotted' || system.form === 'path') {
    const separator = system.form === 'dotted' ? '.' : '/';
    for (let cut = own.lastIndexOf(separator); cut > 0; cut = own.lastIndexOf(separator, cut - 1)) result.push(`${id}:${own.slice(0, cut)}`);
    return result;
  }
  if (!/^\d+[a-z]*$/i.test(own)) return result;
  // ecoinvent appends letters to ISIC classes (0111a): the class without them is the parent.
  const digits = own.replace(/\D+$/, '');
  for (const length of [...(system.levels ?? [])].reverse()) {
    if (length < own.length && length <= digits.length) result.push(`${id}:${digits.slice(0, length)}`);
  }
  const section = tables().sections.get(`${id}:${digits.slice(0, 2)}`);
  if (system.form === 'section' && section !== undefined) result.push(`${id}:${section}`);
  if (system.base !== undefined && digits.length >= (system.baseLength ?? 0)) result.push(...classAncestors(system.base, digits.slice(0, system.baseLength)));
  return result;
}
