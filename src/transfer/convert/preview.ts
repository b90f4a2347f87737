// Preview of a conversion: one dataset of the hub as a format would have it, with what of it would be kept and lost. Nothing is stored.
import { setImmediate } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { connect } from '../../database/connect.ts';
import type { Reader } from '../../database/read/plan.ts';
import { readAs } from '../../database/reader-role.ts';
import { givenOf, type Given } from '../../database/read/given.ts';
import { loadDatasets } from '../../database/read/stored-datasets.ts';
import { TanluError } from '../../errors.ts';
import type { FormatAdapter } from '../../formats/adapter.ts';
import type { PackageWriter } from '../../formats/archive/package-writer.ts';
import { adapters } from '../../formats/registry.ts';
import type { ReadDataset } from '../../mapping/transform.ts';
import type { Issue } from '../../model/issue.ts';
import { datasetNouns, type DatasetNoun } from '../../model/noun.ts';
import { withDecisions } from '../flow-maps/decisions.ts';
import { choose, type Choice } from '../export/choose.ts';
import { fates, noCounts, type Counts } from './account.ts';
import { Conversion } from './conversion.ts';
import { FlowMapping, type FlowMappingOptions } from './flow-mapping.ts';
import { emptyReport } from './report.ts';

export interface PreviewOptions {
  databaseUrl: string;
  noun: DatasetNoun;
  id: string;
  to: FormatAdapter;
  /** Who asks: leaves out what it may not see. */
  reader: Reader;
  /** Told what of restricted fields the reader gets, before there is a preview; where it rejects, there is none. */
  onGiven?: (given: readonly Given[]) => Promise<void>;
  flows?: FlowMappingOptions | undefined;
  limits: PreviewLimits;
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface PreviewLimits {
  /** Most datasets that the record refers to, itself among them. */
  datasets: number;
  /** Most characters of all documents. */
  characters: number;
}

export interface Preview {
  format: string;
  /** Documents of the record: its own first, then those made for it alone (reference data, places). */
  documents: { name: string; text: string }[];
  values: Counts;
  paths: ({ path: string } & Counts)[];
  issues: Issue[];
}

export type Previewed = { preview: Preview } | { refused: 'UNKNOWN' | 'FORBIDDEN' | 'TOO_LARGE' | 'UNWRITABLE'; message: string; issues?: Issue[] };

const datasetsAtOnce = 50;

/** A package that is kept in memory while it is small. */
class Sheets implements PackageWriter {
  files: { name: string; text: string }[] = [];
  #characters = 0;
  readonly #limit: number;
  keeping = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async add(name: string, content: string | Uint8Array): Promise<void> {
    if (!this.keeping) return;
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
    this.#characters += text.length;
    if (this.#characters > this.#limit) throw new TanluError('PREVIEW_TOO_LARGE', `The documents have more than ${this.#limit} characters. Export the record instead: tanlu export, or GET /export.`, { kind: 'usage' });
    this.files.push({ name, text });
  }

  async close(): Promise<void> {}
  async discard(): Promise<void> {}
}

/** Converts one current dataset. Rejects with a TanluError only where the database cannot be reached or the time is over. */
export async function previewConversion(options: PreviewOptions): Promise<Previewed> {
  const { noun, id, to, limits } = options;
  const client = await connect(options.databaseUrl, 'tanlu preview');
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local statement_timeout = ${Math.ceil(options.timeoutMs)}`);
    let choice: Choice;
    try {
      choice = await choose(client, { noun, ids: [id] }, { reader: options.reader, limit: limits.datasets, onIssue: () => undefined });
    } catch (error) {
      return refusalOf(error, noun, id);
    }
    if (choice.counts.selected === 0) {
      return choice.counts.forbidden > 0 ? { refused: 'FORBIDDEN', message: `The license of ${noun} ${id} forbids passing it on, in any format.` } : unknown(noun, id);
    }
    await readAs(client, options.reader);
    return await convert(client, choice, options, to);
  } catch (error) {
    return refusalOf(error, noun, id);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const unknown = (noun: DatasetNoun, id: string): Previewed => ({ refused: 'UNKNOWN', message: `There is no current ${noun} ${id.slice(0, 80)} to see. Placeholders, of which only the name is known, have nothing to convert.` });

function refusalOf(error: unknown, noun: DatasetNoun, id: string): Previewed {
  const code = error instanceof TanluError ? error.code : undefined;
  if (code === 'EXPORT_NOTHING' || code === 'INPUT_INVALID') return unknown(noun, id);
  if (code === 'EXPORT_TOO_LARGE' || code === 'PREVIEW_TOO_LARGE') return { refused: 'TOO_LARGE', message: (error as Error).message };
  throw error;
}

async function convert(client: ClientBase, { keys }: Choice, { noun, id, flows, reader, onGiven, signal, limits }: PreviewOptions, to: FormatAdapter): Promise<Previewed> {
  const report = emptyReport('hub', to.name);
  const sheets = new Sheets(limits.characters);
  const conversion = new Conversion(to, sheets, report, { flows: flows === undefined ? undefined : new FlowMapping(await withDecisions(client, flows)) });
  let own: { dataset: ReadDataset; from: FormatAdapter | undefined; file: string } | undefined;
  for (const each of datasetNouns) {
    const list = keys.get(each) ?? [];
    for (let at = 0; at < list.length; at += datasetsAtOnce) {
      const stored = await loadDatasets(client, each, list.slice(at, at + datasetsAtOnce), reader);
      const given = givenOf(each, stored);
      if (given.length > 0) await onGiven?.(given);
      for (const { record, derived, format, file } of stored) {
        if (signal?.aborted) throw new TanluError('PREVIEW_CANCELED', 'The preview was broken off.', { kind: 'unavailable' });
        const dataset = { noun: each, record, issues: [], ...(derived ? { derived } : {}) } as unknown as ReadDataset;
        const item = { dataset, from: adapters.find((a) => a.name === format), file: file ?? 'hub' };
        if (each === noun && record.id === id) own = item;
        else await conversion.dataset(item.dataset, item.from, item.file);
        await setImmediate(); // the server answers others in between
      }
    }
  }
  if (own === undefined) return unknown(noun, id);
  // What the record refers to is written first, and only counts as what it refers to.
  await conversion.writeLate();
  sheets.keeping = true;
  conversion.startAccount();
  await conversion.dataset(own.dataset, own.from, own.file);
  await conversion.writeLate();
  sheets.keeping = false;
  await conversion.end();
  const label = `${noun} ${id}`;
  const issues = report.issues.filter((issue) => issue.dataset === undefined || issue.dataset === label);
  if (sheets.files.length === 0) {
    const companion = to.packaging?.companions?.includes(noun) === true;
    return { refused: 'UNWRITABLE', issues, message: companion ? `${to.title} has no document for a ${noun}: it stands in the documents of those that name it.` : `${to.title} cannot state this ${noun}; the issues tell why.` };
  }
  const paths = report.paths.filter(({ path }) => path.startsWith(`${noun}.`) || path.startsWith(`${noun} beside`));
  const values = paths.reduce((sum, path) => {
    for (const fate of fates) sum[fate] += path[fate];
    return sum;
  }, noCounts());
  return { preview: { format: to.name, documents: ownFirst(sheets.files, id), values, paths, issues } };
}

/** The document of the record is named after it, or lies in the folder of datasets (EcoSpold); reference data come before it, places after it. */
function ownFirst(files: readonly { name: string; text: string }[], id: string): { name: string; text: string }[] {
  const main = files.find(({ name }) => name.includes(id)) ?? files.find(({ name }) => name.startsWith('datasets/')) ?? files[0]!;
  return [main, ...files.filter((file) => file !== main)];
}
