// A → B → A: the records of a package against those that came back of it, leaf by leaf, held against the two reports. Counts by itself, without the account of a conversion, which it checks.
import { join } from 'node:path';
import { TanluError } from '../../../../src/errors.ts';
import type { FormatAdapter } from '../../../../src/formats/adapter.ts';
import { listPackage, openEntries } from '../../../../src/formats/archive/archive.ts';
import { recognize } from '../../../../src/formats/registry.ts';
import { gatherSurroundings } from '../../../../src/formats/surroundings.ts';
import { ABSENT } from '../../../../src/mapping/beside.ts';
import type { Extensions } from '../../../../src/model/value.ts';
import { fates } from '../../../../src/transfer/convert/account.ts';
import { convertPackage } from '../../../../src/transfer/convert/convert-package.ts';
import type { ConvertReport } from '../../../../src/transfer/convert/report.ts';

type Dataset = { id: string; version?: string; extensions?: Extensions } & Record<string, unknown>;

export interface Outcome {
  there: ConvertReport;
  back: ConvertReport;
  /** Datasets of A, and those of them that came back under their own identifier, and those with their version besides. */
  datasets: number;
  found: number;
  sameVersion: number;
  /** Leaves of A, and those that came back as they were. */
  leaves: number;
  same: number;
  /** Paths where more differs than the reports say. */
  silent: { path: string; differ: number; told: number; example: string }[];
  /** Datasets that did not come back, beyond those that the reports call refused or without a place. */
  vanished: string[];
}

/** Datasets of a package by noun, identifier and version. Of one that stands several times (made of what others say of it) the first counts. */
export async function recordsOf(path: string): Promise<Map<string, { noun: string; record: Dataset; derived: boolean }>> {
  const found = new Map<string, { noun: string; record: Dataset; derived: boolean }>();
  const reader = openEntries();
  try {
    const { entries } = await listPackage(path);
    const surroundings = gatherSurroundings(entries, reader);
    for (const { name, handle } of entries) {
      const { bytes } = reader.read(handle);
      const recognized = recognize(bytes, name);
      if (!('adapter' in recognized)) continue;
      let reading;
      try {
        reading = recognized.adapter.read(bytes, name, surroundings.get(recognized.adapter.name));
      } catch (error) {
        if (error instanceof TanluError) continue;
        throw error;
      }
      for (const { noun, record, derived } of reading.datasets) {
        const key = `${noun} ${record.id} ${derived === true ? '' : record.version}`;
        if (!found.has(key)) found.set(key, { noun, record: record as unknown as Dataset, derived: derived === true });
      }
    }
  } finally {
    reader.close();
  }
  return found;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

type Keys = (exchange: Record<string, unknown>, list: readonly Record<string, unknown>[]) => string;
const exchangesOf = (record: Dataset): Record<string, unknown>[] => (record['exchanges'] ?? []) as Record<string, unknown>[];
const areUnique = (record: Dataset): boolean => new Set(exchangesOf(record).map((e) => e['internalId'])).size === exchangesOf(record).length;

/** Exchanges by their internal id; where two of A have the same, by what they are of and how many of that came before. */
function keysFor(a: Dataset, b: Dataset | undefined): Keys {
  if (areUnique(a) && (b === undefined || areUnique(b))) return (exchange) => String(exchange['internalId']);
  const ordinals = new WeakMap<object, Map<string, number>>();
  return (exchange, list) => {
    const counts = ordinals.get(list) ?? new Map<string, number>();
    ordinals.set(list, counts);
    const what = (exchange['flow'] as { id?: string }).id ?? '–';
    counts.set(what, (counts.get(what) ?? 0) + 1);
    return `${what}#${counts.get(what)}`;
  };
}

/** Leaves by path, with list positions in brackets. */
function leavesOf(value: unknown, path: string, plain: string, keys: Keys, found: Map<string, { plain: string; text: string }>): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) {
    found.set(path, { plain, text: String(value) });
    return;
  }
  if (Array.isArray(value)) {
    const isKeyed = plain === 'process.exchanges';
    value.forEach((each, i) => leavesOf(each, `${path}[${isKeyed ? keys(each as Record<string, unknown>, value as Record<string, unknown>[]) : i}]`, plain, keys, found));
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'position' || key === 'formulaDialect') continue;
    if (key !== 'extensions') leavesOf(inner, `${path}.${key}`, `${plain}.${key}`, keys, found);
    else for (const list of Object.values(inner as Extensions)) {
      const counts = new Map<string, number>();
      for (const [at, text] of list) {
        if (at === ABSENT || at.endsWith(`/${ABSENT}`)) continue; // says what did not stand there
        const n = counts.get(`${at}=${text}`) ?? 0;
        counts.set(`${at}=${text}`, n + 1);
        found.set(`${path} beside: ${at}=${text}#${n}`, { plain: `${plain} beside: ${at.replace(/\[[^\]]*\]/g, '')}`, text });
      }
    }
  }
}

