// Writes events of both versions from the one shape of the hub; criteria that a version has no word for are told (v3 §Events, v2.3 §Action Events).
import { makeIssue, type Issue } from '../../model/issue.ts';
import { eventTypes, geographyKeyOf, type PactEvent, type RequestCriteria } from './event.ts';
import type { Projection } from './project.ts';
import type { Major } from './versions.ts';

export interface WrittenEvent { value?: Record<string, unknown>; text?: string; issues: Issue[] }

const present = (object: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)));
const statusText = (status: RequestCriteria['status']): string | undefined => (status === undefined ? undefined : status === 'PUBLISHED' ? 'Active' : 'Deprecated');

class EventWriter {
  readonly issues: Issue[] = [];
  readonly #version: Major;

  constructor(version: Major) {
    this.#version = version;
  }

  dropped(criterion: string): void {
    this.issues.push(makeIssue('pact-criterion-dropped', { path: `criteria.${criterion}` }, { criterion, version: this.#version }));
  }

  invalid(reason: string): undefined {
    this.issues.push(makeIssue('pact-event-invalid', {}, { reason }));
    return undefined;
  }

  criteria3({ productIds, companyIds, geographies, classifications, validOn, validAfter, validBefore, status, referencePeriod }: RequestCriteria, comment: string | undefined): Record<string, unknown> {
    if (referencePeriod !== undefined) this.dropped('referencePeriod');
    return present({ productId: productIds, companyId: companyIds, geography: geographies, classification: classifications, validOn, validAfter, validBefore, status: statusText(status), comment });
  }

  /** A fragment names one geography and one class of the CPC; of several the request asks for none, and more than was meant is answered. */
  criteria2({ productIds, companyIds, geographies = [], classifications = [], validOn, validAfter, validBefore, status, referencePeriod }: RequestCriteria, comment: string | undefined): Record<string, unknown> {
    for (const [name, value] of Object.entries({ validOn, validAfter, validBefore })) if (value !== undefined) this.dropped(name);
    if (geographies.length > 1) this.dropped('geographies');
    const [geography] = geographies.length === 1 ? geographies : [];
    const isCpc = (urn: string): boolean => /^urn:cpc:.|:un-cpc:./i.test(urn);
    const codes = classifications.filter(isCpc).map((urn) => urn.slice(urn.lastIndexOf(':') + 1));
    const isOneCode = classifications.length === 1 && codes.length === 1;
    const pcf = present({ ...(geography === undefined ? {} : { [geographyKeyOf(geography)]: geography }), referencePeriodStart: referencePeriod?.start, referencePeriodEnd: referencePeriod?.end });
    const pf = present({
      status: statusText(status), companyIds, productIds, ...(isOneCode ? { productCategoryCpc: codes[0] } : { productClassifications: classifications }), ...(Object.keys(pcf).length === 0 ? {} : { pcf }),
    });
    return present({ pf, comment });
  }
}

function dataOf(event: PactEvent<Projection>, version: Major, writer: EventWriter): Record<string, unknown> | undefined {
  if (event.kind === 'requestCreated') return version === 3 ? writer.criteria3(event.criteria, event.comment) : writer.criteria2(event.criteria, event.comment);
  if (event.kind === 'published') return event.footprintIds.length === 0 ? writer.invalid('it names no footprint') : { pfIds: event.footprintIds };
  if (event.kind === 'requestRejected') {
    const { code, message } = event.error;
    return { requestEventId: event.requestId, error: { code, message } };
  }
  const pfs = event.footprints.flatMap(({ value }) => value ?? []);
  if (pfs.length < event.footprints.length || pfs.length === 0) return writer.invalid(pfs.length === 0 ? 'it has no footprint; reject the request instead' : 'a footprint cannot be stated in this version');
  return { requestEventId: event.requestId, pfs };
}

/**
 * An event in the words of a version; footprints as they were projected into it. Without `value` it cannot be written, which its issues tell.
 * `time` is needed: the moment of the event.
 */
export function writeEvent(event: PactEvent<Projection>, version: Major): WrittenEvent {
  const writer = new EventWriter(version);
  if (event.time === undefined) writer.invalid('it has no time');
  const data = dataOf(event, version, writer);
  const { issues } = writer;
  if (data === undefined || event.time === undefined) return { issues };
  const value = { type: eventTypes[version][event.kind], specversion: '1.0', id: event.id, source: event.source, time: event.time, data };
  // Footprints go in as their own text: numbers keep all their digits.
  const texts = event.kind === 'requestFulfilled' ? event.footprints.map(({ text }) => text!) : [];
  const text = texts.length === 0 ? JSON.stringify(value) : JSON.stringify({ ...value, data: { ...data, pfs: [] } }).replace(/"pfs":\[\]\}\}$/, () => `"pfs":[${texts.join(',')}]}}`);
  return { value, text, issues };
}
