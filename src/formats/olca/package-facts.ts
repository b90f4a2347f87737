// What documents of openLCA say of others: global parameters, which formulas may use; of version 1 also categories, sets of normalization, and parameters of impact methods, which became parts of other documents.
import { TanluError } from '../../errors.ts';
import type { Globals } from '../../mapping/formulas/evaluate-process.ts';
import type { ReadContext } from '../../mapping/transform.ts';
import { decimalPattern } from '../../model/scalar.ts';
import { SURROUNDINGS } from '../adapter.ts';
import { parseJson } from '../json/parse.ts';
import { JsonObject, jsonText, scalarText, type JsonValue } from '../json/value.ts';
import { decodeXml } from '../xml/decode.ts';

/** Plain data, to be sent to worker threads: documents and parts of them as JSON text. */
export interface StatedFacts {
  /** Path of names by identifier, from the top down. */
  categories: ReadonlyMap<string, readonly string[]>;
  /** Sets of normalization and weighting by identifier. */
  nwSets: ReadonlyMap<string, string>;
  /** Parameters of the method of an impact category, by identifier of the category. */
  parametersOf: ReadonlyMap<string, string>;
  /** Global parameters that formulas may use: values by name in small letters. */
  parameters: Globals;
}

/** The same as JSON. */
export interface OlcaFacts { categories: StatedFacts['categories']; nwSets: ReadonlyMap<string, JsonValue>; parametersOf: ReadonlyMap<string, JsonValue> }

interface Stated { name: string; parent: string | undefined }

const textIn = (object: JsonValue | undefined, key: string): string | undefined => {
  const value = object instanceof JsonObject ? object.members.get(key) : undefined;
  return typeof value === 'string' ? value : undefined;
};

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

/** Whether a file may say something of others. A hint only: content decides. */
export const wantsFacts = (fileName: string): boolean => /(^|[/\\ ])(categories|nw_sets|lcia_methods|parameters)[/\\][^/\\]+\.json$/i.test(fileName);

function readObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const { value } = parseJson(decodeXml(bytes, 'document').text, { file: 'document' });
    return value instanceof JsonObject ? value : undefined;
  } catch (error) {
    if (error instanceof TanluError) return undefined; // told when the file is read in its turn
    throw error;
  }
}

/** Name and value of a global parameter; undefined for what is none, or has no number. */
function globalIn(object: JsonObject): [name: string, value: number] | undefined {
  const [name, stated] = ['name', 'value'].map((key) => {
    const member = object.members.get(key);
    return member === undefined ? undefined : scalarText(member);
  });
  return name === undefined || stated === undefined || !decimalPattern.test(stated) ? undefined : [name.toLowerCase(), Number(stated)];
}

const listIn = (object: JsonObject, key: string): JsonValue[] => {
  const value = object.members.get(key);
  return Array.isArray(value) ? value : [];
};

export function gatherFacts(documents: readonly (() => Uint8Array)[]): StatedFacts {
  const all = new Map<string, Stated>();
  const [nwSets, parametersOf] = [new Map<string, string>(), new Map<string, string>()];
  const globals = new Map<string, number>();
  for (const document of documents) {
    const object = readObject(document());
    const [type, id, name] = ['@type', '@id', 'name'].map((key) => textIn(object, key));
    if (object === undefined) continue;
    const global = type === 'Parameter' ? globalIn(object) : undefined;
    if (global !== undefined) globals.set(...global);
    if (id === undefined) continue;
    if (type === 'Category' && name !== undefined) all.set(id, { name, parent: textIn(object.members.get('category'), '@id') });
    if (type === 'NwSet') nwSets.set(id, jsonText(object));
    const parameters = type === 'ImpactMethod' ? listIn(object, 'parameters') : [];
    if (parameters.length > 0) for (const category of listIn(object, 'impactCategories')) parametersOf.set(textIn(category, '@id') ?? '', jsonText(parameters));
  }
  const categories = new Map<string, string[]>();
  for (const id of all.keys()) {
    const path = pathOf(id, all);
    if (path !== undefined) categories.set(id, path);
  }
  return { categories, nwSets, parametersOf, parameters: globals };
}

const parsed = new WeakMap<StatedFacts, OlcaFacts>();
const valuesOf = (texts: ReadonlyMap<string, string>): Map<string, JsonValue> => new Map([...texts].map(([id, text]) => [id, parseJson(text, { file: id }).value]));

/** The facts as JSON, parsed once for a package. */
export function factsOf(stated: StatedFacts): OlcaFacts {
  let facts = parsed.get(stated);
  if (facts === undefined) parsed.set(stated, (facts = { categories: stated.categories, nwSets: valuesOf(stated.nwSets), parametersOf: valuesOf(stated.parametersOf) }));
  return facts;
}

/** The global parameters of the package. */
export const globalParameters = (context: ReadContext): Globals | undefined => (context.scratch.get(SURROUNDINGS) as StatedFacts | undefined)?.parameters;
