// Reads events of both versions. What an event must have is checked here, as the schemas of v2 ask for less than its prose (v3 §Events, v2.3 §Action Events).
import { makeIssue, type Issue } from '../../model/issue.ts';
import { JsonObject, type JsonValue } from '../json/value.ts';
import { errorCodeOf, eventTypes, type EventKind, type PactEvent, type RequestCriteria } from './event.ts';
import { parseMoment } from './moment.ts';
import { jsonOf, readItems, type ReadOptions } from './read.ts';
import { parseId } from './scalar.ts';
import type { Major } from './versions.ts';

export interface EventReading { event?: PactEvent; version?: Major; issues: Issue[] }

/** Filters and requests with more values than that are refused: nobody asks so. */
const maxValues = 1_000;

class EventReader {
  readonly issues: Issue[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  invalid(reason: string, path?: string): undefined {
    this.issues.push(makeIssue('pact-event-invalid', path === undefined ? { file: this.#file } : { file: this.#file, path }, { reason }));
    return undefined;
  }

  text(object: JsonObject | undefined, key: string, path: string): string | undefined {
    const value = object?.members.get(key);
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : this.invalid(`${path} is no text`, path);
  }

  needed(object: JsonObject | undefined, key: string, path: string): string | undefined {
    const value = this.text(object, key, path);
    if (value === undefined || value.trim() === '') return this.invalid(`${path} is missing`, path);
    return value;
  }

  /** A list of texts, blank ones left out. `single`: one text may stand in its place. */
  texts(object: JsonObject | undefined, key: string, path: string, single = false): string[] | undefined {
    const value = object?.members.get(key);
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value) && !single) return this.invalid(`${path} is no list`, path);
    const list = Array.isArray(value) ? value : [value];
    if (list.length > maxValues) return this.invalid(`${path} has ${list.length} values, more than ${maxValues}`, path);
    const found = list.filter((each) => typeof each === 'string');
    if (found.length < list.length) return this.invalid(`${path} has values that are no texts`, path);
    const filled = [...new Set(found.filter((text) => text.trim() !== ''))];
    return filled.length === 0 ? undefined : filled;
  }

  moment(object: JsonObject | undefined, key: string, path: string): string | undefined {
    const stated = this.text(object, key, path);
    if (stated === undefined || stated.trim() === '') return undefined;
    return parseMoment(stated)?.text ?? this.invalid(`${path} "${stated}" is no point in time`, path);
  }
}

const objectIn = (value: JsonValue | undefined): JsonObject | undefined => (value instanceof JsonObject ? value : undefined);
const present = <T extends object>(object: T): T => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;

/** "Active" and "Deprecated" in any case; others are left out, as filters are. Version 3.0.4 makes the one text a list: two different ones ask for both. */
function statusIn(reader: EventReader, object: JsonObject | undefined, path: string): RequestCriteria['status'] {
  const found = new Set((reader.texts(object, 'status', path, true) ?? []).map((text) => text.trim().toLowerCase()));
  if (found.size !== 1) return undefined;
  return found.has('active') ? 'PUBLISHED' : found.has('deprecated') ? 'DEPRECATED' : undefined;
}

function criteria3(reader: EventReader, data: JsonObject): RequestCriteria {
  return present({
    productIds: reader.texts(data, 'productId', 'data/productId'), companyIds: reader.texts(data, 'companyId', 'data/companyId'), geographies: reader.texts(data, 'geography', 'data/geography'),
    classifications: reader.texts(data, 'classification', 'data/classification'), validOn: reader.moment(data, 'validOn', 'data/validOn'), validAfter: reader.moment(data, 'validAfter', 'data/validAfter'),
    validBefore: reader.moment(data, 'validBefore', 'data/validBefore'), status: statusIn(reader, data, 'data/status'),
  }) as RequestCriteria;
}

/** A fragment of a footprint; what belongs into its pcf stands in the fragment itself in the examples of the specification. */
function criteria2(reader: EventReader, pf: JsonObject): RequestCriteria {
  const pcf = objectIn(pf.members.get('pcf'));
  const either = <T>(read: (object: JsonObject | undefined, path: string) => T | undefined): T | undefined => read(pcf, 'data/pf/pcf') ?? read(pf, 'data/pf');
  const geographies = ['geographyRegionOrSubregion', 'geographyCountry', 'geographyCountrySubdivision'].flatMap((key) => either((object, path) => reader.texts(object, key, `${path}/${key}`, true)) ?? []);
  const cpc = reader.texts(pf, 'productCategoryCpc', 'data/pf/productCategoryCpc', true) ?? [];
  const classifications = [...new Set([...cpc.map((code) => `urn:cpc:${code}`), ...reader.texts(pf, 'productClassifications', 'data/pf/productClassifications') ?? []])];
  const referencePeriod = present({
    start: either((object, path) => reader.moment(object, 'referencePeriodStart', `${path}/referencePeriodStart`)), end: either((object, path) => reader.moment(object, 'referencePeriodEnd', `${path}/referencePeriodEnd`)),
  }) as RequestCriteria['referencePeriod'];
  return present({
    productIds: reader.texts(pf, 'productIds', 'data/pf/productIds'), companyIds: reader.texts(pf, 'companyIds', 'data/pf/companyIds'), geographies: geographies.length === 0 ? undefined : geographies,
    classifications: classifications.length === 0 ? undefined : classifications, status: statusIn(reader, pf, 'data/pf/status'), referencePeriod: Object.keys(referencePeriod!).length === 0 ? undefined : referencePeriod,
  }) as RequestCriteria;
}

function contentOf(reader: EventReader, kind: EventKind, version: Major, data: JsonObject, options: ReadOptions): object | undefined {
  if (kind === 'requestCreated') {
    const comment = reader.text(data, 'comment', 'data/comment');
    const pf = version === 3 ? data : objectIn(data.members.get('pf'));
    if (pf === undefined) return reader.invalid('data/pf is missing', 'data/pf');
    return present({ criteria: version === 3 ? criteria3(reader, data) : criteria2(reader, pf), comment });
  }
  if (kind === 'published') {
    const stated = reader.texts(data, 'pfIds', 'data/pfIds') ?? [];
    if (stated.length === 0 && version === 2) reader.invalid('data/pfIds is empty', 'data/pfIds');
    return { footprintIds: stated.flatMap((text) => parseId(text) ?? reader.invalid(`data/pfIds has "${text}", which is no UUID`, 'data/pfIds') ?? []) };
  }
  const requestId = reader.needed(data, 'requestEventId', 'data/requestEventId');
  if (kind === 'requestRejected') {
    const error = objectIn(data.members.get('error'));
    const [code, message] = ['code', 'message'].map((key) => reader.needed(error, key, `data/error/${key}`));
    return { requestId, error: { code: errorCodeOf(code ?? ''), message } };
  }
  const pfs = data.members.get('pfs');
  if (!Array.isArray(pfs)) return reader.invalid('data/pfs is missing', 'data/pfs');
  if (pfs.length === 0 && version === 3) reader.invalid('data/pfs is empty', 'data/pfs');
  return { requestId, footprints: readItems(pfs, { ...options, file: 'pfs' }) };
}

/** An event of either version; without `event` it must be refused, for the reasons in its issues. Footprints in it have issues of their own. @throws TanluError json-not-well-formed */
export function readEvent(document: string | object, options: ReadOptions = {}): EventReading {
  const reader = new EventReader(options.file ?? 'event');
  const value = objectIn(jsonOf(document, options.file ?? 'event'));
  if (value === undefined) {
    reader.invalid('it is no JSON object');
    return { issues: reader.issues };
  }
  const type = reader.needed(value, 'type', 'type');
  const version = ([2, 3] as const).find((major) => Object.values(eventTypes[major]).includes(type ?? ''));
  const kind = version === undefined ? undefined : (Object.entries(eventTypes[version]).find(([, known]) => known === type)![0] as EventKind);
  if (type !== undefined && kind === undefined) reader.invalid(`type "${type}" is none of PACT`, 'type');
  const specversion = reader.needed(value, 'specversion', 'specversion');
  if (specversion !== undefined && specversion !== '1.0') reader.invalid(`specversion is "${specversion}", not "1.0"`, 'specversion');
  const id = reader.needed(value, 'id', 'id');
  const source = reader.needed(value, 'source', 'source');
  const time = reader.moment(value, 'time', 'time');
  if (version === 3 && !value.members.has('time')) reader.invalid('time is missing', 'time');
  const data = objectIn(value.members.get('data'));
  if (data === undefined) reader.invalid('data is missing', 'data');
  const content = data === undefined || kind === undefined || version === undefined ? undefined : contentOf(reader, kind, version, data, options);
  const { issues } = reader;
  if (content === undefined || issues.length > 0) return { ...(version === undefined ? {} : { version }), issues };
  return { event: { kind, id, source, ...(time === undefined ? {} : { time }), ...content } as unknown as PactEvent, version: version!, issues };
}
