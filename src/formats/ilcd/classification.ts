// Classes and compartments in ILCD: levels that may stand in any order and lack numbers (§1.7; §4.3, cases 32–34).
import { resolveScheme } from '../../mapping/tables/classes.ts';
import { resolveCompartment } from '../../mapping/tables/compartments.ts';
import type { ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Compartment } from '../../model/process.ts';
import type { Classification } from '../../model/value.ts';

export interface RawLevel {
  level?: number;
  id?: string;
  label?: string;
}
interface RawPath {
  name?: string;
  levels?: RawLevel[];
}

export const level: StructuralTransform<RawLevel> = {
  name: 'level', about: 'One level of a path of classes; a level with neither label nor id is none.',
  read: (record) => (record['id'] === undefined && record['label'] === undefined ? undefined : (record as RawLevel)),
  write: (value) => ({ ...value }),
};

const isSorted = (levels: readonly RawLevel[]): boolean => levels.every((l, i) => l.level === i);

/** Levels from the top down. A level without a number keeps its place in the file. */
function sortLevels(levels: readonly RawLevel[], scheme: string, context: ReadContext): RawLevel[] {
  if (isSorted(levels)) return [...levels];
  context.issue('category-unsorted', { scheme });
  return levels.map((l, i) => ({ rank: l.level ?? i, i, l })).sort((a, b) => a.rank - b.rank || a.i - b.i).map(({ l }) => l);
}

const labels = (levels: readonly RawLevel[]): string[] => levels.map((l) => l.label ?? '');
const ids = (levels: readonly RawLevel[]): string[] | undefined => (levels.some((l) => l.id !== undefined) ? levels.map((l) => l.id ?? '') : undefined);

function writeLevels(path: readonly string[], codes: readonly string[] | undefined, last: string | undefined): RawLevel[] {
  return path.map((label, i) => {
    const id = codes === undefined && i === path.length - 1 ? last : codes?.[i];
    return { level: i, ...(id ? { id } : {}), ...(label === '' ? {} : { label }) };
  });
}

export const classification: StructuralTransform<Classification> = {
  name: 'classification', about: 'Path of classes: the deepest one with its code, and the names and codes on the way. Levels are sorted.',
  read(record, context) {
    const raw = record as RawPath;
    const stated = raw.name ?? 'ILCD';
    const scheme = resolveScheme(stated);
    if (scheme !== stated) context.keep('@name', stated);
    const levels = sortLevels(raw.levels ?? [], scheme, context);
    if (!isSorted(raw.levels ?? [])) context.keepWhole({ ...raw });
    const deepest = levels.at(-1);
    if (deepest === undefined) return raw.name === undefined ? undefined : { scheme };
    const codes = ids(levels);
    return {
      scheme,
      ...(deepest.id === undefined ? {} : { code: deepest.id }),
      ...(deepest.label === undefined ? {} : { name: { en: deepest.label } }),
      path: labels(levels),
      ...(codes === undefined ? {} : { pathCodes: codes }),
    };
  },
  write(value, context) {
    const path = value.path ?? (value.name === undefined && value.code === undefined ? [] : [Object.values(value.name ?? {})[0] ?? '']);
    if (path.length === 0 && context.foreign === true) {
      context.issue('class-missing', { scheme: value.scheme });
      return undefined;
    }
    return { name: value.scheme, levels: writeLevels(path, value.pathCodes, value.code) };
  },
};

/** A compartment; as read, with the levels that it was made of and its place among its like. */
export interface ReadCompartment { compartment: Compartment; raw?: RawPath; isSorted?: boolean; place?: number }

export const compartment: StructuralTransform<ReadCompartment> = {
  name: 'compartment', about: 'Compartment of an elementary flow by the names of its categories; names and ids are kept as stated.',
  read(record, context) {
    const raw = record as RawPath;
    if (raw.name !== undefined && raw.name !== 'ILCD') context.setAside('@name', raw.name);
    const levels = sortLevels(raw.levels ?? [], raw.name ?? 'ILCD', context);
    if (levels.length === 0) return undefined;
    const path = labels(levels);
    const found = resolveIlcdCompartment(path, levels.at(-1)!.id);
    if (found === undefined) context.issue('compartment-unknown', { path: path.join(' / ') });
    const pathIds = ids(levels);
    const read: Compartment = {
      ...(found === undefined ? {} : { code: found }), system: 'ilcd', path,
      ...(levels.at(-1)!.id === undefined ? {} : { statedId: levels.at(-1)!.id! }),
      ...(pathIds === undefined ? {} : { pathIds }),
    };
    return { compartment: read, raw: { ...raw }, isSorted: isSorted(raw.levels ?? []), place: context.ordinal ?? 1 };
  },
  write: ({ compartment: { path, pathIds, statedId }, raw }) => ({ ...(raw ?? { levels: writeLevels(path, pathIds, statedId) }) }),
};

/** Code of the compartment by names; by the id of the deepest category where the names say nothing. */
export function resolveIlcdCompartment(path: readonly string[], id: string | undefined): string | undefined {
  return resolveCompartment('ilcd', path)?.code ?? (id === undefined ? undefined : resolveCompartment('ilcd', id)?.code);
}
