// Stores what a partner sent: footprints with their products and organizations become records of the hub, each with the bytes it came in. What breaks rules is refused, with the reasons.
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { ClientBase } from 'pg';
import { messageOf } from '../../../errors.ts';
import { readFootprints, type FootprintReading, type Major } from '../../../formats/pact/pact.ts';
import { footprint as footprintSchema, type Footprint } from '../../../model/footprint.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import type { DatasetNoun } from '../../../model/noun.ts';
import type { Candidate } from '../../import/prepare.ts';
import { summaryOf, type FileReading } from '../../import/read-file.ts';
import { datasetText } from '../../import/rows.ts';
import { storeCandidates } from '../../import/store.ts';
import type { PactContext } from '../context.ts';
import type { PactPartner } from '../partner-client.ts';
import { bodyOf } from './body.ts';
import { Judge, type Change } from './judge.ts';
import { knownTexts, loadKnown, loadReplaced, saveReceipts, type Receipt } from './known.ts';
import { PartyBook, type Parties, type StatedParties } from './parties.ts';

/** A footprint as it came; read already, or to be read where it is not known. */
export interface ReceivedItem { text: string; reading?: FootprintReading }

export interface Origin {
  /** Address that it came from: of the list, or of the event. */
  url: string;
  version: '2' | '3';
  via: 'pull' | 'event' | 'get';
}

/** Every item is counted once. `changed` has besides what was deprecated by something that takes its place. */
export interface StoredFootprints {
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
  issues: Issue[];
  /** Footprints of the hub that the items are, in their order; those refused are left out. */
  footprintIds: string[];
}

/** One session at a time stores what partners send, so that a product that is new to two of them is new once. Held to the end of the transaction. */
const RECEIVE_LOCK = 7_211_047;

interface Item extends ReceivedItem { sha256: Buffer; body?: Buffer }

/** Longest identifier of a product or a company; an index takes not much more. */
const LONGEST_URN = 1000;
interface Usable { item: Item; footprint: Footprint; stated: StatedParties; parties: Parties; receipt: Receipt; issues: Issue[]; file: string; formatVersion: string | undefined }

/**
 * Stores footprints of a partner in the transaction that is going on. The same again changes nothing; what cannot be used is refused and spoils no other.
 * @throws what the database says where it fails; collisions with imports (see `isCollision`) pass when the transaction is tried again.
 */
export async function storeReceived(client: ClientBase, context: Pick<PactContext, 'issuer' | 'adapterVersion'>, partner: Pick<PactPartner, 'id'>, items: readonly ReceivedItem[], origin: Origin): Promise<StoredFootprints> {
  await client.query('select pg_advisory_xact_lock($1)', [RECEIVE_LOCK]);
  const hashed = items.map((item): Item => ({ ...item, sha256: createHash('sha256').update(item.text).digest() }));
  return new Receiver(client, context, partner, origin).store(hashed);
}

/** What PostgreSQL refuses for what it says, not for when: NUL characters, texts that are too long for an index. */
const isUnstorable = (error: unknown): boolean => /^(22|54)/.test((error as { code?: string }).code ?? '');

class Receiver {
  readonly #client: ClientBase;
  readonly #context: Pick<PactContext, 'issuer' | 'adapterVersion'>;
  readonly #partner: Pick<PactPartner, 'id'>;
  readonly #origin: Origin;

  constructor(client: ClientBase, context: Pick<PactContext, 'issuer' | 'adapterVersion'>, partner: Pick<PactPartner, 'id'>, origin: Origin) {
    this.#client = client;
    this.#context = context;
    this.#partner = partner;
    this.#origin = origin;
  }

