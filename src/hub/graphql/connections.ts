// Connections: pages of a list in the shape of the Relay specification, with `nodes` for those who need no cursors.
import { Int } from 'type-graphql';
import { declareField, declareObject, type TypeClass } from './declare.ts';

export const PageInfo = declareObject('PageInfo', 'Where a page stands in its list.');
declareField(PageInfo, 'hasNextPage', () => Boolean, { description: 'Whether there are records after this page.' });
declareField(PageInfo, 'hasPreviousPage', () => Boolean, { description: 'Whether there are records before this page.' });
declareField(PageInfo, 'startCursor', () => String, { description: 'Cursor of the first record of the page.', nullable: true });
declareField(PageInfo, 'endCursor', () => String, { description: 'Cursor of the last record of the page; give it as `after` for the next page.', nullable: true });

const made = new Map<TypeClass, TypeClass>();

/** The connection type of a row type. */
export function connectionOf(node: TypeClass): TypeClass {
  const known = made.get(node);
  if (known) return known;
  const edge = declareObject(`${node.name}Edge`, `A ${node.name} in its list.`);
  declareField(edge, 'cursor', () => String, { description: 'Place of the record in this list.' });
  declareField(edge, 'node', () => node, { description: 'The record.' });
  const connection = declareObject(`${node.name}Connection`, `A page of a list of ${node.name}.`);
  made.set(node, connection);
  declareField(connection, 'edges', () => [edge], { description: 'The records with their cursors.' });
  declareField(connection, 'nodes', () => [node], { description: 'The records.' });
  declareField(connection, 'pageInfo', () => PageInfo, { description: 'Where the page stands in the list.' });
  declareField(connection, 'totalCount', () => Int, { description: 'How many records the list has in all; counted only when selected.' });
  return connection;
}
