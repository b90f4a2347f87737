// Where the samples lie, which packages there are and of what kind, and the counts that are published for those we know by name.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { looksLikeXml, readDocuments, zipEntries } from './dom.ts';

const given = process.env['TANLU_SAMPLES'];
export const sampleFolder = resolve(given || '../shared/samples');

/** Kinds are found by content; a package of the same kind under another name is checked as well. */
export type Kind = 'ilcd' | 'ilcd-epd' | 'ilcd-lcia' | 'ecospold1' | 'ecospold2' | 'olca' | 'other';

export interface Sample { name: string; path: string; kind: Kind }

/** Counts of packages that are known by name (README of the samples). All other expectations are counted in the XML. */
export const published: Record<string, { datasets?: number; exchanges?: number; dangling?: number; nouns?: Record<string, number>; files?: number }> = {
  'ecospold1-uslci-fy20.zip': { datasets: 631, exchanges: 37_352 },
  'ecospold2-uslci-767.zip': { datasets: 767, exchanges: 32_489 },
  'ilcd-tiangong-300.zip': { exchanges: 6_717, dangling: 356, nouns: { process: 300, flow: 814, flowProperty: 56, unitGroup: 13, source: 299, contact: 49 } },
  'ilcd-epd-environdec_with_dependencies.zip': { files: 33 },
  'ilcd-epd-oekobau_with_dependencies.zip': { files: 36 },
  'ilcd-epd-indata.zip': { nouns: { process: 4 } },
};

function kindOf(head: string): Kind | undefined {
  if (/^\s*\{[^]*"@type"\s*:\s*"(Process|Flow|UnitGroup)"/.test(head)) return 'olca';
  const root = /<(?:[\w-]+:)?(ecoSpold|LCIAMethodDataSet|processDataSet)\s[^>]*>/.exec(head);
  if (root === null) return undefined;
  if (root[1] === 'ecoSpold') return /EcoInvent\.org\/EcoSpold02/.test(root[0]) ? 'ecospold2' : 'ecospold1';
  if (root[1] === 'LCIAMethodDataSet') return 'ilcd-lcia';
  return /<typeOfDataSet>\s*EPD\s*</.test(head) ? 'ilcd-epd' : 'ilcd';
}

/** The first file that tells decides; an ILCD package is one of EPDs where its first process is one. */
async function kindOfPackage(path: string): Promise<Kind> {
  if (!path.endsWith('.zip')) {
    for (const bytes of (await readDocuments(path)).values()) {
      const kind = kindOf(bytes.toString('utf8'));
      if (kind !== undefined) return kind;
    }
    return 'other';
  }
  let seen = 0;
  for await (const { bytes } of zipEntries(path, 1_000_000)) {
    const kind = looksLikeXml(bytes) || bytes[0] === 0x7b ? kindOf(bytes.toString('utf8')) : undefined;
    if (kind !== undefined) return kind;
    if (++seen > 3_000) break;
  }
  return 'other';
}

async function findSamples(): Promise<Sample[]> {
  if (!existsSync(sampleFolder)) {
    if (given) throw new Error(`NOT CHECKED: there is no folder ${sampleFolder}, which TANLU_SAMPLES names.`);
    return [];
  }
  const samples: Sample[] = [];
  for (const name of readdirSync(sampleFolder).sort()) {
    const path = join(sampleFolder, name);
    if (statSync(path).isDirectory() || name.endsWith('.zip')) samples.push({ name: basename(path), path, kind: await kindOfPackage(path) });
  }
  return samples;
}

export const samples: readonly Sample[] = await findSamples();
export const samplesOf = (kind: Kind): Sample[] => samples.filter((s) => s.kind === kind);

/** The samples of a kind, for `describe.each`. Says plainly where there is none; a folder that was asked for by name must be there. */
export function needSamples(kind: Kind): [name: string, sample: Sample][] {
  const found = samplesOf(kind);
  if (found.length === 0) process.stderr.write(`\nNOT CHECKED: ${existsSync(sampleFolder) ? `no package of kind ${kind} in` : 'there is no folder'} ${sampleFolder}. Name the folder of the samples with TANLU_SAMPLES.\n`);
  return found.map((sample) => [sample.name, sample]);
}

/** Whether all packages are there that are known by name. */
export const complete: boolean = Object.keys(published).every((name) => samples.some((s) => s.name === name));

/** `count` of a list, evenly spread, always the same ones. */
export const spread = <T>(list: readonly T[], count: number): T[] =>
  list.length <= count ? [...list] : Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);
