// Generates an EcoSpold 2 package of ecoinvent's shape with made-up content: the same number of datasets and seed give the same bytes.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Package } from './ecospold2/catalogue.ts';
import { datasetXml } from './ecospold2/dataset.ts';
import { elementaryExchangesXml, intermediateExchangesXml } from './ecospold2/master-data.ts';
import { ZipWriter } from './zip-writer.ts';

/** Raise it when the content changes: packages made before are then made anew. */
const GENERATION = 1;
const defaultSeed = 20_260_101;
const cache = fileURLToPath(new URL('./.cache/', import.meta.url));

export interface PackageFacts {
  path: string;
  datasets: number;
  exchanges: number;
  elementaryFlows: number;
  products: number;
  /** Bytes of XML, of the datasets alone and with the master data. */
  datasetBytes: number;
  xmlBytes: number;
  zipBytes: number;
}

/** Gives the package from the cache, or makes it. */
export function ecospold2Package(datasets: number, seed = defaultSeed): PackageFacts {
  const name = `ecospold2-${datasets}-${seed}-${GENERATION}`;
  const facts = join(cache, `${name}.json`);
  if (existsSync(facts) && existsSync(join(cache, `${name}.zip`))) return { ...(JSON.parse(readFileSync(facts, 'utf8')) as PackageFacts), path: join(cache, `${name}.zip`) };
  mkdirSync(cache, { recursive: true });
  const made = generate(new Package(datasets, seed), join(cache, `${name}.zip`));
  writeFileSync(facts, `${JSON.stringify(made, undefined, 2)}\n`);
  return made;
}

function generate(pack: Package, path: string): PackageFacts {
  const unfinished = `${path}.${process.pid}`;
  const zip = new ZipWriter(unfinished);
  const facts: PackageFacts = { path, datasets: pack.datasets, exchanges: 0, elementaryFlows: 2_000, products: pack.products, datasetBytes: 0, xmlBytes: 0, zipBytes: 0 };
  for (const [name, xml] of [['ElementaryExchanges', elementaryExchangesXml()], ['IntermediateExchanges', intermediateExchangesXml(pack)]] as const) {
    const content = Buffer.from(xml);
    facts.xmlBytes += content.length;
    zip.add(`MasterData/${name}.xml`, content);
  }
  for (let dataset = 0; dataset < pack.datasets; dataset += 1) {
    const { xml, exchanges } = datasetXml(pack, dataset);
    const content = Buffer.from(xml);
    facts.exchanges += exchanges;
    facts.datasetBytes += content.length;
    zip.add(pack.fileName(dataset), content);
  }
  facts.xmlBytes += facts.datasetBytes;
  facts.zipBytes = zip.close();
  renameSync(unfinished, path);
  return facts;
}

/** One line about a package. */
export function packageText(facts: PackageFacts): string {
  return `${facts.datasets.toLocaleString('en-US')} datasets, ${(facts.xmlBytes / 1e6).toFixed(1)} MB XML (${(facts.datasetBytes / facts.datasets / 1e3).toFixed(1)} kB a dataset), `
    + `${facts.exchanges.toLocaleString('en-US')} exchanges (${(facts.exchanges / facts.datasets).toFixed(1)} a dataset), zip ${(facts.zipBytes / 1e6).toFixed(1)} MB (${(facts.xmlBytes / facts.zipBytes).toFixed(1)} : 1)`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { datasets: { type: 'string', default: '2000' }, seed: { type: 'string', default: String(defaultSeed) } } });
  const facts = ecospold2Package(Number(values.datasets), Number(values.seed));
  process.stdout.write(`${facts.path}\n${packageText(facts)}\n`);
}
