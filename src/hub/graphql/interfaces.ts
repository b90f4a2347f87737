// Node and Dataset: what all records and all datasets have in common.
import { ID, Int, InterfaceType } from 'type-graphql';
import { visibility } from '../../model/footprint.ts';
import { issue } from '../../model/issue.ts';
import { declareEnum, declareField, declareObject, named, type TypeClass, type TypeThunk } from './declare.ts';
import { enumValueText } from './enum-texts.ts';
import { LocalizedText } from './localized-text.ts';
import { enumOf, objectOf } from './model-types.ts';
import { DateTimeScalar } from './scalars.ts';

const typeOfRow = ({ __typename: name }: { __typename: string }): string => name;

const declareInterface = (name: string, description: string, implemented: TypeClass[] = []): TypeClass => {
  const type = named(name);
  InterfaceType(name, { description, resolveType: typeOfRow as never, ...(implemented.length > 0 && { implements: implemented }) } as object)(type);
  return type;
};

export const ChangeReason = declareEnum('ChangeReason', 'Why a version took the place of another.',
  Object.fromEntries(['DATA', 'FACTOR', 'RULE', 'ERROR', 'ORGANIZATION'].map((v) => [v, v])), (key) => enumValueText('ChangeReason', key));
export const Visibility = enumOf(visibility, 'Visibility');

export const Issue = objectOf(issue, 'Issue');

export const DatasetVersion = declareObject('DatasetVersion', 'One of the versions of a dataset.');
const versionFields: Record<string, { type: TypeThunk; description: string; nullable?: boolean }> = {
  version: { type: () => String, description: 'Version of the dataset as its format writes it; 00.00.000 where it states none.' },
  revision: { type: () => Int, description: 'Counts the contents that were stored under the same version, from 1.' },
  recordedFrom: { type: () => DateTimeScalar, description: 'Since when the hub has this version.' },
  recordedTo: { type: () => DateTimeScalar, description: 'Until when it was the current one; null for the current one.', nullable: true },
  changeReason: { type: () => ChangeReason, description: 'Why it took the place of the one before.', nullable: true },
};
for (const [name, f] of Object.entries(versionFields)) declareField(DatasetVersion, name, f.type, f);

export const Provenance = declareObject('Provenance', 'Where a record came from.');
declareField(Provenance, 'adapter', () => String, { description: 'Adapter that read it, with its version.', nullable: true });
declareField(Provenance, 'importedAt', () => DateTimeScalar, { description: 'When it was stored.' });
declareField(Provenance, 'issues', () => [Issue], { description: 'What was not plainly right when it was read.' });

export const Node = declareInterface('Node', 'Anything with an identifier of its own.');
declareField(Node, 'id', () => ID, { description: 'Identifier: of datasets their UUID, stable over all versions.' });

export const Dataset = declareInterface('Dataset', 'A dataset: identified, versioned, immutable once published. Lists show the current version; `asOf` shows the state at a time.', [Node]);

/** Fields of every dataset, besides `id` and those of its own model. */
export const commonFields: Record<string, { type: TypeThunk; description: string; nullable?: boolean }> = {
  ...versionFields,
  name: { type: () => LocalizedText, description: 'Name.' },
  isPlaceholder: { type: () => Boolean, description: 'True where the dataset is only referred to and has not been imported: nothing but its identifier and name is known.' },
  isDerived: { type: () => Boolean, description: 'True where the record was made from what other datasets say of it, for formats that give it no dataset of its own.' },
  supersedes: { type: () => DatasetVersion, description: 'Version whose place it took.', nullable: true },
  versions: { type: () => [DatasetVersion], description: 'All versions, newest first.' },
  provenance: { type: () => Provenance, description: 'Where it came from.' },
  license: { type: () => String, description: 'License as stated; null where none is.', nullable: true },
  visibility: { type: () => Visibility, description: 'Who may see it.' },
};

export function declareCommonFields(type: TypeClass): void {
  declareField(type, 'id', () => ID, { description: 'Identifier, stable over all versions.' });
  for (const [name, f] of Object.entries(commonFields)) declareField(type, name, f.type, f);
}
declareCommonFields(Dataset);
