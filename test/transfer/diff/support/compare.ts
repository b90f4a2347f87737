// Two documents or packages written in a test → what the comparison tells, one line a difference.
import { temporaryFolder } from '../../../formats/support/temporary-folder.ts';
import { comparePackages, type CompareOptions, type DocumentDifference, type PackageComparison } from '../../../../src/transfer/diff/compare-packages.ts';

export type Files = Record<string, string | Buffer>;

export interface Told { lines: string[]; differences: DocumentDifference[]; comparison: PackageComparison }

const folders = temporaryFolder();
let number = 0;

export const removeFolders = (): void => folders.remove();

/** A path whose content is written by `name → content`; a folder. */
export function folderOf(files: Files): string {
  const name = `package-${++number}`;
  for (const [file, content] of Object.entries(files)) folders.write(`${name}/${file}`, content);
  return `${folders.path}/${name}`;
}

export const fileOf = (name: string, content: string | Buffer): string => folders.write(`file-${++number}/${name}`, content);

export async function compareFiles(a: Files, b: Files, options: CompareOptions = {}): Promise<Told> {
  return comparePaths(folderOf(a), folderOf(b), options);
}

export async function comparePaths(a: string, b: string, options: CompareOptions = {}): Promise<Told> {
  const differences: DocumentDifference[] = [];
  const comparison = await comparePackages(a, b, { ...options, onDifference: (d) => differences.push(d) });
  return { comparison, differences, lines: differences.map(({ kind, path, a: inA, b: inB }) => `${kind} ${path}: ${inA ?? '-'} → ${inB ?? '-'}`) };
}

export const ILCD = 'xmlns="http://lca.jrc.it/ILCD/Process" xmlns:common="http://lca.jrc.it/ILCD/Common"';

/** An ILCD process; `inside` stands between the information and the administration. */
export function ilcdProcess(inside: string, facts: { id?: string; version?: string; name?: string; namespaces?: string } = {}): string {
  const { id = '00000001-0000-4000-8000-000000000001', version = '01.00.000', name = '<baseName xml:lang="en">Rubber</baseName>', namespaces = ILCD } = facts;
  return `<processDataSet ${namespaces} version="1.1"><processInformation><dataSetInformation><common:UUID>${id}</common:UUID><name>${name}</name></dataSetInformation></processInformation>${inside}<administrativeInformation><publicationAndOwnership><common:dataSetVersion>${version}</common:dataSetVersion></publicationAndOwnership></administrativeInformation></processDataSet>`;
}

/** Differences of two ILCD processes that differ in what stands inside. */
export const compareInside = async (a: string, b: string): Promise<string[]> => (await compareFiles({ 'a.xml': ilcdProcess(a) }, { 'a.xml': ilcdProcess(b) })).lines;

export interface Spold1 { name?: string; number?: number; exchanges: string }

/** An EcoSpold 1 file of processes. */
export function ecoSpold1(...datasets: Spold1[]): string {
  const written = datasets.map(({ name = 'latex, at farm', number: n = 1, exchanges }) => `<dataset number="${n}" generator="hand" timestamp="2024-05-01T12:00:00"><metaInformation><processInformation><referenceFunction datasetRelatesToProduct="true" name="${name}" infrastructureProcess="false" amount="1" unit="kg" category="" subCategory=""/><geography location="CN"/></processInformation></metaInformation><flowData>${exchanges}</flowData></dataset>`);
  return `<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01">${written.join('')}</ecoSpold>`;
}

/** An EcoSpold 2 file of one activity. */
export const ecoSpold2 = (flowData: string, activity = '', around = ''): string => `<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><activityDataset><activityDescription><activity id="00000002-0000-4000-8000-000000000001" ${activity}><activityName xml:lang="en">latex production</activityName></activity></activityDescription><flowData>${flowData}</flowData></activityDataset>${around}</ecoSpold>`;
