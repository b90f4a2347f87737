// A stored document as one partner gets it: without groups of fields that are closed to it, and in the version that it is spoken to in.
import { olderVersion, type OlderVersion, type PactVersion } from '../../../formats/pact/pact.ts';
import { parseJson } from '../../../formats/json/parse.ts';
import { JsonObject, jsonText, type JsonValue } from '../../../formats/json/value.ts';
import type { PactDocument } from '../../../hub/pact-footprint/pact-footprint.service.ts';
import type { FieldGroup } from '../../../model/field-group.ts';

export type { PactVersion };

export interface ShownDocument {
  text: string;
  /** Restricted groups of which something stands in the text: to be written down as given. */
  given?: { id: string; groups: FieldGroup[] };
}

/** The object that holds the last step of a path, where there is one. */
export function holderOf(document: JsonObject, path: string): { holder: JsonObject; name: string } | undefined {
  const steps = path.split('.');
  const name = steps.pop()!;
  let at: JsonValue | undefined = document;
  for (const step of steps) at = at instanceof JsonObject ? at.members.get(step) : undefined;
  return at instanceof JsonObject && at.members.has(name) ? { holder: at, name } : undefined;
}

function opened({ text, restriction }: PactDocument): ShownDocument {
  if (restriction === undefined) return { text };
  const document = parseJson(text, { file: 'footprint' }).value as JsonObject;
  const { footprintId, groups, closed, paths } = restriction;
  const found = (group: FieldGroup) => (paths[group] ?? []).flatMap((path) => holderOf(document, path) ?? []);
  for (const group of closed) for (const { holder, name } of found(group)) holder.members.delete(name);
  const given = groups.filter((group) => !closed.includes(group) && found(group).length > 0);
  return { text: closed.length === 0 ? text : jsonText(document), ...(given.length === 0 ? {} : { given: { id: footprintId, groups: given } }) };
}

const isOlder = (version: PactVersion): version is OlderVersion => version === '2.0' || version === '2.1' || version === '2.2';

export function shownDocument(document: PactDocument, version: PactVersion): ShownDocument {
  const shown = opened(document);
  return isOlder(version) ? { ...shown, text: olderVersion(shown.text, version) } : shown;
}
