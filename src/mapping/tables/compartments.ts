// Compartments of elementary flows: the hub's own list and its translation from and to ILCD, ecoinvent, EcoSpold 1, Federal LCA Commons and openLCA.
import { z } from 'zod';
import { once, readCsvTable, tableError } from './table.ts';

export const compartmentSystems = ['ilcd', 'ecoinvent', 'ecospold1', 'fedefl', 'openlca'] as const;
export type CompartmentSystem = (typeof compartmentSystems)[number];
export type Direction = 'INPUT' | 'OUTPUT';

const direction = z.enum(['', 'INPUT', 'OUTPUT']).transform((text) => text || undefined);
const compartmentRow = z.object({ code: z.string().regex(/^[a-z]+(-[a-z]+)*(\/[a-z]+(-[a-z]+)*)+$/), medium: z.string(), direction, name_en: z.string().min(1), name_zh: z.string().min(1), parent: z.string() });
const aliasRow = z.object({
  system: z.enum(compartmentSystems), id: z.string(), path: z.string().min(1), code: z.string(),
  exact: z.enum(['yes', 'no']), use: z.enum(['both', 'read', 'write']).describe('Whether the row is used to read, to write, or both.'), direction,
});

export interface KnownCompartment {
  code: string;
  medium: string;
  /** Direction that flows of this compartment have in an inventory; absent where both occur. */
  direction?: Direction;
  names: { en: string; zh: string };
  /** The next wider compartment. */
  parent?: string;
}

/** `exact` is false where the stated compartment and the hub's are not the same set of places. */
export interface ResolvedCompartment { code: string; direction?: Direction; exact: boolean }

export interface StatedCompartment { id?: string; path: string[]; exact: boolean }

const fold = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ').replace(/\s*\/\s*/g, '/');
const key = (system: string, text: string, way = ''): string => `${system}\n${way}\n${text}`;

const tables = once(() => {
  const compartments = new Map(readCsvTable('compartments/compartments.csv', compartmentRow, (r) => r.code).map((r): [string, KnownCompartment] =>
    [r.code, { code: r.code, medium: r.medium, direction: r.direction, names: { en: r.name_en, zh: r.name_zh }, parent: r.parent || undefined }]));
  for (const { code, parent } of compartments.values()) if (parent !== undefined && !compartments.has(parent)) throw tableError('compartments/compartments.csv', `puts ${code} into the unknown "${parent}".`);
  const read = new Map<string, ResolvedCompartment>();
  const write = new Map<string, StatedCompartment>();
  const rows = readCsvTable('compartments/aliases.csv', aliasRow, (r) => `${key(r.system, fold(r.path), r.direction)} ${r.use === 'write' ? r.code : ''}`);
  for (const r of rows) {
    const known = compartments.get(r.code);
    if (known === undefined) throw tableError('compartments/aliases.csv', `maps "${r.path}" to the unknown compartment "${r.code}".`);
    const exact = r.exact === 'yes';
    if (r.use !== 'write') {
      const resolved = { code: r.code, direction: known.direction, exact };
      read.set(key(r.system, fold(r.path), r.direction), resolved);
      if (r.id) read.set(key(r.system, r.id), resolved);
      // The last name of an ILCD path tells the whole path; some files state no more, or other names above.
      const last = fold(r.path.split('/').at(-1)!);
      if (r.system === 'ilcd' && last.includes(' ') && !read.has(key('ilcd', last))) read.set(key('ilcd', last), resolved);
    }
    const target = key(r.system, r.code);
    if (r.use !== 'read' && !write.has(target)) write.set(target, { id: r.id || undefined, path: r.path.split('/'), exact });
  }
  return { compartments, read, write };
});

/**
 * The hub's compartment of a stated path (names from the top down), or of an identifier (ILCD category, ecoinvent subcompartment).
 * `way` decides paths that stand for a resource and for an emission (the last two levels of Federal LCA Commons paths in EcoSpold 1);
 * without it such paths are undefined.
 */
export function resolveCompartment(system: CompartmentSystem, path: readonly string[] | string, way?: Direction): ResolvedCompartment | undefined {
  const { read } = tables();
  if (typeof path === 'string') return read.get(key(system, path.trim())) ?? read.get(key(system, path.trim().toLowerCase())) ?? byText(system, fold(path), way);
  const levels = path.filter((level) => level.trim() !== '');
  const found = byText(system, fold(levels.join('/')), way);
  if (found !== undefined || system !== 'ilcd') return found;
  return levels.length > 0 ? read.get(key('ilcd', fold(levels.at(-1)!))) : undefined;
}

function byText(system: CompartmentSystem, text: string, way: Direction | undefined): ResolvedCompartment | undefined {
  const { read } = tables();
  const found = (way && read.get(key(system, text, way))) ?? read.get(key(system, text));
  if (found !== undefined || system !== 'openlca') return found;
  // openLCA packages put folders of their own above the last two levels, with and without the root category, and spell "emission(s)" both ways.
  const bare = text.split('/').slice(-2).join('/').replace(/^elementary flows\//, '').replace(/^emissions to /, 'emission to ');
  return read.get(key(system, `elementary flows/${bare}`)) ?? read.get(key(system, bare));
}

/**
 * How a system writes a compartment of the hub; where it has no such compartment, the next wider one that it has, with `exact: false`.
 * Undefined where the system has no place for it at all.
 */
export function compartmentIn(system: CompartmentSystem, code: string): StatedCompartment | undefined {
  const { compartments, write } = tables();
  const own = write.get(key(system, code));
  if (own !== undefined) return own;
  for (let wider = compartments.get(code)?.parent; wider !== undefined; wider = compartments.get(wider)?.parent) {
    const found = write.get(key(system, wider));
    if (found !== undefined) return { ...found, exact: false };
  }
  return undefined;
}

export const compartmentOf = (code: string): KnownCompartment | undefined => tables().compartments.get(code);
export const allCompartments = (): KnownCompartment[] => [...tables().compartments.values()];
