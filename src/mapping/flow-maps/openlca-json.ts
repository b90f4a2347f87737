// openLCA FlowMap as JSON (olca-schema 2, FlowMap): from and to with flow, property, unit and provider; no match condition.
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { JsonNumber, printJson, toJsonNumber } from './exact-json.ts';
import type { FlowMap, FlowMapEnd, FlowMapRow } from './flow-map.ts';
import { fitsWithoutCondition } from './openlca-csv.ts';
import { compact, present, readContext, readFactor, readId, rowPlace } from './row-values.ts';
import { LossCount, type MapFileWritten } from './written.ts';

type Json = Record<string, unknown>;
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? present(value) : value instanceof JsonNumber ? value.text : undefined);

const fileFields = new Set(['mappings', 'name', 'description']);

/** Reads a parsed FlowMap; categories as path (schema 2), as list of names (which openLCA reads) or as reference (schema 1). @throws TanluError FLOW_MAP_UNREADABLE */
export function readOpenLcaJson(json: unknown, file?: string): { value: FlowMap; issues: Issue[] } {
  if (!isObject(json) || !Array.isArray(json['mappings'])) throw new TanluError('FLOW_MAP_UNREADABLE', 'The mapping file is no openLCA flow map: it has no list "mappings".', { params: { file } });
  const issues: Issue[] = [];
  const rows: FlowMapRow[] = [];
  for (const [index, entry] of json['mappings'].entries()) {
    const where = rowPlace(file, index + 1);
    const [from, to] = isObject(entry) ? [readEnd(entry['from']), readEnd(entry['to'])] : [];
    if (!isObject(entry) || from?.id === undefined || to?.id === undefined) {
      issues.push(makeIssue('flow-map-row-invalid', where, { reason: `it has no ${from?.id === undefined ? 'source' : 'target'} flow with an identifier` }));
      continue;
    }
    rows.push({ from, to, condition: '=', factor: readFactor(textOf(entry['conversionFactor']), { from: from.unit, to: to.unit }, where, issues), row: index + 1 });
  }
  const header = Object.fromEntries(Object.entries(json).filter(([name]) => !fileFields.has(name)));
  const nameOf = (side: unknown): string | undefined => (isObject(side) ? textOf(side['name']) : undefined);
  return { value: compact<FlowMap>({ name: textOf(json['name']), description: textOf(json['description']), source: nameOf(json['source']), target: nameOf(json['target']), rows, header: compact(header) })!, issues };
}

function contextOf(ref: Json): string[] | undefined {
  const names = Array.isArray(ref['categoryPath']) ? ref['categoryPath'].map(textOf).filter((name) => name !== undefined) : [];
  if (names.length > 0) return names;
  return readContext(isObject(ref['category']) ? textOf(ref['category']['name']) : textOf(ref['category']));
}

function readEnd(json: unknown): FlowMapEnd {
  if (!isObject(json) || !isObject(json['flow'])) return {};
  const { flow } = json;
  const [property, unit, provider] = (['flowProperty', 'unit', 'provider'] as const).map((key) => json[key]).map((ref) => (isObject(ref) ? ref : undefined));
  return compact<FlowMapEnd>({
    id: readId(textOf(flow['@id'])), name: textOf(flow['name']), context: contextOf(flow), location: textOf(flow['location']),
    property: property && compact({ id: textOf(property['@id']), name: textOf(property['name']) }), unitId: unit && textOf(unit['@id']), unit: unit && textOf(unit['name']),
    provider: provider && compact({ id: textOf(provider['@id']), name: textOf(provider['name']), context: contextOf(provider), location: textOf(provider['location']) }),
  }) ?? {};
}

// The category stands twice: schema 2 has a path, the reader of openLCA takes the list.
const ref = (type: string, id?: string, name?: string, context?: string[], location?: string): Json =>
  compact({ '@type': type, '@id': id, name, category: context?.join('/'), categoryPath: context, location })!;

function writeEnd({ id, name, context, location, property, unit, unitId, provider }: FlowMapEnd): Json {
  return compact({
    flow: ref('Flow', id, name, context, location),
    flowProperty: property && ref('FlowProperty', property.id, property.name),
    unit: unit === undefined && unitId === undefined ? undefined : ref('Unit', unitId, unit),
    provider: provider && ref('Process', provider.id, provider.name, provider.context, provider.location),
  })!;
}

/** Writes a FlowMap. Rows without an identifier on either side are left out. */
export function writeOpenLcaJson(map: FlowMap): MapFileWritten {
  const lost = new LossCount('openLCA JSON');
  const rows = map.rows.filter((row) => fitsWithoutCondition(row, lost) && ((row.from.id !== undefined && row.to.id !== undefined) || lost.leaveOut(row, 'openLCA needs an identifier of both flows')));
  lost.row(rows, ['mapType', 'mapper', 'verifier', 'updated', 'remark']);
  lost.row(rows, ['verb'], (row) => row.verb !== 'replace');
  for (const row of rows) {
    lost.ends(row, ['list', 'attributes']);
    for (const name of Object.keys(row.notes ?? {})) lost.field(name);
  }
  const named = (name: string | undefined): Json | undefined => (name === undefined ? undefined : { name });
  const json = compact({
    '@type': 'FlowMap', name: map.name, description: map.description, source: named(map.source), target: named(map.target), ...map.header,
    mappings: rows.map((row) => ({ from: writeEnd(row.from), to: writeEnd(row.to), conversionFactor: toJsonNumber(row.factor!) })),
  });
  return { text: printJson(json), issues: lost.issues() };
}
