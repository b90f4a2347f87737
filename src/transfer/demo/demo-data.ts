// Demo data: reads the YAML files of this folder into datasets of the model (domain §8). The README beside it explains the files and does the arithmetic by hand.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { messageOf, TanluError } from '../../errors.ts';
import { datasetNouns, datasetSchemas, type Dataset, type DatasetNoun } from '../../model/noun.ts';
import { completions, type Draft } from './completion.ts';

const demoFolder = fileURLToPath(new URL('.', import.meta.url));

/** Namespace of the identifiers of the demo data (RFC 9562, version 5): fixed for ever, or every record would change its identity. */
const namespace = 'b1c9d7e2-5a34-4c68-9f0e-6d2a7b8c4e15';

export const demoVersion = '01.00.000';

/** Where the records of a noun refer to others, and to which noun. A YAML file writes the key of the target there; `*` stands for all members of a list. */
const referencePaths: Partial<Record<DatasetNoun, Record<string, DatasetNoun>>> = {
  source: { 'contacts.*': 'contact' },
  flowProperty: { unitGroup: 'unitGroup' },
  flow: { 'flowProperties.*.flowProperty': 'flowProperty' },
  process: { 'exchanges.*.flow': 'flow', 'exchanges.*.provider': 'process', 'exchanges.*.sources.*': 'source', 'dataSources.*': 'source' },
  impactCategory: { method: 'impactMethod', 'modelSources.*': 'source', 'factors.*.flow': 'flow' },
  standard: { issuer: 'organization', promotedFrom: 'standard', supersededBy: 'standard' },
  product: { producer: 'organization', flow: 'flow', process: 'process' },
  factor: { source: 'source', replaces: 'factor' },
  footprint: {
    product: 'product', owner: 'organization', process: 'process', 'method.standard': 'standard', 'method.productCategoryRule': 'standard',
    'method.electricityFactor': 'factor', 'assurance.body': 'organization',
  },
  certification: { product: 'product', footprint: 'footprint', rule: 'standard', issuer: 'organization' },
};

/** Places that a YAML file may write as their code alone. */
const placePaths = ['location', 'origin', 'geography', 'installations.*', 'exchanges.*.location'];

/** References that pin a version: what the referring record states depends on the content of the target. */
const pinned = new Set<DatasetNoun>(['standard', 'factor', 'footprint', 'process', 'flow', 'flowProperty', 'unitGroup']);

/** A record as its file writes it, with what error messages need. */
interface Entry { file: string; noun: DatasetNoun; key: string; draft: Draft }

/**
 * Identifier of a demo record: a version 5 UUID made of its noun and key.
 * @param noun noun of the record
 * @param key readable key, such as HN04 or `GB/T 24067-2024`
 */
