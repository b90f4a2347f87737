// What every ILCD dataset needs when it is finished: identifier, version, name, rights (§1.6; §4.3, cases 7 and 8).
import { ABSENT } from '../../mapping/beside.ts';
import type { RawRecord, ReadContext } from '../../mapping/transform.ts';
import { normalizedVersion } from '../../model/version.ts';
import type { Period, Rights } from '../../model/value.ts';
import { finishRights, statedRights } from './rights.ts';

const versionPath = 'administrativeInformation/publicationAndOwnership/common:dataSetVersion';

/** The record with the fields that every dataset has; undefined where it has no identifier. */
export function finishDataset(record: RawRecord, context: ReadContext): RawRecord | undefined {
  if (record['id'] === undefined) {
    context.issue('id-missing');
    return undefined;
  }
  const stated = record['version'] as string | undefined;
  if (stated === undefined) {
    record['version'] = '00.00.000';
    context.keep(`${versionPath}/${ABSENT}`, '00.00.000');
    context.issue('version-missing', {}, versionPath);
  } else if (!/^\d{2}\.\d{2}(\.\d{3})?$/.test(stated)) context.issue('version-repaired', { stated, used: normalizedVersion(stated) }, versionPath);

  const name = record['name'] as Record<string, string> | undefined;
  if (name === undefined || Object.values(name).every((text) => text.trim() === '')) {
    record['name'] ??= {};
    context.issue('text-blank');
  }
  if (record['rights'] !== undefined) finishRights(record['rights'] as Rights);

  const { start, end } = (record['period'] ?? {}) as Period;
  if (start !== undefined && end !== undefined && end < start) context.issue('period-reversed', { start, end });
  return record;
}

/** The record without what was derived when it was finished. */
export function statedDataset<T extends object>(value: T): RawRecord {
  const record: RawRecord = { ...(value as RawRecord) };
  if (record['rights'] !== undefined) record['rights'] = statedRights(record['rights'] as Rights);
  return record;
}

/** Positions in the order of the source. */
export function numbered<T extends object>(list: T[] | undefined): (T & { position: number })[] | undefined {
  return list?.map((item, position) => Object.assign(item, { position }));
}

/** The list in the order of positions, without them. */
export function unnumbered<T extends { position: number }>(list: T[] | undefined): Omit<T, 'position'>[] | undefined {
  return list === undefined ? undefined : [...list].sort((a, b) => a.position - b.position).map(({ position: _position, ...item }) => item);
}
