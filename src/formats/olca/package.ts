// Packages of openLCA: a folder for each kind of document, and two headers, because openLCA and the schema's own libraries look for different ones.
import type { DatasetNoun } from '../../model/noun.ts';

/** Folders in the order in which references point. A hint only: content decides. */
const folders = ['categories', 'locations', 'actors', 'sources', 'unit_groups', 'flow_properties', 'flows', 'processes', 'product_systems', 'lcia_categories', 'lcia_methods'];

export const folderOf = (fileName: string): string => fileName.split(/[\\/]/).at(-2)?.toLowerCase() ?? '';

export function rankOfFolder(folder: string): number {
  const at = folders.indexOf(folder);
  return at < 0 ? folders.length : at;
}

const folderByNoun: Partial<Record<DatasetNoun, string>> = {
  contact: 'actors', source: 'sources', unitGroup: 'unit_groups', flowProperty: 'flow_properties', flow: 'flows', process: 'processes', lifeCycleModel: 'product_systems',
  impactCategory: 'lcia_categories', impactMethod: 'lcia_methods',
};

/** Name of the document of a record inside a package; undefined for nouns that the format does not have. */
export function fileNameOf(noun: DatasetNoun, id: string): string | undefined {
  const folder = folderByNoun[noun];
  return folder === undefined ? undefined : `${folder}/${id}.json`;
}

/** Schema version as openLCA counts it: 3 is the first with lists of reviews. Readers of 2 pass them over. */
export const schemaVersion = 3;

/** Header files: openLCA reads the first and takes version 1 where it is missing, the libraries of the schema read the second. */
export const packageHeaders: readonly { name: string; text: string }[] = [
  { name: 'openlca.json', text: `{"schemaVersion":${schemaVersion}}\n` },
  { name: 'olca-schema.json', text: '{"version":2}\n' },
];
