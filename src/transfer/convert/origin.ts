// The mark of origin of a dataset that is written in another format, and what it tells when the dataset comes home (formats/origin.ts).
import type { FormatAdapter } from '../../formats/adapter.ts';
import { originLeaf, originOf, type Origin, type OriginRoom } from '../../formats/origin.ts';
import type { ReadDataset } from '../../mapping/transform.ts';
import type { Companion } from '../../mapping/writer.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Exchange, Parameter, Process } from '../../model/process.ts';
import { referencesOf } from '../import/references.ts';

/** What stands in a record whose document states no version. */
export const noVersion = '00.00.000';

type Marked = Partial<Process> & { id: string; version: string; factors?: Exchange[] };
type Positioned = { position?: number; internalId?: string };

const listOf = ({ exchanges, factors }: Marked): Exchange[] => exchanges ?? factors ?? [];

/** The items of a record by those that were made of them: they keep the position of their source. */
function sourcesOf<T extends Positioned>(list: readonly T[]): Map<number, { item: T; at: number }> {
  return new Map(list.map((item, at) => [item.position ?? at, { item, at }]));
}

/** Items in the order in which a document of the format has them. */
function inOrder(list: readonly Exchange[], { elementaryLast }: OriginRoom): readonly Exchange[] {
  const sorted = list.every((e, i) => i === 0 || (list[i - 1]!.position ?? 0) <= (e.position ?? 0)) ? list : list.toSorted((a, b) => a.position - b.position);
  return elementaryLast === true ? [...sorted.filter((e) => e.flowKind !== 'ELEMENTARY'), ...sorted.filter((e) => e.flowKind === 'ELEMENTARY')] : sorted;
}

const some = <T>(list: (T | null | undefined)[]): (T | null)[] | undefined => (list.some((each) => each !== undefined && each !== null) ? list.map((each) => each ?? null) : undefined);

/** Fields of a record that refer to people, sources and methods, with the identifiers there. */
function rolesOf(noun: DatasetNoun, record: object): Record<string, string> | undefined {
  const counts = new Map<string, number>();
  const roles: Record<string, string> = {};
  for (const { role, target: { id } } of referencesOf(noun, record)) {
    const at = counts.get(role) ?? 0;
    counts.set(role, at + 1);
    if (role.startsWith('exchanges.') || role.startsWith('factors.') || id === undefined) continue;
    const path = lists[role]?.(at) ?? role;
    roles[path] = id;
  }
  return Object.keys(roles).length === 0 ? undefined : roles;
}

/** Roles that several references have. */
const lists: Readonly<Record<string, (at: number) => string>> = {
  dataSources: (at) => `dataSources.${at}`, 'administration.generators': (at) => `administration.generators.${at}`, 'administration.contacts': (at) => `administration.contacts.${at}`,
  'reviews.reviewers': (at) => `reviews.0.reviewers.${at}`,
};

/** Formats that number exchanges themselves, from which number: those numbers come back of themselves. */
const firstNumbers: Readonly<Record<string, number>> = { ilcd: 0, ecospold1: 1, olca: 1 };

/** What the document will not say of the identity of the dataset by itself; undefined where it says all. `before` is the mark that the record has already. */
function makeOrigin(
  noun: DatasetNoun, record: object, completed: object, companions: readonly Companion[], from: FormatAdapter | undefined, to: FormatAdapter, room: OriginRoom, before: Origin | undefined,
): Origin | undefined {
  const [own, done] = [record as Marked, completed as Marked];
  const earlier = before?.format === to.name ? undefined : before;
  const format = earlier?.format ?? from?.name;
  if (format === undefined) return undefined;
  const sources = sourcesOf(listOf(own));
  const pairs = inOrder(listOf(done), room).map((made, i) => ({ made, ...sources.get(made.position ?? i) }));
  const ids = pairs.map(({ made, item, at }) => (at === undefined ? undefined : earlier?.exchanges?.[at]) ?? item?.internalId ?? made.internalId);
  const isNative = to.name === before?.format;
  const { makesIds, makesAllIds } = room;
  const links = to.name === 'ecospold2' ? undefined : some(pairs.map(({ item }) => item?.activityLinkId));
  const providers = makesIds !== true || noun !== 'process' ? undefined : pairs.map(({ item }) => item?.provider?.id ?? null);
  const version = earlier?.version ?? own.version;
  const roles = makesAllIds === true ? rolesOf(noun, record) : undefined;
  const unversioned = companions.map(({ noun: kind, record: each }): [string, string, string] => [kind, (each as Marked).id, (each as Marked).version]).filter(([, , stated]) => stated !== undefined && stated !== noVersion);
  const parameters = earlier?.parameters ?? some((own.parameters ?? []).map((p) => p.internalId));
  const origin: Origin = {
    format,
    ...(makesAllIds === true ? {} : { as: done.id }),
    ...(makesAllIds === true || (makesIds === true && done.id !== own.id) ? { id: own.id } : {}),
    ...(!isNative && version !== undefined && version !== done.version ? { version, ...(makesAllIds === true ? {} : { written: done.version }) } : {}),
    ...(to.name === 'ecospold2' || own.activityId === undefined || own.activityId === own.id ? {} : { activityId: own.activityId }),
    ...(to.name === 'ecospold1' || own.sourceId === undefined ? {} : { number: own.sourceId }),
    ...(!isNative && ids.some((id, i) => id !== String(i + (firstNumbers[format] ?? Infinity))) ? { exchanges: ids } : {}),
    ...(!isNative && parameters !== undefined ? { parameters } : {}),
    ...(makesAllIds === true && pairs.length > 0 ? { flows: pairs.map(({ item }) => item?.flow.id ?? null) } : {}),
    ...(providers === undefined || (makesAllIds !== true && pairs.every(({ made }, i) => (made.provider?.id ?? null) === providers[i])) ? {} : { providers: some(providers) ?? [] }),
    ...(links === undefined ? {} : { links }),
    ...(roles === undefined ? {} : { roles }),
    ...(unversioned.length === 0 ? {} : { records: unversioned }),
  };
  return Object.keys(origin).some((key) => key !== 'format' && key !== 'as') ? origin : undefined;
}

