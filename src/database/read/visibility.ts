// The one place that decides which rows a reader sees: current or as of a time, and public unless the reader is an administrator.
// Rows of long lists are as visible as their dataset, references as their referrer, files and imports as what came from them.
import type { Table } from '../tables/column.ts';
import { allTables, tableNamed } from '../tables/tables.ts';
import type { Parameters } from './parameters.ts';
import type { Relation, Scope } from './plan.ts';

export interface VisibilityOptions {
  /** The row was found by its own key or version: it need not be the current one. */
  anyVersion?: boolean;
  /** The row was found through its owner, which is visible already. */
  throughOwner?: boolean;
  /** The row was found through a visible record that came from it. */
  throughRecord?: boolean;
}

/** Conditions on `alias`. Every path to a row goes through here: lists, joins, nested lists, filters, counts. */
export function visible(table: Table, alias: string, scope: Scope, parameters: Parameters, options: VisibilityOptions = {}): string[] {
  if (table.owner) return options.throughOwner ? [] : [ownerVisible(table, alias, scope, parameters)];
  if (table.name === 'dataset_reference') return [referenceVisible(alias, scope, parameters)];
  if (table.name === 'source_document' || table.name === 'import_run') return scope.administrator ? [] : originVisible(table.name, alias, options.throughRecord === true, parameters);
  if (table.name === 'flow_mapping') return scope.administrator ? [] : [flowVisible(alias, scope, parameters)];
  if (!table.versioned) return [];
  const conditions: string[] = [];
  const past = options.anyVersion === true || scope.asOf !== undefined;
  if (!options.anyVersion) {
    if (scope.asOf === undefined) conditions.push(`${alias}.recorded_to is null`);
    else {
      const time = parameters.add(scope.asOf, 'timestamptz');
      conditions.push(`${alias}.recorded_from <= ${time}`, `(${alias}.recorded_to is null or ${alias}.recorded_to > ${time})`);
    }
  }
  if (!scope.administrator) {
    conditions.push(`${alias}.visibility = 'PUBLIC'`);
    // What has been made private since is private in its past as well.
    if (past) {
      const now = parameters.alias('n');
      conditions.push(`not exists (select 1 from ${table.name} ${now} where ${now}.id = ${alias}.id and ${now}.recorded_to is null and ${now}.visibility <> 'PUBLIC')`);
    }
  }
  return conditions;
}

function ownerVisible(table: Table, alias: string, scope: Scope, parameters: Parameters): string {
  const owner = parameters.alias('o');
  const conditions = [`${owner}.key = ${alias}.${table.owner!.column}`, ...visible(tableNamed(table.owner!.table), owner, scope, parameters)];
  return `exists (select 1 from ${table.owner!.table} ${owner} where ${conditions.join(' and ')})`;
}

function referenceVisible(alias: string, scope: Scope, parameters: Parameters): string {
  const each = allTables.filter((table) => table.versioned).map((table) => {
    const from = parameters.alias('f');
    const conditions = [`${from}.key = ${alias}.from_key`, ...visible(table, from, scope, parameters)];
    return `(${alias}.from_noun = '${table.noun}' and exists (select 1 from ${table.name} ${from} where ${conditions.join(' and ')}))`;
  });
  return `(${each.join(' or ')})`;
}

/** What a flow was found to be is as visible as the flow. */
function flowVisible(alias: string, scope: Scope, parameters: Parameters): string {
  const flow = parameters.alias('w');
  return `exists (select 1 from flow ${flow} where ${[`${flow}.id = ${alias}.flow_id`, ...visible(tableNamed('flow'), flow, scope, parameters)].join(' and ')})`;
}

const anyone: Scope = { administrator: false };

/**
 * Where public records came from is public, where others came from is not:
 * - a source document is seen by whoever may see a record that was read from it;
 * - an import run by whoever may see every record it stored, and at least one: its package name, counts, message and issues
 *   speak of all of them.
 */
function originVisible(name: 'source_document' | 'import_run', alias: string, throughRecord: boolean, parameters: Parameters): string[] {
  const datasets = allTables.filter((table) => table.versioned);
  const conditions: string[] = [];
  if (!throughRecord) {
    const some = datasets.map((table) => {
      const from = parameters.alias('f');
      return `exists (select 1 from ${table.name} ${from} where ${[`${from}.${name} = ${alias}.key`, ...visible(table, from, anyone, parameters, { anyVersion: true })].join(' and ')})`;
    });
    conditions.push(`(${some.join(' or ')})`);
  }
  if (name === 'import_run') {
    // Asked once per statement, not per row; the indexes "hidden" hold just these rows.
    const hidden = datasets.map((table) => `select h.import_run from ${table.name} n join ${table.name} h on h.id = n.id where n.visibility <> 'PUBLIC' and h.import_run is not null and (n.recorded_to is null or n.key = h.key)`);
    conditions.push(`${alias}.key not in (${hidden.join(' union all ')})`);
  }
  return conditions;
}

/** Whether following a relation lands on exactly the row that was written, not on whatever is current. */
export const byKey = (relation: Relation): boolean => relation.foreign === 'key';
