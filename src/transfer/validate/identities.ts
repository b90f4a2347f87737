// What is in a package: identities with the few facts that other datasets are judged by. Records themselves are not kept, so memory does not grow with their content.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Flow, FlowProperty, UnitGroup } from '../../model/flow.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Exchange, flowKind, Process } from '../../model/process.ts';
import { compareVersions } from '../../model/version.ts';

export interface Identity {
  /** Versions with the hash of their content and the first file that holds them; empty for what other datasets only tell of. */
  versions: Map<string, { hash: string; file: string }>;
  kind?: z.infer<typeof flowKind>;
  /** Flow, flow property, unit group: the unit in which amounts are given, where the dataset itself states it. */
  unit?: string;
  /** Flow: its reference flow property. Flow property: its unit group. */
  measuredBy?: string;
}

const copy = (text: string): string => Buffer.from(text).toString();

/** Identities by noun and identifier. */
export class Identities {
  readonly #known = new Map<string, Identity>();
  /** Products by EcoSpold 2 activity. */
  readonly #products = new Map<string, Set<string>>();

  get(noun: string, id: string): Identity | undefined {
    return this.#known.get(`${noun} ${id}`);
  }

  *ofNoun(noun: DatasetNoun): Iterable<[id: string, identity: Identity]> {
    for (const [key, identity] of this.#known) if (key.startsWith(`${noun} `)) yield [key.slice(noun.length + 1), identity];
  }

  productsOf(activityId: string): ReadonlySet<string> | undefined {
    return this.#products.get(activityId);
  }

  /** Takes a dataset in. The answer is what is wrong with its identity among those before it. */
  add(noun: DatasetNoun, record: { id: string; version: string }, file: string, derived: boolean): Issue | undefined {
    const key = `${noun} ${record.id}`;
    let identity = this.#known.get(key);
    if (identity === undefined) this.#known.set(copy(key), (identity = { versions: new Map() }));
    this.#learn(noun, record, identity);
    if (derived) return undefined;
    const hash = createHash('sha256').update(JSON.stringify(record)).digest('base64').slice(0, 22);
    const before = identity.versions.get(record.version);
    if (before === undefined) {
      identity.versions.set(copy(record.version), { hash, file });
      return undefined;
    }
    return makeIssue(before.hash === hash ? 'dataset-repeated' : 'dataset-conflicting', { file, dataset: key }, { id: record.id, version: record.version, other: before.file });
  }

  #learn(noun: DatasetNoun, record: object, identity: Identity): void {
    if (noun === 'flow') {
      const { kind, unit, referenceProperty, flowProperties } = record as Flow;
      if (kind !== undefined) identity.kind ??= kind;
      if (unit !== undefined) identity.unit ??= copy(unit);
      const property = flowProperties?.find((p) => p.internalId === referenceProperty)?.flowProperty?.id; // checked before the record is known to be whole
      if (property !== undefined) identity.measuredBy ??= copy(property);
    } else if (noun === 'flowProperty') {
      const group = (record as FlowProperty).unitGroup?.id;
      if (group !== undefined) identity.measuredBy ??= copy(group);
    } else if (noun === 'unitGroup') {
      const { referenceUnit, units } = record as UnitGroup;
      const symbol = units?.find((u) => u.internalId === referenceUnit)?.symbol;
      if (symbol !== undefined) identity.unit ??= copy(symbol);
    } else if (noun === 'process') this.#learnProducts(record as Process);
  }

  #learnProducts({ activityId, exchanges = [] }: Process): void {
    if (activityId === undefined) return;
    const products = this.#products.get(activityId) ?? new Set<string>();
    this.#products.set(copy(activityId), products);
    for (const { direction, flow, flowKind: kind } of exchanges as Exchange[]) {
      if (direction === 'OUTPUT' && kind !== 'ELEMENTARY' && flow.id !== undefined) products.add(copy(flow.id));
    }
  }

  /** Unit in which amounts of a flow are given, from the flow itself or over its property and unit group. */
  unitOfFlow(id: string): string | undefined {
    const flow = this.get('flow', id);
    if (flow?.unit !== undefined) return flow.unit;
    const property = flow?.measuredBy === undefined ? undefined : this.get('flowProperty', flow.measuredBy);
    return property?.measuredBy === undefined ? undefined : this.get('unitGroup', property.measuredBy)?.unit;
  }

  /** The highest version of a dataset that is in the package itself. */
  latestVersion(identity: Identity): string | undefined {
    return [...identity.versions.keys()].toSorted(compareVersions).at(-1);
  }
}
