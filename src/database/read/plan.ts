// What a read wants, as data: made by the hub from a GraphQL selection, compiled by compile-page.ts into SQL and row builders.
import type { FieldGroup } from '../../model/field-group.ts';
import type { ColumnType, Table } from '../tables/column.ts';
import type { Predicate } from './predicate.ts';

/** An SQL expression on the row with this alias, as far as the reader may see it. */
export type Expression = (alias: string, reader: Reader) => string;

/** How rows hang together: `parent.local = child.foreign`. */
export interface Relation {
  table: Table;
  /** Table of the parent, where its column may be closed to readers. */
  from?: Table;
  local: string;
  foreign: string;
  /** From a record to where it came from: whoever sees the record may see the file it was read from. */
  provenance?: true;
}

export interface Output {
  property: string;
  sql: Expression;
}

/** What is wanted of one row: values, objects made of its values, and related rows. */
export interface Members {
  outputs: Output[];
  groups: { property: string; members: Members; nullWhen?: Expression[] }[];
  ones: { property: string; relation: Relation; row: RowPlan }[];
  manys: { slot: string; relation: Relation; page: PagePlan }[];
}

export interface RowPlan {
  table: Table;
  typename: string;
  members: Members;
  /** What is read here of groups of fields that a record may close. */
  groups?: ReadGroups;
}

/** Groups of fields that are read; `beside`: also what stands beside the record. */
export interface ReadGroups { groups: readonly FieldGroup[]; beside?: boolean }

export interface OrderTerm {
  /** Stable name: part of the cursor's checksum. */
  name: string;
  sql: Expression;
  type: ColumnType;
  descending: boolean;
  nullable: boolean;
}

/** Which parts of a connection are selected; nothing else is asked of the database. */
export interface Wants {
  rows: boolean;
  edges: boolean;
  cursors: boolean;
  totalCount: boolean;
  hasNext: boolean;
  hasPrevious: boolean;
}

export interface PagePlan {
  row: RowPlan;
  where?: Predicate | undefined;
  order: OrderTerm[];
  first?: number | undefined;
  last?: number | undefined;
  after?: string | undefined;
  before?: string | undefined;
  /** Versions other than the current one are wanted: the condition says which. */
  anyVersion?: boolean;
  wants: Wants;
}

/** Who reads: nobody in particular, a partner, the people of an organization, or somebody who may see all. */
export interface Reader {
  all?: boolean;
  /** Identifier of the partner. */
  partner?: string | undefined;
  /** Identifier of the organization of the hub that the reader belongs to. */
  organization?: string | undefined;
}

/** Who reads, and the state of which point in time (absent: now). */
export interface Scope {
  reader: Reader;
  asOf?: string | undefined;
}

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

export interface Page {
  nodes: object[];
  edges: { cursor: string | null; node: object }[] | undefined;
  pageInfo: PageInfo;
  totalCount: number | undefined;
}

export const noMembers = (): Members => ({ outputs: [], groups: [], ones: [], manys: [] });

export const column = (name: string): Expression => {
  const quoted = name === 'position' || name === 'function' ? `"${name}"` : name;
  return (alias) => `${alias}.${quoted}`;
};
