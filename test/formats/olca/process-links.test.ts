// Links of a product system that say nothing or lead nowhere stand beside the others, each at its place, and come back there.
import { describe, expect, it } from 'vitest';
import { olca } from '../../../src/formats/olca/adapter.ts';

const process = (n: number): object => ({ '@type': 'Process', '@id': `0a000000-0000-4000-8000-00000000000${n}` });
const links: Readonly<Record<string, object>> = {
  empty: {},
  typed: { '@type': 'ProcessLink' },
  withoutProcesses: { exchange: { '@type': 'ExchangeRef' } },
  dangling: { '@type': 'ProcessLink', provider: process(2) },
  whole: {
    '@type': 'ProcessLink', exchange: { '@type': 'ExchangeRef', internalId: 2 }, process: process(1), provider: process(2),
    flow: { '@type': 'Flow', '@id': '0f000000-0000-4000-8000-000000000002', name: 'Steam', category: 'Energy', flowType: 'PRODUCT_FLOW', refUnit: 'MJ', location: 'CN' },
  },
};
const names = Object.keys(links);
const orders = names.flatMap((a) => names.flatMap((b) => [[a, b], ...names.flatMap((c) => [[a, b, c], ...names.map((d) => [a, b, c, d])])]));

function writtenAgain(order: readonly string[]): unknown {
  const document = {
    '@type': 'ProductSystem', '@id': '08000000-0000-4000-8000-000000000001', name: 'System', version: '01.00.000',
    processLinks: order.map((name) => links[name]), processes: [process(1), process(2)], referenceProcess: process(1),
  };
  const { datasets } = olca.read(Buffer.from(JSON.stringify(document)), 'product_systems/a.json');
  const { record } = datasets.find(({ noun }) => noun === 'lifeCycleModel')!;
  return (JSON.parse(olca.write('lifeCycleModel', record).text!) as { processLinks: unknown }).processLinks;
}

describe('links of a product system', () => {
  it(`come back in their order, in all ${orders.length} orders of two to four of each kind`, () => {
    expect(orders.filter((order) => JSON.stringify(sorted(writtenAgain(order))) !== JSON.stringify(sorted(order.map((name) => links[name]))))).toEqual([]);
  });
});

/** With the keys of objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
