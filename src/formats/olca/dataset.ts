// What every dataset of openLCA needs when it is finished: identifier, version, name, category (olca-schema RootEntity).
import type { RawRecord, ReadContext } from '../../mapping/transform.ts';
import type { Classification, LocalizedText } from '../../model/value.ts';
import { normalizedVersion } from '../../model/version.ts';
import { firstOf, named } from '../label.ts';

/** Category as stated: a path of names, and of one of version 1 that the package does not have its identifier and name. */
export interface RawCategory { path?: string; kind?: string; id?: string; name?: string }
export interface RawRoot { kind?: string; category?: RawCategory }

export const scheme = 'openLCA';

/** The path of a category; of one of version 1 that the package does not have, only the last name is known. */
export const pathOf = ({ path, name }: RawCategory): string[] => (path ?? name ?? '').split(path === undefined ? '\n' : '/').filter((part) => part !== '');

function classOf(category: RawCategory): Classification | undefined {
  if (category.id !== undefined) return { scheme, statedId: category.id, ...(category.name === undefined ? {} : { name: named(category.name) }) };
  const path = pathOf(category);
  const last = path.at(-1);
  if (last === undefined) return undefined;
  return category.path === undefined ? { scheme, name: named(last) } : { scheme, name: named(last), path };
}

/** The category of a record; classes of other systems only where it has none of openLCA. */
export function categoryOf(classifications: readonly Classification[] | undefined): RawCategory | undefined {
  const found = classifications?.find((c) => c.scheme === scheme) ?? classifications?.[0];
  if (found === undefined) return undefined;
  const name = firstOf(found.name) ?? found.code;
  const path = found.path?.join('/') ?? name;
  // A category of version 1 that the package did not have keeps its identifier.
  return { ...(path === undefined ? {} : { path }), ...(found.scheme === scheme && found.statedId !== undefined ? { kind: 'Category', id: found.statedId, ...(name === undefined ? {} : { name }) } : {}) };
}

/** The record with the fields that every dataset has, and what stands in `raw`; undefined where it has no identifier. */
export function finishDataset<R extends RawRoot>(record: RawRecord, context: ReadContext, isClassified = true): { record: RawRecord; raw: R } | undefined {
  if (record['id'] === undefined) {
    context.issue('id-missing');
    return undefined;
  }
  const { raw = {}, ...rest } = record as RawRecord & { raw?: R };
  const stated = rest['version'] as string | undefined;
  if (stated === undefined) {
    rest['version'] = '00.00.000';
    context.issue('version-missing', {}, 'version');
  } else if (!/^\d+(\.\d+){0,2}$/.test(stated)) context.issue('version-repaired', { stated, used: normalizedVersion(stated) }, 'version');
  const name = rest['name'] as LocalizedText | undefined;
  if (name === undefined || Object.values(name).every((text) => text.trim() === '')) {
    rest['name'] ??= {};
    context.issue('text-blank', {}, 'name');
  }
  const category = (raw as R).category;
  const found = isClassified && category !== undefined ? classOf(category) : undefined;
  if (found !== undefined) rest['classifications'] = [found];
  return { record: rest, raw: raw as R };
}

/** The raw record of a dataset: what is stated, with its kind and category. */
export function statedDataset(value: object, kind: string, more: RawRecord = {}): RawRecord {
  const { classifications, raw: _none, ...stated } = value as { classifications?: Classification[] } & RawRecord;
  const category = categoryOf(classifications);
  return { ...stated, raw: { kind, ...(category === undefined ? {} : { category }), ...more } };
}
