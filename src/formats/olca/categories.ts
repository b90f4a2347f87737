// Categories of openLCA version 1: documents of their own, each with its name and the one above it; datasets refer to the last of a path.
import { TanluError } from '../../errors.ts';
import { parseJson } from '../json/parse.ts';
import { JsonObject, type JsonValue } from '../json/value.ts';
import { decodeXml } from '../xml/decode.ts';

/** Path of names by identifier, from the top down. */
export type CategoryPaths = ReadonlyMap<string, readonly string[]>;

interface Stated { name: string; parent: string | undefined }

const textIn = (object: JsonValue | undefined, key: string): string | undefined => {
  const value = object instanceof JsonObject ? object.members.get(key) : undefined;
  return typeof value === 'string' ? value : undefined;
};

function readCategory(bytes: Uint8Array): [id: string, stated: Stated] | undefined {
  const { value } = parseJson(decodeXml(bytes, 'category').text, { file: 'category' });
  const [id, name] = [textIn(value, '@id'), textIn(value, 'name')];
  if (id === undefined || name === undefined || textIn(value, '@type') !== 'Category') return undefined;
  return [id, { name, parent: textIn((value as JsonObject).members.get('category'), '@id') }];
}

/** The names from the top; undefined where the way up never ends or leads to a document that is not there. */
function pathOf(id: string, all: ReadonlyMap<string, Stated>): string[] | undefined {
  const path: string[] = [];
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined;) {
    const stated = all.get(at);
    if (stated === undefined || seen.has(at)) return undefined;
    seen.add(at);
    path.unshift(stated.name);
    at = stated.parent;
  }
  return path;
}

/** Whether a file may be such a document. A hint only: content decides. */
export const wantsCategory = (fileName: string): boolean => /(^|[/\\ ])categories[/\\][^/\\]+\.json$/i.test(fileName);

export function gatherCategories(documents: readonly (() => Uint8Array)[]): CategoryPaths {
  const all = new Map<string, Stated>();
  for (const document of documents) {
    try {
      const found = readCategory(document());
      if (found !== undefined) all.set(...found);
    } catch (error) {
      if (!(error instanceof TanluError)) throw error; // told when the file is read in its turn
    }
  }
  const paths = new Map<string, string[]>();
  for (const id of all.keys()) {
    const path = pathOf(id, all);
    if (path !== undefined) paths.set(id, path);
  }
  return paths;
}
