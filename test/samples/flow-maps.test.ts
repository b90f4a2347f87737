// The hub's own flow maps on real ILCD packages: every greenhouse gas is mapped or told, gas and origin stay, no amount is lost.
import { Decimal } from 'decimal.js';
import { expect, it } from 'vitest';
import { listPackage, openEntries } from '../../src/formats/archive/archive.ts';
import { adapters } from '../../src/formats/registry.ts';
import { applyFlowMap } from '../../src/mapping/flow-maps/apply.ts';
import { addCoverage, coverageStatistics, emptyCoverage } from '../../src/mapping/flow-maps/coverage.ts';
import { ownFlowList } from '../../src/mapping/flow-maps/own-maps.ts';
import { gasOfFlow } from '../../src/mapping/tables/gases.ts';
import type { Flow } from '../../src/model/flow.ts';
import type { Process } from '../../src/model/process.ts';
import { needSamples } from './support/samples.ts';

it.each(needSamples('ilcd'))('ILCD to ecoinvent: %s', async (_name, sample) => {
  const adapter = adapters.find(({ name }) => name === 'ilcd')!;
  const flows = new Map<string, Flow>();
  const processes: Process[] = [];
  const reader = openEntries();
  for (const { name, handle } of (await listPackage(sample.path)).entries.filter((entry) => /\/(flows|processes)\/[^/]+\.xml$/.test(`/${entry.name}`))) {
    for (const { noun, record } of adapter.read(reader.read(handle).bytes, name).datasets) {
      if (noun === 'flow') flows.set((record as unknown as Flow).id, record as unknown as Flow);
      else if (noun === 'process') processes.push(record as unknown as Process);
    }
  }
  reader.close();
  const target = ownFlowList('ecoinvent');
  const total = emptyCoverage();
  let gases = 0;
  for (const process of processes) {
    const { value, coverage } = applyFlowMap(process, [], { target, flowOf: ({ id }) => (id === undefined ? undefined : flows.get(id)) });
    addCoverage(total, coverage);
    expect(value.exchanges?.length).toBe(process.exchanges?.length);
    for (const [index, before] of (process.exchanges ?? []).entries()) {
      const after = value.exchanges![index]!;
      const [from, to] = [before, after].map(({ flow }) => (flow.id === undefined ? undefined : gasOfFlow(flow.id)));
      if (from === undefined) continue;
      gases++;
      expect([to?.gas, to?.origin, to?.movement]).toEqual([from.gas, from.origin, from.movement]);
      expect(new Decimal(after.amount ?? 0).eq(before.amount ?? 0)).toBe(true);
      const kept = after.extensions?.['flow-map']?.find(([path]) => path === 'flow/id')?.[1];
      expect(kept).toBe(to!.system === 'ecoinvent' ? before.flow.id : undefined);
    }
  }
  const { exchanges, unmapped, untouched } = coverageStatistics(total);
  expect(gases).toBeGreaterThan(0);
  expect(exchanges.total + untouched).toBe(processes.reduce((sum, process) => sum + (process.exchanges?.length ?? 0), 0));
  expect(exchanges.id).toBeGreaterThan(gases / 2);
  expect(exchanges.unmapped).toBe(unmapped.reduce((sum, flow) => sum + flow.exchanges, 0));
});
