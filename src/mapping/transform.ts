// Transforms: the pairs of code that field tables name. Scalar ones turn a text into a value, structural ones finish a record.
import type { Issue } from '../model/issue.ts';
import type { IssueCode } from '../model/issue-codes.ts';
import type { DatasetNoun, RecordOf } from '../model/noun.ts';
import type { Reference } from '../model/value.ts';

/** What a transform may know and say while a document is read. */
export interface ReadContext {
  readonly format: string;
  readonly file: string;
  /** Path of the element whose record is being finished, in the table around it; empty for a document. */
  readonly element?: string;
  /** Which of its like the element is whose record is being finished, from 1. */
  readonly ordinal?: number;
  /** Raises an issue at the field being read; `path` is relative to the table. */
  issue(code: IssueCode, params?: Record<string, unknown>, path?: string): void;
  /** Keeps a text beside the record being finished as well, where the value made of it does not say all; `path` is relative to the table; '' is the field being read. */
  keep(path: string, text: string): void;
  /** Keeps the whole record as its rows filled it beside the record being finished: it is written in place of what the value would give. */
  keepWhole(record: RawRecord): void;
  /** Keeps what was read beside the record being finished instead, where the record has no place for it after all; it then counts as such. */
  setAside(path: string, value: unknown): void;
  /** Hands over a dataset found inside another one; `derived` ones never replace what is already known. */
  emit<N extends DatasetNoun>(noun: N, record: RecordOf<N>, options?: { derived?: boolean }): void;
  /** Scratch space of the document for structural transforms of one format. */
  readonly scratch: Map<string, unknown>;
}

export interface WriteContext {
  readonly format: string;
  issue(code: IssueCode, params?: Record<string, unknown>): void;
  /** Whether the record comes from another format, and must fit this one. */
  readonly foreign?: boolean;
  /** The companion that a reference points to, for formats that state it in full where they refer to it; undefined where there is none. */
  find?(target: Reference): object | undefined;
}

/**
 * A pair with `read(write(x)) = x` for every x that `read` can return.
 * `read` answers undefined where the text cannot be used; it then raises an issue and the text is kept beside the record.
 */
export interface ScalarTransform<T = unknown> {
  readonly name: string;
  readonly about: string;
  read(text: string, context: ReadContext, parameter?: string): T | undefined;
  write(value: T, context: WriteContext, parameter?: string): string | undefined;
}

/** Multi-language text: the language comes from xml:lang. */
export const LOCALIZED = 'text';

/** A raw record as the rows of its table filled it. */
export type RawRecord = Record<string, unknown>;

/** A pair over a whole record, for what spans several fields. `read` may answer undefined: nothing to keep. */
export interface StructuralTransform<T = unknown> {
  readonly name: string;
  readonly about: string;
  read(record: RawRecord, context: ReadContext): T | undefined;
  write(value: T, context: WriteContext): RawRecord | undefined;
}

/** Transforms by name. A format's own come on top of the shared ones. */
export interface TransformSet {
  scalar: ReadonlyMap<string, ScalarTransform>;
  structural: ReadonlyMap<string, StructuralTransform>;
}

export function transformSet(scalar: readonly ScalarTransform<never>[], structural: readonly StructuralTransform<never>[], base?: TransformSet): TransformSet {
  const merged = (kind: string, from: ReadonlyMap<string, unknown> | undefined, list: readonly { name: string }[]) => {
    const map = new Map<string, unknown>(from);
    for (const item of list) {
      if (map.has(item.name)) throw new Error(`${kind} transform ${item.name} is defined twice`);
      map.set(item.name, item);
    }
    return map;
  };
  return {
    scalar: merged('scalar', base?.scalar, scalar) as Map<string, ScalarTransform>,
    structural: merged('structural', base?.structural, structural) as Map<string, StructuralTransform>,
  };
}

/** What a reader hands over per dataset. */
export interface ReadDataset<N extends DatasetNoun = DatasetNoun> {
  noun: N;
  record: RecordOf<N>;
  issues: Issue[];
  derived?: boolean;
  /** A derived dataset made only of the few facts that others repeat of it. One that says more is to be preferred. */
  brief?: boolean;
  /** A derived dataset for which the document has a record of its own; the others are made of what a dataset repeats. */
  whole?: boolean;
}
