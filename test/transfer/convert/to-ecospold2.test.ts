// ILCD to EcoSpold 2 and back, on the package that fixtures/convert gives in ILCD; numbers by hand as in its README.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../../src/formats/adapter.ts';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import type { Process } from '../../../src/model/process.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-convert-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

async function through(path: string, ...targets: FormatAdapter[]) {
  let from = path;
  let report: Awaited<ReturnType<typeof convertPackage>> | undefined;
  for (const [i, to] of targets.entries()) {
    const out = join(mkdtempSync(join(work, 'x-')), String(i));
    report = await convertPackage({ path: from, to, out });
    from = out;
  }
  const last = targets.at(-1)!;
  const datasets = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(xml|spold)$/.test(file)).sort().flatMap((file) => last.read(readFileSync(join(from, file)), file).datasets);
  return { report: report!, process: datasets.find((d) => d.noun === 'process')!.record as Process, datasets };
}

describe('ILCD to EcoSpold 2', async () => {
  const { process, report, datasets } = await through(`${fixtures}convert/ecospold2-to-ilcd/electricity.spold`, ilcd, ecospold2);
  const exchanges = process.exchanges!;
  it('keeps amounts, units and which is the reference', () => {
    expect(exchanges.map((e) => [e.flow.name?.['en'], e.amount, e.unit, e.group])).toEqual([
      ['electricity', '7.2', 'MJ', 'REFERENCE_PRODUCT'], ['hard coal', '0.50', 'kg', 'FROM_TECHNOSPHERE'], ['ash', '0.02', 'kg', 'BY_PRODUCT'], ['a substance to air', '1.25', 'kg', 'TO_ENVIRONMENT'],
    ]);
  });
  it('states uncertainty as variances and bounds', () => {
    // ln 1.492 = 0.400118; half of it squared = 0.0400236
    expect(Number(exchanges[1]!.uncertainty!.varianceWithPedigree)).toBeCloseTo(0.0400236, 6);
    expect(Number(exchanges[1]!.uncertainty!.mu)).toBeCloseTo(Math.log(0.5), 10);
    expect(exchanges[2]!.uncertainty).toMatchObject({ distribution: 'TRIANGULAR', minimum: '0.01', maximum: '0.04', mode: '0.01' }); // 3 x 0.02 - 0.01 - 0.04
    expect(exchanges[3]!.uncertainty).toMatchObject({ distribution: 'NORMAL', varianceWithPedigree: '0.0225' });
  });
  it('writes Hainan as ecoinvent writes it', () => expect(process.geography).toMatchObject({ code: 'CN-HI', stated: 'CN-HA' }));
  it('finds the compartment by its identifier', () => expect(exchanges[3]!.compartment).toMatchObject({ code: 'air/unspecified', statedId: '7011f0aa-f5f9-4901-8c10-884ad8296812' }));
  it('brings the flows, persons and sources with the dataset', () => {
    expect(datasets.filter((d) => d.whole && d.noun === 'flow')).toHaveLength(4);
    expect(report.byNoun).toMatchObject({ process: 1, flow: 4, contact: 1 });
    expect(report.datasets.left).toBe(4); // two flow properties and two unit groups have no place
  });
  it('tells what it had to assume', () => expect(report.issues.filter((i) => i.code === 'field-defaulted').map((i) => i.params['field'])).toEqual(['isDataValidForEntirePeriod']));
});

describe('signs', () => {
  it('the waste that a treatment takes in is an input in ILCD and a negative output in EcoSpold 2', async () => {
    const stated = ecospold2.read(readFileSync(`${fixtures}ecospold2/signs/treatment.spold`), 'x').datasets.find((d) => d.noun === 'process')!.record as Process;
    const reference = stated.exchanges!.find((e) => e.isReference)!;
    expect(Number(reference.amount)).toBeLessThan(0);
    const inIlcd = (await through(`${fixtures}ecospold2/signs/treatment.spold`, ilcd)).process.exchanges!.find((e) => e.isReference)!;
    expect([inIlcd.direction, inIlcd.amount]).toEqual(['INPUT', reference.amount!.slice(1)]);
    const back = (await through(`${fixtures}ecospold2/signs/treatment.spold`, ilcd, ecospold2)).process.exchanges!.find((e) => e.isReference)!;
    expect([back.direction, back.amount, back.group]).toEqual(['OUTPUT', reference.amount, 'REFERENCE_PRODUCT']);
  });
});