/** Whether what was read of a document is not the record that was written, or has other suppliers. */
export function isAnother(record: object, again: object | undefined): boolean {
  const [own, read] = [record as Marked, again as Marked | undefined];
  return read !== undefined && (read.id !== own.id || listOf(own).some((exchange, n) => exchange.provider?.id !== listOf(read)[n]?.provider?.id));
}

/** A record on its way home, completed for its own format, with the spelling of its version and the identifiers of its exchanges and parameters as they were there. */
function bringHome<T extends object>(completed: T, record: object, { version, written, exchanges, parameters }: Origin): T {
  const [own, done] = [record as Marked, { ...completed } as unknown as Marked];
  if (version !== undefined && (written === undefined || written === own.version)) done.version = version;
  if (exchanges !== undefined && exchanges.length === listOf(own).length && new Set(exchanges).size === exchanges.length) renumber(own, done, exchanges);
  if (parameters !== undefined && done.parameters !== undefined && parameters.length === own.parameters?.length) {
    const at = sourcesOf<Parameter>(own.parameters);
    done.parameters = done.parameters.map((parameter) => {
      const id = parameters[at.get(parameter.position)?.at ?? -1];
      return typeof id === 'string' ? { ...parameter, internalId: id } : parameter;
    });
  }
  return done as unknown as T;
}

function renumber(own: Marked, done: Marked, ids: readonly string[]): void {
  const sources = sourcesOf(listOf(own));
  const renamed = new Map<string, string>();
  for (const { position, internalId } of listOf(done)) {
    const at = sources.get(position)?.at;
    if (at !== undefined) renamed.set(internalId, ids[at]!);
  }
  const named = (id: string): string => renamed.get(id) ?? id;
  const list = listOf(done).map((exchange) => ({
    ...exchange, internalId: named(exchange.internalId),
    ...(exchange.allocations === undefined ? {} : { allocations: exchange.allocations.map((share) => ({ ...share, coProduct: named(share.coProduct) })) }),
    ...(exchange.transferCoefficients === undefined ? {} : { transferCoefficients: exchange.transferCoefficients.map((part) => ({ ...part, exchange: named(part.exchange) })) }),
  }));
  if (done.exchanges !== undefined) done.exchanges = list;
  else done.factors = list;
  if (done.referenceFlows !== undefined) done.referenceFlows = done.referenceFlows.map(named);
}

/** The mark of a record as leaves beside it; none where the document says all by itself. */
export function markOf(noun: DatasetNoun, record: object, completed: object, companions: readonly Companion[], from: FormatAdapter | undefined, to: FormatAdapter, before?: Origin): [string, string][] {
  const room = to.packaging?.originRoom;
  const origin = room === undefined ? undefined : makeOrigin(noun, record, completed, companions, from, to, room, before);
  return origin === undefined ? [] : [originLeaf(origin, room!)];
}

/** A completed record as it goes into another format, or home, with its mark. */
export function onItsWay<T extends object>(noun: DatasetNoun, record: object, completed: T, companions: readonly Companion[], from: FormatAdapter | undefined, to: FormatAdapter): { home: T; beside: [string, string][] } {
  const room = from?.packaging?.originRoom;
  const before = room === undefined ? undefined : originOf(record, from!.name, room);
  const home = before?.format === to.name ? bringHome(completed, record, before) : completed;
  return { home, beside: markOf(noun, record, home, companions, from, to, before) };
}

/** The dataset that a document is of. */
export const ownOf = (noun: DatasetNoun, reading: readonly ReadDataset[]): object | undefined => reading.find((d) => d.noun === noun && !d.derived)?.record;
