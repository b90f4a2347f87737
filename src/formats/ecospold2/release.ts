// Versions of EcoSpold 2: four numbers (release and revision, major and minor) as one text "3.9.1.0".
import type { ReadContext } from '../../mapping/transform.ts';

export interface Release { majorRelease?: string; minorRelease?: string; majorRevision?: string; minorRevision?: string }
const parts = ['majorRelease', 'minorRelease', 'majorRevision', 'minorRevision'] as const;

/** The numbers stated, an absent one as 0; undefined where none is stated. Schema 2.0.11 does not ask for the revision (E57). */
export function readRelease(release: Release | undefined, context: ReadContext, path: string): string | undefined {
  if (release === undefined || parts.every((part) => release[part] === undefined)) return undefined;
  const version = parts.map((part) => release[part]?.trim() ?? '0').join('.');
  if (parts.some((part) => release[part] === undefined)) {
    context.issue('version-repaired', { stated: parts.map((part) => release[part] ?? '').join('.').replace(/\.+$/, ''), used: version }, path);
  }
  return version;
}

export function writeRelease(version: string): Release {
  const numbers = version.split('.');
  return Object.fromEntries(parts.map((part, i) => [part, numbers[i] ?? '0']));
}