const isAlike = (a: string, b: string | undefined): boolean => b !== undefined && (a === b || a.trim() === b.trim() || (a.trim() !== '' && b.trim() !== '' && Number(a) === Number(b)));

/** What exchanges say by way of their flows is told with the flow, once; of an exchange that is left out, with the exchange. */
const byFlow = /^process\.exchanges\.(unit|flowKind|compartment|cas|chemicalFormula|synonyms|classifications)\b/;

/** Compares a package with what came back of it. */
export async function compareLegs(path: string, home: string, there: ConvertReport, back: ConvertReport): Promise<Outcome> {
  const [before, after] = [await recordsOf(path), await recordsOf(home)];
  const byId = new Map<string, Dataset>();
  for (const { noun, record } of after.values()) byId.set(`${noun} ${record.id}`, record);
  const outcome: Outcome = { there, back, datasets: before.size, found: 0, sameVersion: 0, leaves: 0, same: 0, silent: [], vanished: [] };
  const told = new Map<string, number>();
  for (const report of [there, back]) for (const { path: at, kept: _kept, ...rest } of report.paths) told.set(at, (told.get(at) ?? 0) + rest.lost + rest.approximated + rest.derived);
  const differ = new Map<string, { count: number; example: string }>();
  for (const [key, { noun, record }] of before) {
    const again = after.get(key)?.record ?? byId.get(`${noun} ${record.id}`);
    if (again !== undefined) outcome.found += 1;
    else outcome.vanished.push(`${noun} ${record.id}`);
    if (again?.version === record.version) outcome.sameVersion += 1;
    const [inA, inB] = [new Map<string, { plain: string; text: string }>(), new Map<string, { plain: string; text: string }>()];
    const keys = keysFor(record, again);
    leavesOf(record, noun, noun, keys, inA);
    outcome.leaves += inA.size;
    // A dataset that did not come back is told as a whole.
    if (again === undefined) continue;
    leavesOf(again, noun, noun, keys, inB);
    for (const [at, { plain, text }] of inA) {
      const other = inB.get(at);
      if (isAlike(text, other?.text)) outcome.same += 1;
      else {
        const known = differ.get(plain);
        if (known === undefined) differ.set(plain, { count: 1, example: `${noun} ${record.id}: ${at} = ${text.slice(0, 80)} → ${other?.text.slice(0, 80) ?? 'none'}` });
        else known.count += 1;
      }
    }
  }
  const dropped = [there, back].reduce((sum, report) => sum + (report.paths.find((p) => p.path === 'process.exchanges.internalId')?.lost ?? 0), 0);
  const isTold = (at: string, count: number): boolean =>
    count <= (told.get(at) ?? 0) || (byFlow.test(at) && (count <= (told.get(at) ?? 0) + dropped || (told.get(at.replace('process.exchanges', 'flow')) ?? 0) > 0));
  for (const [at, { count, example }] of differ) if (!isTold(at, count)) outcome.silent.push({ path: at, differ: count, told: told.get(at) ?? 0, example });
  outcome.silent.sort((a, b) => b.differ - b.told - (a.differ - a.told));
  return outcome;
}

/** Converts a package into another format and back, inside a folder. */
export async function thereAndBack(path: string, from: FormatAdapter, to: FormatAdapter, folder: string): Promise<Outcome> {
  const [out, home] = [join(folder, 'there'), join(folder, 'home')];
  const there = await convertPackage({ path, to, out });
  const back = await convertPackage({ path: out, to: from, out: home });
  return compareLegs(path, home, there, back);
}

export const sumOf = (report: ConvertReport): number => fates.reduce((sum, fate) => sum + report.values[fate], 0);
