// Actors and sources of openLCA, and documents that the hub has no noun for.
import type { RawRecord, StructuralTransform } from '../../mapping/transform.ts';
import type { Contact, Source } from '../../model/source.ts';
import { finishDataset, statedDataset, type RawRoot } from './dataset.ts';

/** Key of a document's scratch space where the kind of a document without dataset stands. */
export const OTHER_KIND = 'olca.kind';

export const actor: StructuralTransform<Contact> = {
  name: 'actor', about: 'Person or organization.',
  read: (record, context) => finishDataset(record, context)?.record as Contact | undefined,
  write: (value) => statedDataset(value, 'Actor'),
};

interface RawSource extends RawRoot { url?: string; externalFile?: string }

/** An address begins with a scheme; everything else is a file of the package. */
const isAddress = (uri: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(uri);

export const source: StructuralTransform<Source> = {
  name: 'source', about: 'Source; its address and its file in the package are its files.',
  read(record, context) {
    const found = finishDataset<RawSource>(record, context);
    if (found === undefined) return undefined;
    const { url, externalFile } = found.raw;
    const files: { uri: string }[] = [];
    for (const [path, uri, expected] of [['url', url, true], ['externalFile', externalFile, false]] as const) {
      if (uri === undefined) continue;
      if (isAddress(uri) === expected) files.push({ uri });
      else context.setAside(path, uri);
    }
    return { ...found.record, ...(files.length === 0 ? {} : { files }) } as Source;
  },
  write({ files, ...value }) {
    const url = files?.find(({ uri }) => isAddress(uri))?.uri;
    const externalFile = files?.find(({ uri }) => !isAddress(uri))?.uri;
    return statedDataset(value, 'Source', { ...(url === undefined ? {} : { url }), ...(externalFile === undefined ? {} : { externalFile }) });
  },
};

export const other: StructuralTransform<RawRecord> = {
  name: 'other', about: 'Notes the kind of a document that holds no dataset of the hub.',
  read(record, context) {
    context.scratch.set(OTHER_KIND, record['kind']);
    return undefined;
  },
  write: (value) => value,
};
