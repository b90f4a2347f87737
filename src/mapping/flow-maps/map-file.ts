// A mapping file of any format: found by its content, read with issues that name file and row, written strictly.
import { gunzipSync } from 'node:zlib';
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { parseJson } from './exact-json.ts';
import type { FlowMap } from './flow-map.ts';
import { isGladHeader, readGlad, writeGlad } from './glad.ts';
import { readOpenLcaCsv, writeOpenLcaCsv } from './openlca-csv.ts';
import { isObject, readOpenLcaJson, writeOpenLcaJson } from './openlca-json.ts';
import { isRandonneur, readRandonneur, writeRandonneur } from './randonneur.ts';
import type { MapFileWritten } from './written.ts';

export const mapFileFormats = ['glad', 'openlca-csv', 'openlca-json', 'randonneur'] as const;
export type MapFileFormat = (typeof mapFileFormats)[number];

/** Largest mapping file that is read, unpacked. The largest public ones have some 30 MB. */
const largest = 512 * 1024 * 1024;

const unreadable = (file: string | undefined, reason: string, cause?: unknown): TanluError =>
  new TanluError('FLOW_MAP_UNREADABLE', `The mapping file${file === undefined ? '' : ` ${file}`} ${reason}`, { params: { file }, cause });

/**
 * Reads a mapping file, packed by gzip or not.
 * @throws TanluError FLOW_MAP_UNREADABLE if it is in no format of mapping files, not UTF-8 or broken
 */
export function readMapFile(bytes: Uint8Array, file?: string): { value: FlowMap; format: MapFileFormat; issues: Issue[] } {
  const text = decode(unpack(bytes, file), file);
  if (text.trim() === '') throw unreadable(file, 'is empty.');
  const first = text.trimStart().slice(0, 1);
  if (first === '{' || first === '[') {
    const json = parseJson(text);
    if (isObject(json) && Array.isArray(json['mappings'])) return { format: 'openlca-json', ...readOpenLcaJson(json, file) };
    if (isRandonneur(json)) return { format: 'randonneur', ...readRandonneur(json, file) };
    throw unreadable(file, 'is JSON, but neither an openLCA flow map ("mappings") nor a randonneur data package ("replace", "update", "disaggregate").');
  }
  const [line = ''] = text.trimStart().split('\n', 1);
  if (isGladHeader(line)) return { format: 'glad', ...readGlad(text, file) };
  if (line.split(';').length >= 3) return { format: 'openlca-csv', ...readOpenLcaCsv(text, file) };
  throw unreadable(file, 'is in no format that Tanlu reads: its first line names no columns of a GLAD mapping (SourceFlowName, TargetFlowName) and has no three columns divided by semicolons (openLCA).');
}

function unpack(bytes: Uint8Array, file: string | undefined): Uint8Array {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw unreadable(file, 'is a workbook or zip archive. Save the table as CSV (UTF-8), or unpack the archive, and give that file.');
  if (bytes.length > largest) throw unreadable(file, `is larger than ${largest / 1024 / 1024} MB.`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: largest });
  } catch (error) {
    throw unreadable(file, `cannot be unpacked: ${(error as Error).message}.`, error);
  }
}

function decode(bytes: Uint8Array, file: string | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(file, 'is not in UTF-8. Save it as UTF-8 and give it again.', error);
  }
}

const writers: Record<MapFileFormat, (map: FlowMap) => MapFileWritten> = { glad: writeGlad, 'openlca-csv': writeOpenLcaCsv, 'openlca-json': writeOpenLcaJson, randonneur: writeRandonneur };

/** Writes a mapping file. `header` fields of another format than the one written are left out with an issue. */
export function writeMapFile(map: FlowMap, format: MapFileFormat, from: MapFileFormat = format): MapFileWritten {
  if (map.header === undefined || from === format) return writers[format](map);
  const { header, ...bare } = map;
  const written = writers[format](bare);
  const dropped = Object.keys(header).map((field) => makeIssue('flow-map-field-lost', {}, { format, field: `file.${field}`, count: map.rows.length }));
  return { ...written, issues: [...written.issues, ...dropped] };
}
