// Random documents of EcoSpold that the official schemas accept: nothing of them is lost on the way into their own format, and what is written of them is valid in every format.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../src/formats/registry.ts';
import { SchemaCheck } from '../../src/transfer/validate/xsd.ts';
import { schemaRoots, type SchemaRoot } from './support/instances/roots.ts';
import { trip, withInstances } from './support/instances/trips.ts';
import { sampleFolder } from './support/samples.ts';

const schemas = resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas'));
const check = existsSync(schemas) ? await SchemaCheck.open(schemas) : undefined;
if (check === undefined) process.stderr.write(`\nNOT CHECKED: there is no folder ${schemas}. Name the folder of the official schemas with TANLU_SCHEMAS.\n`);

/** A dataset of processes is none of impact categories: types 3 and 4 stand for other documents. The schemas accept versions such as "0 9" only by their pattern. */
const plain: NonNullable<SchemaRoot['wishes']> = {
  repeats: 1,
  given: (path) => (path.endsWith('dataSetInformation/@type') ? '1' : path.endsWith('dataSetInformation/@version') ? '1.2' : undefined),
};
const roots = schemaRoots.filter(({ format, isChecked }) => format !== 'ilcd' && isChecked !== false).map((root) => ({ ...root, wishes: root.name === 'EcoSpold 1 process' ? plain : { ...plain, given: (path: string) => (path.endsWith('@version') ? '1.2' : undefined) } }));
const nothing = { invalid: [], differences: [] };
const seeds = Array.from({ length: 15 }, (_, seed) => seed);
/** Children of the schema stand in a namespace of their own and state next to nothing; those of real files are fixtures. */
const hasChild = (path: string): boolean => readdirSync(path).some((file) => readFileSync(join(path, file), 'utf8').includes('<childActivityDataset'));
/** What is added, or stands in another order, is nothing lost. */
const isLoss = (difference: string): boolean => !/"kind":"(only-b|order)"/.test(difference);

describe.each(roots)('random documents: $name', (root) => {
  it.runIf(check !== undefined)('come back whole from their own format, and valid', async () => {
    const to = adapters.find(({ name }) => name === root.format)!;
    for (const seed of seeds) {
      const { invalid, differences } = await withInstances(check!, root, [seed], async (path, out) => (hasChild(path) ? nothing : trip(check!, path, to, out, true)));
      expect([seed, invalid, differences.map((text) => text.slice(text.indexOf('{'))).filter(isLoss)]).toEqual([seed, [], []]);
    }
  }, 120_000);
  it.runIf(check !== undefined).each(adapters.filter(({ name, packaging }) => name !== root.format && packaging !== undefined).map(({ name }) => name))('are valid in %s', async (name) => {
    const to = adapters.find((adapter) => adapter.name === name)!;
    for (const seed of seeds) {
      const { invalid } = await withInstances(check!, root, [seed], (path, out) => trip(check!, path, to, out, false));
      expect([seed, invalid]).toEqual([seed, []]);
    }
  }, 120_000);
});
