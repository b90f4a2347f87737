// ILCD source and contact: names, digital files (§1.10; §4.3, case 56).
import { ABSENT } from '../../mapping/beside.ts';
import type { StructuralTransform } from '../../mapping/transform.ts';
import type { Contact, Source } from '../../model/source.ts';
import type { LocalizedText } from '../../model/value.ts';
import { finishDataset, statedDataset } from './dataset.ts';

type DigitalFile = NonNullable<Source['files']>[number];

/** A drive, a share, or a file: address that is not in the package. */
const localPath = /^(file:|[A-Za-z]:[\\/]|\\\\)/;

export const digitalFile: StructuralTransform<DigitalFile> = {
  name: 'digital-file', about: 'Address of a digital file; blanks around it are left out, a local path is told and kept.',
  read(record, context) {
    const uri = ((record['uri'] as string | undefined) ?? '').trim();
    if (uri === '') {
      if (record['uri'] !== undefined) context.keep('@uri', record['uri'] as string);
      return undefined;
    }
    if (localPath.test(uri)) context.issue('file-address-local', { uri }, '@uri');
    return { uri };
  },
  write: (value) => ({ uri: value.uri }),
};

export const source: StructuralTransform<Source> = {
  name: 'source', about: 'Source; its short name is its name.',
  read: (record, context) => finishDataset(record, context) as Source | undefined,
  write: statedDataset,
};

export const contact: StructuralTransform<Contact> = {
  name: 'contact', about: 'Contact; the short name stands for a name that is missing.',
  read(record, context) {
    if (record['name'] === undefined && record['shortName'] !== undefined) {
      const name = record['shortName'] as LocalizedText;
      record['name'] = { ...name };
      for (const [language, text] of Object.entries(name)) context.keep(`contactInformation/dataSetInformation/common:name[@xml:lang=${language}]/${ABSENT}`, text);
    }
    return finishDataset(record, context) as Contact | undefined;
  },
  write: statedDataset,
};
