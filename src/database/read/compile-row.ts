// Compiles what is wanted of a row: the select list, the joins, and a function that builds the objects from a row's values.
//
// The builder is generated code: object literals with fixed property names are several times faster than
// assigning properties one by one, and this runs once per row. Property names are quoted by JSON.stringify; no user text enters.
import { columnOpen, joinedSql } from './access.ts';
import { givenGroups, mayBeGiven } from './given.ts';
import type { Parameters } from './parameters.ts';
import { column, type Expression, type Members, type Relation, type ReadGroups, type RowPlan, type Scope } from './plan.ts';
import type { Noun } from '../../model/noun.ts';
import { byKey, visible } from './visibility.ts';

/** Collects the parents of one nested list while rows are built: the same value may stand in several objects. */
export class Parents {
  readonly byValue = new Map<unknown, Record<string, unknown>[]>();

  add(value: unknown, parent: Record<string, unknown>): void {
    const known = this.byValue.get(value);
    if (known) known.push(parent);
    else this.byValue.set(value, [parent]);
  }
}

export type BuildRow = (row: unknown[], parents: readonly Parents[]) => Record<string, unknown>;

/** Where a row tells of a record what of its restricted groups is given. */
export interface Watched { noun: Noun; idAt: number; groupsAt: number }

export interface Nested {
  slot: string;
  relation: Relation;
  page: Members['manys'][number]['page'];
}

/** A column that is never null: tells whether an outer join found a row. */
export const presenceColumn = ({ table, members }: RowPlan): Expression =>
  column(table.versioned && members.outputs.some((output) => output.property === 'id') ? 'id' : 'key');

export class RowCompiler {
  readonly columns: string[] = [];
  readonly joins: string[] = [];
  readonly nested: Nested[] = [];
  readonly watched: Watched[] = [];
  private readonly positions = new Map<string, number>();
  private readonly statements: string[] = [];
  private objects = 0;
  private readonly scope: Scope;
  private readonly parameters: Parameters;

  private readonly offset: number;

  /** `offset`: columns of the statement before those of this row. */
  constructor(scope: Scope, parameters: Parameters, offset = 0) {
    this.scope = scope;
    this.parameters = parameters;
    this.offset = offset;
  }

  /** Position of an expression in the rows of the statement; the same expression is selected once. */
  position(sql: string): number {
    const known = this.positions.get(sql);
    if (known !== undefined) return known;
    this.columns.push(sql);
    const position = this.offset + this.columns.length - 1;
    this.positions.set(sql, position);
    return position;
  }

  /** Adds what a row plan wants under an alias and gives the variable that holds the object. */
  row(plan: RowPlan, alias: string, presence?: string): string {
    if (plan.groups !== undefined && mayBeGiven(this.scope.reader)) this.watch(plan, plan.groups, alias);
    return this.object(plan.members, alias, `"__typename":${JSON.stringify(plan.typename)}`, presence ? [presence] : []);
  }

  private watch({ table }: RowPlan, groups: ReadGroups, alias: string): void {
    const { reader } = this.scope;
    this.watched.push({ noun: table.noun!, idAt: this.position(column(table.recordId ?? 'id')(alias, reader)), groupsAt: this.position(givenGroups(table, alias, groups, reader)) });
  }

  builder(result: string): BuildRow {
    // oxlint-disable-next-line no-new-func -- see the head of this file
    return new Function('r', 'parents', `"use strict";${this.statements.join('')}return ${result};`) as BuildRow;
  }

  private object(members: Members, alias: string, head: string, presence: readonly string[]): string {
    const properties = head === '' ? [] : [head];
    for (const { property, sql } of members.outputs) properties.push(`${JSON.stringify(property)}:r[${this.position(sql(alias, this.scope.reader))}]`);
    for (const { property, members: inner, nullWhen } of members.groups) {
      const absent = (nullWhen ?? []).map((sql) => `r[${this.position(sql(alias, this.scope.reader))}]===null`);
      properties.push(`${JSON.stringify(property)}:${this.object(inner, alias, '', absent)}`);
    }
    for (const { property, relation, row } of members.ones) {
      const joined = this.join(relation, alias);
      const absent = `r[${this.position(presenceColumn(row)(joined, this.scope.reader))}]===null`;
      properties.push(`${JSON.stringify(property)}:${this.row(row, joined, absent)}`);
    }
    for (const { slot } of members.manys) properties.push(`${JSON.stringify(slot)}:undefined`); // room for it: attaching must not change the shape
    const variable = `o${this.objects++}`;
    const literal = `{${properties.join(',')}}`;
    this.statements.push(`const ${variable}=${presence.length > 0 ? `${presence.join('||')}?null:` : ''}${literal};`);
    for (const many of members.manys) {
      const place = this.nested.push(many) - 1;
      const value = this.position(this.local(many.relation, alias));
      const add = `parents[${place}].add(r[${value}],${variable});`;
      this.statements.push(presence.length > 0 ? `if(${variable}!==null)${add}` : add);
    }
    return variable;
  }

  /** The value of the parent that leads to a nested list; null where it is closed. */
  private local({ from, local }: Relation, alias: string): string {
    const open = columnOpen(from, alias, local, this.scope.reader);
    const sql = column(local)(alias, this.scope.reader);
    return open === undefined ? sql : `case when ${open} then ${sql} end`;
  }

  private join(relation: Relation, alias: string): string {
    const joined = this.parameters.alias('j');
    const conditions = [
      ...joinedSql(relation, alias, joined, this.scope.reader),
      ...visible(relation.table, joined, this.scope, this.parameters, { anyVersion: byKey(relation), throughRecord: relation.provenance === true }),
    ];
    this.joins.push(`left join ${relation.table.name} ${joined} on ${conditions.join(' and ')}`);
    return joined;
  }
}
