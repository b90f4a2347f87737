// Where the value of a GraphQL field comes from: the planner turns selected fields into columns, joins and nested lists by these.
import type { FieldGroup } from '../../model/field-group.ts';
import type { Noun } from '../../model/noun.ts';
import type { Expression, Output, Relation } from '../../database/read/plan.ts';
import type { Predicate } from '../../database/read/predicate.ts';

/** What rows a field leads to; `usage` and `issue` are rows that are not nouns. */
export type RowKind = Noun | 'usage' | 'issue';

/** The group of fields that a field belongs to, which a record may close; `inner`: only these of its own fields do. `beside`: it stands beside the record and goes with all groups. */
export type Guard = { group: FieldGroup; inner?: readonly string[] } | { beside: true }

export type FieldSource = { guard?: Guard } & (
  /** One expression gives the whole value. */
  | { kind: 'value'; sql: Expression }
  /** Text by language: only the languages selected are read. */
  | { kind: 'text'; sql: Expression }
  /** An object of the record of which some leaves have columns; it is read in whole when another leaf is selected. */
  | { kind: 'embedded'; sql: Expression; leaves: Record<string, Expression>; required: readonly string[] }
  /** Fields of an object that is made of the same row. */
  | { kind: 'group'; fields: Record<string, FieldSource> }
  | { kind: 'one'; relation: Relation; to: RowKind }
  /** `fixed`: arguments that the field itself gives. */
  | { kind: 'many'; relation: Relation; to: RowKind; fixed?: Record<string, unknown> }
  /** The first of the related rows that fulfills a condition. */
  | { kind: 'first'; relation: Relation; to: RowKind; where: Predicate }
  /** A resolver computes the field from these. */
  | { kind: 'computed'; needs: Output[] });

export type FieldSources = Record<string, FieldSource>;
