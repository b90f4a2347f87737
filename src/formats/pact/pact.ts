// PACT for those who host and those who ask: what is received becomes records, records become what is sent. The one file that other rooms import.
export { pact } from './adapter.ts';
export type { EventKind, PactEvent, Published, RequestCreated, RequestCriteria, RequestFulfilled, RequestRejected } from './event.ts';
export { errorCodeOf, eventTypes } from './event.ts';
export { hubUrn, isCustomCode, organizationIdOf, productIdOf, readClass, readIdentifier, writeClass, writeIdentifier } from './identifiers.ts';
export { compareMoments, effectiveValidity, parseMoment } from './moment.ts';
export { olderVersion, type OlderVersion } from './older.ts';
export { projectFootprint, type Projection } from './project.ts';
export { readFootprints, type FootprintReading, type ReadOptions } from './read.ts';
export { readEvent, type EventReading } from './read-event.ts';
export type { FootprintSet } from './ready.ts';
export { pactVersions, specVersions, type Major, type PactVersion } from './versions.ts';
export { writeEvent, type WrittenEvent } from './write-event.ts';