  /** Stores all at once; where one of them cannot be stored at all, by halves, until it stands alone. */
  async store(items: readonly Item[]): Promise<StoredFootprints> {
    if (items.length === 0) return { added: 0, changed: 0, unchanged: 0, refused: 0, issues: [], footprintIds: [] };
    await this.#client.query('savepoint received');
    try {
      const stored = await this.#storeAll(items);
      await this.#client.query('release savepoint received');
      return stored;
    } catch (error) {
      if (!isUnstorable(error)) throw error;
      await this.#client.query('rollback to savepoint received');
      await this.#client.query('release savepoint received');
      if (items.length === 1) return { added: 0, changed: 0, unchanged: 0, refused: 1, issues: [makeIssue('dataset-invalid', { file: this.#fileOf(items[0]!) }, { reason: messageOf(error) })], footprintIds: [] };
    }
    const middle = items.length >> 1;
    const [a, b] = [await this.store(items.slice(0, middle)), await this.store(items.slice(middle))];
    return { added: a.added + b.added, changed: a.changed + b.changed, unchanged: a.unchanged + b.unchanged, refused: a.refused + b.refused, issues: [...a.issues, ...b.issues], footprintIds: [...a.footprintIds, ...b.footprintIds] };
  }

  async #storeAll(items: readonly Item[]): Promise<StoredFootprints> {
    const result: StoredFootprints = { added: 0, changed: 0, unchanged: 0, refused: 0, issues: [], footprintIds: [] };
    const same = await knownTexts(this.#client, this.#partner.id, items.map(({ sha256 }) => sha256));
    const readable: { item: Item; reading: ReadableReading }[] = [];
    for (const item of items) {
      const id = same.get(item.sha256.toString('hex'));
      if (id !== undefined) {
        result.unchanged += 1;
        result.footprintIds.push(id);
        continue;
      }
      const reading = this.#read(item);
      result.issues.push(...reading.issues);
      if (isReadable(reading)) readable.push({ item, reading });
      else result.refused += 1;
    }
    if (readable.length === 0) return result;
    const parties = await PartyBook.load(this.#client, this.#partner.id, this.#context.issuer, readable.map(({ reading }) => reading));
    const judge = await this.#makeJudge(readable.map(({ reading }) => reading.footprint));
    const { candidates, receipts } = this.#judge(readable.map(({ item, reading }) => this.#usable(item, reading, parties.find(reading))), judge, parties, result);
    await this.#save(candidates, receipts);
    await parties.saveAliases(this.#client);
    return result;
  }

  /** Reads an item once; what the hub could not hold as it is said is refused here. */
  #read(item: Item): FootprintReading {
    const reading = (item.reading ??= readFootprints(item.text, { issuer: this.#context.issuer, file: this.#fileOf(item) })[0]!);
    const { footprint, specVersion = '' } = reading;
    if (footprint === undefined) return reading;
    const where = { file: this.#fileOf(item), dataset: `footprint ${footprint.id}` };
    const stated = Number.parseInt(specVersion, 10);
    const used = Number(this.#origin.version);
    if ((stated === 2 || stated === 3) && stated !== used) return { ...reading, issues: [...reading.issues, makeIssue('pact-version-mismatch', { ...where, path: 'specVersion' }, { stated: specVersion, used })] };
    const reason = this.#unusable(item, reading as ReadableReading);
    return reason === undefined ? reading : { ...reading, issues: [...reading.issues, makeIssue('dataset-invalid', where, { reason })] };
  }

  #unusable(item: Item, { footprint, product, owner }: ReadableReading): string | undefined {
    const { sha256, isStorable } = bodyOf(item.text);
    item.body = sha256;
    if (!isStorable) return 'a text has the character NUL, or half of a surrogate pair';
    if ([...product.identifiers ?? [], ...owner.identifiers ?? []].some(({ value }) => value.length > LONGEST_URN)) return `an identifier has more than ${LONGEST_URN} characters`;
    const checked = footprintSchema.safeParse(footprint);
    return checked.success ? undefined : checked.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
  }

  #fileOf(item: ReceivedItem): string {
    const id = item.reading?.footprint?.id ?? /"id"\s*:\s*"([^"\\]{1,60})"/.exec(item.text)?.[1] ?? '';
    return `${this.#origin.url}${this.#origin.via === 'event' ? '#' : '/'}${id}`;
  }

  #usable(item: Item, { footprint, product, owner, issues, specVersion }: ReadableReading, parties: Parties): Usable {
    const record: Footprint = { ...footprint, product: { ...footprint.product, id: parties.productId }, ...(footprint.owner === undefined ? {} : { owner: { ...footprint.owner, id: parties.ownerId } }) };
    const receipt: Receipt = {
      partnerId: this.#partner.id, footprintId: footprint.id, major: Number(this.#origin.version) as Major, version: footprint.version, status: footprint.status, sha256: item.sha256, body: item.body!,
      precedingIds: footprint.precedingIds ?? [],
    };
    return { item, footprint: record, stated: { product, owner }, parties, receipt, issues, file: this.#fileOf(item), formatVersion: specVersion };
  }

  async #makeJudge(footprints: readonly Footprint[]): Promise<Judge> {
    const ids = [...new Set(footprints.flatMap(({ id, precedingIds = [] }) => [id, ...precedingIds]))];
    return new Judge(this.#partner.id, await loadKnown(this.#client, ids), await loadReplaced(this.#client, this.#partner.id, ids));
  }

  #judge(usable: readonly Usable[], judge: Judge, book: PartyBook, result: StoredFootprints): { candidates: Candidate[]; receipts: Receipt[] } {
    const candidates: Candidate[] = [];
    const receipts: Receipt[] = [];
    for (const each of usable) {
      const { outcome, changes, receipt, issues } = judge.judge(each.footprint, each.receipt, each.file);
      result.issues.push(...issues);
      result[outcome] += 1;
      if (outcome === 'refused') continue;
      result.changed += Math.max(0, changes.length - 1);
      result.footprintIds.push(each.footprint.id);
      if (receipt !== undefined) receipts.push(receipt);
      if (changes.length > 0) candidates.push(...this.#candidates(each, changes, book));
    }
    return { candidates, receipts };
  }

  /** The records that a footprint brings: its parties where they are new, itself, and what it takes the place of; all from its text. */
  #candidates(usable: Usable, changes: readonly Change[], book: PartyBook): Candidate[] {
    const reading = fileReading(usable);
    const candidate = (noun: DatasetNoun, stated: object, issues: Issue[], derived: boolean, more: Partial<Candidate>): Candidate => {
      const record = { ...stated };
      return { dataset: { noun, record: record as never, issues, ...(derived ? { derived } : {}) }, reading, text: datasetText(noun, record), ...more };
    };
    const { organization, product } = changes[0]!.isRevision ? {} as Partial<Parties> : book.find(usable.stated);
    if (!changes[0]!.isRevision) book.bring(usable.stated, usable.parties);
    return [
      ...(organization === undefined ? [] : [candidate('organization', organization, [], true, { visibility: 'PRIVATE' })]),
      ...(product === undefined ? [] : [candidate('product', product, [], true, { visibility: 'PRIVATE' })]),
      ...changes.map(({ record, isRevision }) => candidate('footprint', record, isRevision ? [] : usable.issues, false, isRevision ? { revises: true } : {})),
    ];
  }

  async #save(candidates: readonly Candidate[], receipts: readonly Receipt[]): Promise<void> {
    if (candidates.length > 0) await storeCandidates(this.#client, candidates, { run: undefined, partnerId: this.#partner.id, adapterVersion: this.#context.adapterVersion, recordedAt: new Date().toISOString() });
    await saveReceipts(this.#client, receipts);
  }
}

type ReadableReading = FootprintReading & Required<Pick<FootprintReading, 'footprint' | 'product' | 'owner'>>;

const isReadable = (reading: FootprintReading): reading is ReadableReading => reading.footprint !== undefined && reading.product !== undefined && reading.owner !== undefined && reading.issues.every(({ severity }) => severity !== 'error');

/** The text of a footprint as a document of its own. */
function fileReading({ item, footprint, file, formatVersion, issues }: Usable): FileReading {
  const bytes = Buffer.from(item.text);
  const entry = { name: file, byteLength: bytes.length, handle: { kind: 'file' as const, path: file, byteLength: bytes.length } };
  return {
    opened: { entry, bytes: Buffer.alloc(0), byteLength: bytes.length, sha256: item.sha256, content: { bytes: deflateRawSync(bytes, { level: 1 }), encoding: 'deflate-raw' } },
    format: 'pact', formatVersion, datasets: [], unusable: [], issues: [], account: { kept: 0, unmapped: new Map() }, refused: false,
    summary: summaryOf([{ noun: 'footprint', record: footprint, issues }], []),
  };
}
