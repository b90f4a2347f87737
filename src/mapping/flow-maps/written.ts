// What writing a mapping file could not carry: rows that the format cannot state are left out, fields without a place are counted.
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { FlowMap, FlowMapEnd, FlowMapRow } from './flow-map.ts';

export interface MapFileWritten { text: string; issues: Issue[] }

export class LossCount {
  readonly #format: string;
  readonly #fields = new Map<string, number>();
  readonly #leftOut: Issue[] = [];

  constructor(format: string) {
    this.#format = format;
  }

  /** Notes that a row is left out. Always false, so that a filter may return it. */
  leaveOut(row: FlowMapRow, reason: string): false {
    this.#leftOut.push(makeIssue('flow-map-row-left-out', { path: `row ${row.row ?? '?'}` }, { name: row.from.name ?? row.from.id, reason }));
    return false;
  }

  field(name: string): void {
    this.#fields.set(name, (this.#fields.get(name) ?? 0) + 1);
  }

  /** Counts what the file says of itself and the format has no place for. */
  file(map: FlowMap, keys: readonly ('name' | 'description' | 'source' | 'target' | 'header')[]): void {
    for (const key of keys) if (map[key] !== undefined) this.field(`file.${key}`);
  }

  /** Counts fields of both ends that the format has no place for. */
  ends(row: FlowMapRow, keys: readonly (keyof FlowMapEnd)[]): void {
    for (const side of ['from', 'to'] as const) for (const key of keys) if (row[side][key] !== undefined) this.field(`${side}.${key}`);
  }

  /** Counts fields of the rows that the format has no place for. */
  row(rows: readonly FlowMapRow[], keys: readonly (keyof FlowMapRow)[], lost: (row: FlowMapRow, key: keyof FlowMapRow) => boolean = () => true): void {
    for (const row of rows) for (const key of keys) if (row[key] !== undefined && lost(row, key)) this.field(key);
  }

  issues(): Issue[] {
    return [...this.#leftOut, ...[...this.#fields].map(([field, count]) => makeIssue('flow-map-field-lost', {}, { format: this.#format, field, count }))];
  }
}
