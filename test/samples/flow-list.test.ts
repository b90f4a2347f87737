// Real packages led to another list and back: the flows are those of the first, digit by digit, and what is written is valid under the official schemas.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listPackage, openEntries } from '../../src/formats/archive/archive.ts';
import { adapters } from '../../src/formats/registry.ts';
import { gasOfFlow } from '../../src/mapping/tables/gases.ts';
import type { Process } from '../../src/model/process.ts';
import { convertPackage } from '../../src/transfer/convert/convert-package.ts';
import { openFlowMaps } from '../../src/transfer/flow-maps/open-flow-maps.ts';
import { validatePackages } from '../../src/transfer/validate/validate.ts';
import { needSamples, sampleFolder } from './support/samples.ts';

const schemas = resolve(process.env['TANLU_SCHEMAS'] || join(sampleFolder, '../schemas'));

const work = mkdtempSync(join(tmpdir(), 'tanlu-flow-list-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
let number = 0;

async function convert(path: string, format: string, list: string) {
  const out = join(work, String((number += 1)));
  const report = await convertPackage({ path, to: adapters.find((a) => a.name === format)!, out, flows: (await openFlowMaps({ list }))! });
  return { out, report };
}

async function exchangesOf(path: string, format: string): Promise<Map<string, (string | undefined)[][]>> {
  const adapter = adapters.find((a) => a.name === format)!;
  const found = new Map<string, (string | undefined)[][]>();
  const reader = openEntries();
  for (const { name, handle } of (await listPackage(path)).entries.filter((entry) => /\/processes\/[^/]+\.(xml|json)$/.test(`/${entry.name}`))) {
    for (const { noun, record } of adapter.read(reader.read(handle).bytes, name).datasets) {
      if (noun === 'process') found.set(record.id, ((record as Process).exchanges ?? []).filter((e) => e.flow.id !== undefined && e.amount !== undefined).map((e) => [e.flow.id, String(Number(e.amount)), e.direction]));
    }
  }
  reader.close();
  return found;
}

describe.each(needSamples('ilcd'))('%s', (_name, sample) => {
  it('to openLCA with the flows of ecoinvent, and back to those of ILCD', async () => {
    const there = await convert(sample.path, 'olca', 'ecoinvent');
    const back = await convert(there.out, 'ilcd', 'ilcd');
    const [first, between, last] = [await exchangesOf(sample.path, 'ilcd'), await exchangesOf(there.out, 'olca'), await exchangesOf(back.out, 'ilcd')];
    let gases = 0;
    for (const [id, exchanges] of last) {
      expect(exchanges).toEqual(first.get(id));
      for (const [flow] of between.get(id)!) if (gasOfFlow(flow!)?.system === 'ecoinvent') gases += 1;
    }
    expect(last.size).toBe(first.size);
    // openLCA has no exchange without an amount.
    const { id: mapped } = there.report.flowMapping!.exchanges;
    expect(gases).toBeGreaterThan(0);
    expect(gases).toBeLessThanOrEqual(mapped);
    expect(gases).toBeGreaterThanOrEqual(mapped - (there.report.issueCounts['exchange-unwritable'] ?? 0));
  }, 120_000);

  it.runIf(existsSync(schemas)).each(['ecospold2', 'ecospold1'])('to %s with the flows of ecoinvent, valid under the official schema', async (format) => {
    const { out } = await convert(sample.path, format, 'ecoinvent');
    const { schema } = await validatePackages({ paths: [out], schemas });
    expect(schema).toMatchObject({ invalid: 0, unchecked: 0 });
  }, 120_000);
});
