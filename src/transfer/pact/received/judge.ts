// What becomes of a footprint that came: new, a new version, another status, what is there already, or refused (PACT v3 §Lifecycle, v2.3 §Versioning; conversion of versions: mappings/pact/README.md).
import type { Footprint } from '../../../model/footprint.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { compareVersions } from '../../../model/version.ts';
import type { Known, Receipt } from './known.ts';

/** A version of a footprint that is to be stored. */
export interface Change { record: Footprint; isRevision: boolean }

export interface Judgment {
  outcome: 'added' | 'changed' | 'unchanged' | 'refused';
  /** The first is of the footprint itself, the others of those that it takes the place of. */
  changes: Change[];
  /** Absent where nothing is to be remembered of it. */
  receipt?: Receipt;
  issues: Issue[];
}

/** Who may see a record and what may be done with it is the hub's own business: a new version keeps it. Nothing received is passed on unless the operator says so. */
function withOwnSettings(record: Footprint, current: Footprint | undefined): Footprint {
  const { visibility: _visibility, restrictions: _restrictions, ...stated } = record;
  return {
    ...stated, visibility: current?.visibility ?? 'PRIVATE', rights: current?.rights ?? { ...record.rights, redistribution: 'FORBIDDEN' },
    ...(current?.restrictions === undefined ? {} : { restrictions: current.restrictions }),
  };
}

/** Judges footprints one after the other; each is seen by those that follow. */
export class Judge {
  readonly #partnerId: string;
  readonly #known: Map<string, Known>;
  readonly #replaced: Set<string>;

  /** `known`: what the hub has of the footprints and of those that they take the place of. `replaced`: which of them others of the partner take the place of. */
  constructor(partnerId: string, known: Map<string, Known>, replaced: Set<string>) {
    this.#partnerId = partnerId;
    this.#known = known;
    this.#replaced = replaced;
  }

  judge(footprint: Footprint, receipt: Receipt, file: string): Judgment {
    const { id } = footprint;
    const where = { file, dataset: `footprint ${id}` };
    const known = this.#known.get(id);
    if (known === undefined) return this.#take('added', footprint, receipt);
    const stranger = known.receipts.find(({ partnerId }) => partnerId !== this.#partnerId);
    if (stranger !== undefined || known.receipts.length === 0) {
      if (stranger?.sha256.equals(receipt.sha256)) return { outcome: 'unchanged', changes: [], issues: [] };
      return { outcome: 'refused', changes: [], issues: [makeIssue('pact-footprint-not-theirs', where, { origin: stranger === undefined ? 'the hub' : `partner ${stranger.partnerId}` })] };
    }
    const same = known.receipts.find(({ major, version }) => major === receipt.major && version === receipt.version);
    if (same !== undefined) {
      if (!same.body.equals(receipt.body)) return { outcome: 'refused', changes: [], issues: [makeIssue('pact-footprint-changed', where)] };
      if (receipt.status === 'PUBLISHED' && same.status === 'DEPRECATED') return { outcome: 'refused', changes: [], issues: [makeIssue('pact-footprint-reactivated', where)] };
      return this.#restate(known, footprint, receipt, []);
    }
    if (known.receipts.some(({ major }) => major === receipt.major)) return this.#take('changed', footprint, receipt);
    // The same footprint in the words of another version of PACT: figures that were converted would only replace the stated ones.
    return this.#restate(known, footprint, receipt, [makeIssue('pact-footprint-restated', where, { known: known.receipts[0]!.major, version: receipt.major })]);
  }

  #take(outcome: 'added' | 'changed', footprint: Footprint, receipt: Receipt): Judgment {
    const { id } = footprint;
    const known = this.#known.get(id) ?? { receipts: [], current: undefined };
    const isReplaced = this.#replaced.has(id) && footprint.status === 'PUBLISHED';
    const record = withOwnSettings(isReplaced ? { ...footprint, status: 'DEPRECATED' } : footprint, known.current);
    if (known.current === undefined || compareVersions(footprint.version, known.current.version) >= 0) known.current = record;
    known.receipts.push(receipt);
    this.#known.set(id, known);
    return { outcome, changes: [{ record, isRevision: false }, ...this.#endPredecessors(receipt)], receipt, issues: [] };
  }

  /** Nothing but its status may be new. An older version tells nothing of how the footprint stands now. */
  #restate(known: Known, { status, statusComment, updatedAt, version }: Footprint, receipt: Receipt, issues: Issue[]): Judgment {
    const at = known.receipts.findIndex(({ major, version: of }) => major === receipt.major && of === receipt.version);
    if (at < 0) known.receipts.push(receipt);
    else known.receipts[at] = receipt;
    const { current } = known;
    const isLatest = known.receipts.every((other) => other.major !== receipt.major || compareVersions(version, other.version) >= 0);
    if (current === undefined || !isLatest || status !== 'DEPRECATED' || current.status !== 'PUBLISHED') return { outcome: 'unchanged', changes: [], receipt, issues };
    const record: Footprint = { ...current, status, ...(statusComment === undefined ? {} : { statusComment }), ...(updatedAt === undefined ? {} : { updatedAt }) };
    known.current = record;
    return { outcome: 'changed', changes: [{ record, isRevision: true }], receipt, issues };
  }

  /** What a footprint takes the place of is deprecated, as far as the same partner sent it; also where it comes only later. */
  #endPredecessors({ footprintId, precedingIds }: Receipt): Change[] {
    return precedingIds.filter((id) => id !== footprintId).flatMap((id) => {
      this.#replaced.add(id);
      const known = this.#known.get(id);
      if (known?.current?.status !== 'PUBLISHED' || known.receipts.length === 0 || known.receipts.some(({ partnerId }) => partnerId !== this.#partnerId)) return [];
      known.current = { ...known.current, status: 'DEPRECATED' };
      return [{ record: known.current, isRevision: true }];
    });
  }
}
