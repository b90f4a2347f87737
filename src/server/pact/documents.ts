// Documents on their way out: in the version of the partner, without what is closed to it, and written down where something restricted goes with them.
import type { PactDocument } from '../../hub/pact-footprint/pact-footprint.service.ts';
import { shownDocument, type PactVersion } from '../../transfer/pact/host/shown-document.ts';
import type { PactRequest } from './pact-host.ts';

/** The version that documents are stated in: that of the partner where it is spoken to in an older version 2. */
export async function versionFor({ major, principal, host }: PactRequest): Promise<PactVersion> {
  if (major === '3') return '3.0';
  const version = principal.partner === undefined ? undefined : (await host.partner(principal.partner.id))?.pactVersion;
  return version === '2.0' || version === '2.1' || version === '2.2' ? version : '2.3';
}

/** Texts of documents as they may go out. What restricted fields are given is stored before this returns. */
export async function textsOf({ principal, host }: PactRequest, documents: readonly PactDocument[], version: PactVersion): Promise<string[]> {
  const shown = documents.map((document) => shownDocument(document, version));
  const given = shown.flatMap((each) => (each.given === undefined ? [] : [{ noun: 'footprint' as const, ...each.given }]));
  if (given.length > 0) await host.recordAccess(principal, `pact ${version}`, given);
  return shown.map(({ text }) => text);
}