export function demoId(noun: DatasetNoun, key: string): string {
  const hash = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(`${noun}:${key}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * All demo records, parsed and valid, each before those that refer to it by noun (order of `datasetNouns`).
 * @param folder folder with the YAML files
 * @throws TanluError demo-data-invalid naming file and record
 */
export function demoDatasets(folder: string = demoFolder): Dataset[] {
  const entries = readEntries(folder);
  const index = new Map(entries.map((entry) => [`${entry.noun}:${entry.key}`, entry]));
  if (index.size < entries.length) {
    const twice = entries.find((entry) => index.get(`${entry.noun}:${entry.key}`) !== entry)!;
    throw invalid(twice, 'the key is used twice');
  }
  const lookUp = (noun: DatasetNoun, key: string) => index.get(`${noun}:${key}`)?.draft;
  for (const noun of datasetNouns) {
    for (const entry of entries) if (entry.noun === noun) completions[noun]?.(entry.draft, lookUp, entry.key);
  }
  for (const entry of entries) {
    for (const path of placePaths) replaceAt(entry.draft, path.split('.'), (code) => ({ code, system: 'iso', stated: code }));
    for (const [path, target] of Object.entries(referencePaths[entry.noun] ?? {})) {
      replaceAt(entry.draft, path.split('.'), (key) => referenceTo(index, entry, path, target, key));
    }
  }
  return datasetNouns.flatMap((noun) => entries.filter((entry) => entry.noun === noun).map(toDataset));
}

function readEntries(folder: string): Entry[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml')).toSorted();
  return files.flatMap((name) => {
    const file = relative(folder, join(folder, name));
    let content: { noun?: string; defaults?: Draft; records?: Draft[] };
    try {
      content = load(readFileSync(join(folder, name), 'utf8')) as typeof content;
    } catch (error) {
      throw new TanluError('demo-data-invalid', `Demo data ${file}: ${messageOf(error)}`, { params: { file }, cause: error });
    }
    const noun = content?.noun as DatasetNoun;
    if (!datasetNouns.includes(noun) || !Array.isArray(content.records)) {
      throw new TanluError('demo-data-invalid', `Demo data ${file}: needs a known "noun" and a list "records".`, { params: { file } });
    }
    return content.records.map((record, position) => {
      const { key: stated, ...draft } = merge(content.defaults ?? {}, record) as Draft;
      const key = String(stated ?? draft['code'] ?? '');
      const entry: Entry = { file, noun, key: key || `number ${position + 1}`, draft };
      if (!key) throw invalid(entry, 'has neither key nor code');
      entry.draft = { id: demoId(noun, key), version: demoVersion, ...draft };
      return entry;
    });
  });
}

/** Defaults under a record: objects are merged, lists and values replaced, null takes a default away. */
function merge(defaults: unknown, stated: unknown): unknown {
  if (!isObject(defaults) || !isObject(stated)) return structuredClone(stated);
  const merged: Draft = structuredClone(defaults);
  for (const [name, value] of Object.entries(stated)) {
    if (value === null) delete merged[name];
    else merged[name] = merge(merged[name], value);
  }
  return merged;
}

const isObject = (value: unknown): value is Draft => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Replaces the texts at a path; what is not a text stays as it is. */
function replaceAt(holder: unknown, path: string[], replace: (text: string) => unknown): void {
  const [name, ...rest] = path;
  if (name === undefined || typeof holder !== 'object' || holder === null) return;
  const members = holder as Draft;
  for (const member of name === '*' ? Object.keys(members) : [name]) {
    const value = members[member];
    if (rest.length > 0) replaceAt(value, rest, replace);
    else if (typeof value === 'string') members[member] = replace(value);
  }
}

function referenceTo(index: Map<string, Entry>, from: Entry, path: string, target: DatasetNoun, key: string): Draft {
  const found = index.get(`${target}:${key}`);
  if (!found) throw invalid(from, `${path} names the ${target} "${key}", which no file defines`);
  const { id, version, name } = found.draft;
  return pinned.has(target) ? { type: target, id, version, name } : { type: target, id, name };
}

function toDataset(entry: Entry): Dataset {
  const parsed = datasetSchemas[entry.noun].safeParse(entry.draft);
  if (!parsed.success) {
    throw invalid(entry, parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  }
  const unknown = unknownField(entry.draft, parsed.data as Draft);
  if (unknown !== undefined) throw invalid(entry, `the model has no field ${unknown}`);
  return { noun: entry.noun, record: parsed.data };
}

/** The schemas drop fields they do not know; in our own data that is a spelling mistake. */
function unknownField(stated: unknown, parsed: unknown, path: string[] = []): string | undefined {
  if (typeof stated !== 'object' || stated === null) return undefined;
  if (typeof parsed !== 'object' || parsed === null) return path.join('.');
  for (const [name, value] of Object.entries(stated)) {
    if (!(name in parsed)) return [...path, name].join('.');
    const found = unknownField(value, (parsed as Draft)[name], [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function invalid(entry: Entry, reason: string): TanluError {
  return new TanluError('demo-data-invalid', `Demo data ${entry.file}, ${entry.noun} ${entry.key}: ${reason}.`, { params: { file: entry.file, key: entry.key, reason } });
}
