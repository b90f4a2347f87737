// Flows, contacts and sources that datasets name: as the few facts a dataset repeats of them, and in full in the master data of the same document.
// Of every identifier one record is handed over, at the end of the document: only then all that it says is known.
import { isDeepStrictEqual } from 'node:util';
import { addExtensions } from '../../mapping/beside.ts';
import type { DocumentReader } from '../../mapping/reader.ts';
import type { RawRecord, ReadContext, ReadDataset } from '../../mapping/transform.ts';
import { makeIssue } from '../../model/issue.ts';
import type { RecordOf } from '../../model/noun.ts';
import type { LocalizedText } from '../../model/value.ts';
import type { DocumentReading } from '../adapter.ts';

type Named = 'contact' | 'source' | 'flow';

/** What a document says of an identifier. */
export interface Known<N extends Named = Named> {
  readonly noun: N;
  /** The facts that datasets state. */
  stated?: RecordOf<N>;
  /** The record of the master data. */
  full?: RecordOf<N>;
  /** Unit of a flow, as the first exchange has it that states one. */
  unit?: string;
  /** What is stated in another way as well, with its path in the master data. */
  readonly others: [string, string][];
}

const KNOWN = 'ecospold2.known';

export function knownOf<N extends Named>(noun: N, id: string, context: ReadContext): Known<N> {
  let all = context.scratch.get(KNOWN) as Map<string, Known> | undefined;
  if (all === undefined) context.scratch.set(KNOWN, (all = new Map()));
  const key = `${noun} ${id}`;
  let known = all.get(key);
  if (known === undefined) all.set(key, (known = { noun, others: [] }));
  return known as Known<N>;
}

/** Notes what a dataset states of a contact or source; what it states later is added. */
export function state<N extends Named>(known: Known<N>, record: RecordOf<N>): void {
  if (known.stated === undefined) known.stated = record;
  else add(known, known.stated as RawRecord, record as RawRecord);
}

/** A record of the master data without an identifier is none; all of it is kept beside. */
export function isIdentified(record: RawRecord, context: ReadContext): boolean {
  if (record['id'] !== undefined) return true;
  context.issue('id-missing', {});
  context.setAside('.', record);
  return false;
}

/** Notes a record of the master data, made of `raw`. One that the document has already is left out, and kept beside. */
export function stateInFull<N extends Named>(noun: N, record: RecordOf<N>, raw: RawRecord, context: ReadContext): RecordOf<N> | undefined {
  const known = knownOf(noun, record.id, context);
  if (known.full === undefined) return (known.full = record);
  context.setAside('.', raw);
  return undefined;
}

/** Where master data have the facts that datasets state otherwise. References keep the names of persons and sources; kinds are not stated. */
const paths: Record<Named, Record<string, string>> = {
  contact: {}, // an address that a dataset states stays with the dataset
  source: {},
  flow: {
    name: 'name', synonyms: 'synonym', unit: 'unitName', unitId: '@unitId', cas: '@casNumber', chemicalFormula: '@formula',
    compartment: 'compartment', classifications: 'classification',
  },
};

/** Adds to a record what another one of the same identifier says in addition, and notes what it says otherwise. True where something was added. */
function add({ noun, others }: Known, to: RawRecord, from: RawRecord): boolean {
  let added = false;
  for (const field in from) {
    const mine = to[field];
    const other = from[field];
    if (mine === other) continue;
    const path = paths[noun][field];
    if (mine === undefined) {
      to[field] = other;
      added = true;
    } else if (path === undefined) continue;
    else if (field === 'name' || field === 'synonyms') added = addTexts(others, path, to, field, other as LocalizedText) || added;
    else if (!isDeepStrictEqual(mine, other)) others.push([path, typeof other === 'string' ? other : JSON.stringify(other)]);
  }
  return added;
}

function addTexts(others: Known['others'], path: string, to: RawRecord, field: string, more: LocalizedText): boolean {
  const texts = to[field] as LocalizedText;
  let added = false;
  for (const language in more) {
    if (texts[language] === undefined) added = true;
    else if (texts[language] !== more[language]) others.push([`${path}[@xml:lang=${language}]`, more[language]!]);
  }
  if (added) to[field] = { ...more, ...texts };
  return added;
}

/**
 * Joins the two records. Of contacts and sources the master data count, which say more. Of flows the exchanges count: every dataset that names
 * a flow repeats the same facts of it, so it is the same flow with and without master data, in the unit that the amounts are in.
 */
function join(known: Known): { record: RawRecord; brief: boolean } {
  const { noun, stated, full, others } = known;
  const [first, second] = noun === 'flow' ? [stated, full] : [full, stated];
  const record = (first ?? second) as RawRecord;
  const added = first !== undefined && second !== undefined && add(known, record, second as RawRecord);
  return { record, brief: full === undefined || (noun === 'flow' && stated !== undefined && !added && others.length === 0) };
}

/** Hands over what datasets state, joined to the master data where the document has them. */
export function handOver(reading: DocumentReading, { file, format, scratch }: DocumentReader): void {
  const all = scratch.get(KNOWN) as Map<string, Known> | undefined;
  if (all === undefined) return;
  const inFull = new Map<object, ReadDataset>();
  for (const dataset of reading.datasets) if (dataset.noun !== 'process') inFull.set(dataset.record, dataset);
  for (const known of all.values()) {
    const { noun, full, unit, others } = known;
    const { record, brief } = join(known);
    if (others.length > 0) addExtensions(record, format, others);
    if (full === undefined) reading.datasets.push({ noun, record: record as never, issues: [], derived: true, brief });
    else {
      const dataset = inFull.get(full)!;
      dataset.record = record as never;
      dataset.whole = true;
      if (brief) dataset.brief = true;
      const other = (full as { unit?: string }).unit;
      if (unit !== undefined && other !== undefined && unit !== other) reading.issues.push(makeIssue('unit-conflict', { file, dataset: `flow ${full.id}`, path: 'unitName' }, { flow: full.id, unit: other, other: unit }));
    }
  }
}
