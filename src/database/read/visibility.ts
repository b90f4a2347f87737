// Decides which rows of any table a reader sees: current or as of a time, and as the access policy says (access.ts).
// Rows of long lists are as visible as their dataset, references as their referrer, files and imports as what came from them.
import type { Table } from '../tables/column.ts';
import { allTables, tableNamed } from '../tables/tables.ts';
import { idLiteral, rowSeen } from './access.ts';
import type { Parameters } from './parameters.ts';
import type { Reader, Relation, Scope } from './plan.ts';

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
  if (table.name === 'source_document' || table.name === 'import_run') return scope.reader.all ? [] : originVisible(table.name, alias, options.throughRecord === true, scope.reader, parameters);
  if (table.name === 'flow_mapping') return scope.reader.all ? [] : [flowVisible(alias, scope, parameters)];
  if (ofPartners[table.name] !== undefined) return scope.reader.all ? [] : [ownEntries(alias, ofPartners[table.name]!, scope.reader)];
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
  const seen = rowSeen(table, alias, scope.reader);
  if (seen !== undefined) {
    conditions.push(seen);
    // What has been closed since is closed in its past as well.
    if (past) {
      const now = parameters.alias('n');
      conditions.push(`exists (select 1 from ${table.name} ${now} where ${now}.id = ${alias}.id and ${now}.recorded_to is null and ${rowSeen(table, now, scope.reader)})`);
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

/** Tables whose rows a partner or an organization sees as far as they are its own, with the columns that say whose they are. */
interface OwnColumns { partner?: string; organization?: string | readonly string[]; organizations?: string }
const ofPartners: Readonly<Record<string, OwnColumns>> = {
  partner: { partner: 'id' }, access_grant: { partner: 'partner_id', organization: ['organization_id', 'owner_id'] }, access_event: { partner: 'partner_id' },
  footprint_request: { partner: 'partner_id', organizations: 'owner_ids' }, request_rule: { organization: 'owner_id' }, delivery: { partner: 'partner_id' }, sync_run: { partner: 'partner_id' },
  pact_footprint: { organization: 'owner_id' },
};

function ownEntries(alias: string, columns: OwnColumns, { partner, organization }: Reader): string {
  const ways = [...(partner === undefined || columns.partner === undefined ? [] : [`${alias}.${columns.partner} = ${idLiteral(partner)}`]),
    ...(organization === undefined || columns.organization === undefined ? [] : [columns.organization].flat().map((name) => `${alias}.${name} = ${idLiteral(organization)}`)),
    ...(organization === undefined || columns.organizations === undefined ? [] : [`${idLiteral(organization)}::text = any(${alias}.${columns.organizations})`])];
  return ways.length === 0 ? 'false' : `(${ways.join(' or ')})`;
}

/**
 * Where records came from is as visible as they are:
 * - a source document is seen by whoever may see a record that was read from it;
 * - an import run by whoever may see every record it stored, and at least one: its package name, counts, message and issues
 *   speak of all of them.
 */
function originVisible(name: 'source_document' | 'import_run', alias: string, throughRecord: boolean, reader: Reader, parameters: Parameters): string[] {
  const datasets = allTables.filter((table) => table.versioned);
  const conditions: string[] = [];
  if (!throughRecord) {
    const some = datasets.map((table) => {
      const from = parameters.alias('f');
      return `exists (select 1 from ${table.name} ${from} where ${[`${from}.${name} = ${alias}.key`, ...visible(table, from, { reader }, parameters, { anyVersion: true })].join(' and ')})`;
    });
    conditions.push(`(${some.join(' or ')})`);
  }
  if (name === 'import_run') {
    // Asked once per statement, not per row. A function of the database's owner: row-level security would hide the very rows that it looks for.
    conditions.push(`${alias}.key not in (select hidden_runs())`);
  }
  return conditions;
}

/** Whether following a relation lands on exactly the row that was written, not on whatever is current. */
export const byKey = (relation: Relation): boolean => relation.foreign === 'key';
