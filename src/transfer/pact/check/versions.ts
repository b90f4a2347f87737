// The versions of PACT that a host can be checked for, and what differs between them on the wire.

export const pactVersions = ['2.0', '2.1', '2.2', '2.3', '3.0'] as const;
export type PactVersion = (typeof pactVersions)[number];

export const v2: readonly PactVersion[] = ['2.0', '2.1', '2.2', '2.3'];
export const v3: readonly PactVersion[] = ['3.0'];

/** All versions from the given one on. */
export const since = (version: PactVersion): readonly PactVersion[] => pactVersions.slice(pactVersions.indexOf(version));

export const majorOf = (version: PactVersion): '2' | '3' => (version === '3.0' ? '3' : '2');

export type EventKind = 'created' | 'fulfilled' | 'rejected' | 'published';

/** The `type` of each event. Those of v2 kept the old name of PACT. */
export const eventTypes: Readonly<Record<'2' | '3', Readonly<Record<EventKind, string>>>> = {
  2: {
    created: 'org.wbcsd.pathfinder.ProductFootprintRequest.Created.v1', fulfilled: 'org.wbcsd.pathfinder.ProductFootprintRequest.Fulfilled.v1',
    rejected: 'org.wbcsd.pathfinder.ProductFootprintRequest.Rejected.v1', published: 'org.wbcsd.pathfinder.ProductFootprint.Published.v1',
  },
  3: {
    created: 'org.wbcsd.pact.ProductFootprint.RequestCreatedEvent.3', fulfilled: 'org.wbcsd.pact.ProductFootprint.RequestFulfilledEvent.3',
    rejected: 'org.wbcsd.pact.ProductFootprint.RequestRejectedEvent.3', published: 'org.wbcsd.pact.ProductFootprint.PublishedEvent.3',
  },
};
