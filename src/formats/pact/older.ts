// Documents of version 2.3 in the words of 2.0 to 2.2: without what came later (PACT 2.3 §Changelog). Nothing else differs in the data model.
import { parseJson } from '../json/parse.ts';
import { jsonText, type JsonObject } from '../json/value.ts';
import { newIn23, specVersions, type PactVersion } from './versions.ts';

export type OlderVersion = Extract<PactVersion, '2.0' | '2.1' | '2.2'>;

/** Removes the fields that partners with an older version do not know. */
export function removeNewer(document: JsonObject): void {
  const pcf = document.members.get('pcf') as JsonObject;
  for (const [object, keys] of [[document, newIn23.top], [pcf, newIn23.pcf]] as const) for (const key of keys) object.members.delete(key);
}

/** A product footprint of version 2.3 as text, for a partner with an older version; numbers keep all their digits. */
export function olderVersion(text: string, version: OlderVersion): string {
  const document = parseJson(text, { file: 'footprint' }).value as JsonObject;
  removeNewer(document);
  document.members.set('specVersion', specVersions[version]);
  return jsonText(document);
}
