// Reference.target: the record that a reference inside a record points to.
import { reference } from '../../model/value.ts';
import { declareField, type TypeClass } from './declare.ts';
import { declareFieldResolvers } from './declare-resolver.ts';
import { Node } from './interfaces.ts';
import { isDatasetNoun, loadDataset } from './loaders.ts';
import { objectOf } from './model-types.ts';

export const Reference: TypeClass = objectOf(reference, 'Reference');
declareField(Reference, 'target', () => Node, { description: 'The record pointed to, in its current version; null where the hub does not have it.', nullable: true });

export const ReferenceFields = declareFieldResolvers(Reference, {
  target: (row: { type: string; id?: string | null }, context, info) =>
    (row.id != null && isDatasetNoun(row.type) ? loadDataset(context, info, row.type, 'id', row.id) : null),
});
