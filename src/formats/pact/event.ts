// Events of PACT as one shape of the hub for both versions (CloudEvents 1.0, structured mode; v3 §Events, v2.3 §Action Events).
import type { FootprintReading } from './read.ts';
import type { Major } from './versions.ts';

/** What a request asks for. Values of one criterion are alternatives, all criteria must hold. */
export interface RequestCriteria {
  productIds?: string[];
  companyIds?: string[];
  /** Region or subregion, country, or subdivision, in the words of PACT. */
  geographies?: string[];
  /** URNs of product classes. */
  classifications?: string[];
  validOn?: string;
  validAfter?: string;
  validBefore?: string;
  status?: 'PUBLISHED' | 'DEPRECATED';
  /** Reference period, in version 2 only. */
  referencePeriod?: { start?: string; end?: string };
}

interface Envelope {
  /** As stated: opaque text, unique for the source. */
  id: string;
  /** As stated. Never an address to send anything to before it is found among the partners. */
  source: string;
  time?: string;
}

export interface RequestCreated extends Envelope { kind: 'requestCreated'; criteria: RequestCriteria; comment?: string }
export interface RequestFulfilled<F = FootprintReading> extends Envelope { kind: 'requestFulfilled'; requestId: string; footprints: F[] }
export interface RequestRejected extends Envelope { kind: 'requestRejected'; requestId: string; error: { code: string; message: string } }
export interface Published extends Envelope { kind: 'published'; footprintIds: string[] }

export type PactEvent<F = FootprintReading> = RequestCreated | RequestFulfilled<F> | RequestRejected | Published;
export type EventKind = PactEvent['kind'];

export const eventTypes: Readonly<Record<Major, Readonly<Record<EventKind, string>>>> = {
  2: {
    requestCreated: 'org.wbcsd.pathfinder.ProductFootprintRequest.Created.v1', requestFulfilled: 'org.wbcsd.pathfinder.ProductFootprintRequest.Fulfilled.v1',
    requestRejected: 'org.wbcsd.pathfinder.ProductFootprintRequest.Rejected.v1', published: 'org.wbcsd.pathfinder.ProductFootprint.Published.v1',
  },
  3: {
    requestCreated: 'org.wbcsd.pact.ProductFootprint.RequestCreatedEvent.3', requestFulfilled: 'org.wbcsd.pact.ProductFootprint.RequestFulfilledEvent.3',
    requestRejected: 'org.wbcsd.pact.ProductFootprint.RequestRejectedEvent.3', published: 'org.wbcsd.pact.ProductFootprint.PublishedEvent.3',
  },
};

/** The three geographies of a footprint by what a text looks like. */
export const geographyKeyOf = (text: string): 'geographyCountry' | 'geographyCountrySubdivision' | 'geographyRegionOrSubregion' =>
  (/^[A-Z]{2}$/.test(text) ? 'geographyCountry' : /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(text) ? 'geographyCountrySubdivision' : 'geographyRegionOrSubregion');

const oldCodes: Readonly<Record<string, string>> = { NoSuchFootprint: 'NotFound' };
/** The error code of version 3 for one of either version. */
export const errorCodeOf = (stated: string): string => oldCodes[stated] ?? stated;
