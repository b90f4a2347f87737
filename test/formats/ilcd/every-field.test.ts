// Every field of ILCD: golden records beside the fixtures, no leaf lost on the way, and tables that name what exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { parseXml } from '../../../src/formats/xml/events.ts';
import { datasetSchemas } from '../../../src/model/noun.ts';
import { fixtureText, readFixture } from './fixture.ts';

const folder = new URL('../../fixtures/ilcd/', import.meta.url);
const fixtures = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory() && e.name !== 'lists')
  .flatMap((e) => readdirSync(new URL(`${e.name}/`, folder)).filter((n) => n.endsWith('.xml')).map((n) => `${e.name}/${n}`));
const golden = fixtures.filter((f) => existsSync(new URL(f.replace(/xml$/, 'json'), folder)));

/** Texts and attributes of a document that say something. */
function leavesOf(name: string): number {
  let leaves = 0;
  const count = (text: string): void => {
    if (text.trim() !== '') leaves += 1;
  };
  parseXml(fixtureText(name), { file: name, prefixes: ilcd.tables.definition.namespaces }, { open: (_name, attributes) => attributes.forEach((value, at) => at % 2 === 1 && count(value)), text: count, close: () => undefined });
  return leaves;
}

type Extended = { extensions?: Record<string, unknown[]> };
function keptBeside(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  const own = (value as Extended).extensions?.['ilcd']?.length ?? 0;
  return own + Object.entries(value).reduce((sum, [key, child]) => (key === 'extensions' ? sum : sum + keptBeside(child)), 0);
}

describe('ILCD fixtures', () => {
  it.each(golden)('%s becomes its golden record', (name) => {
    const { datasets } = readFixture(name);
    const expected = JSON.parse(readFileSync(new URL(name.replace(/xml$/, 'json'), folder), 'utf8')) as unknown;
    expect(datasets.find((d) => d.derived !== true)!.record).toEqual(expected);
  });

  it('there are golden records for all seven kinds of datasets', () => expect(golden).toHaveLength(8));

  it.each(fixtures)('%s is valid in the model', (name) => {
    for (const { noun, record } of readFixture(name).datasets) expect(datasetSchemas[noun].safeParse(record).error?.issues ?? []).toEqual([]);
  });

  it.each(fixtures)('%s loses no leaf: each is in the record or beside it', (name) => {
    const { account, datasets } = readFixture(name);
    const unmapped = [...account.unmapped.values()].reduce((a, b) => a + b, 0);
    // The version of a wrapper belongs to none of its datasets.
    expect(account.inFile).toBe(name.startsWith('wrapper/') ? 1 : undefined);
    expect(account.kept + unmapped + (account.inFile ?? 0)).toBeGreaterThanOrEqual(leavesOf(name));
    // Some stand beside the record and in it as well: those count as kept.
    expect(datasets.reduce((sum, d) => sum + keptBeside(d.record), 0)).toBeGreaterThanOrEqual(unmapped);
  });

  it.each(['unit-process/process.xml', 'lcia-method/method.xml', 'elementary-flow/flow.xml', 'flow-property/flow-property.xml'])('%s, which states every field, keeps beside only what a row calls lost', (name) => {
    const lost = new Set([...ilcd.tables.tables.values()].flatMap((t) => t.fields.filter((r) => r.lost !== undefined).map((r) => `${t.table}: ${r.path}`)));
    expect([...readFixture(name).account.unmapped.keys()].filter((path) => !lost.has(path))).toEqual([]);
  });
});

describe('ILCD tables', () => {
  const rows = [...ilcd.tables.tables.values()].flatMap((t) => t.fields.map((row) => ({ table: t.table, row })));

  it('use every code list, and only lists that exist', () => {
    const used = new Set(rows.flatMap(({ row }) => (typeof row.as === 'object' ? [Object.values(row.as)[0]] : [])));
    for (const own of ['reference-types', 'reference-folders', 'reference-elements', 'module-not-declared', 'indicator-editions', 'compliance-editions', 'impact-category-words']) used.add(own);
    expect([...used].sort()).toEqual([...ilcd.tables.codes.keys()].sort());
  });

  it('reach every table from a root', () => {
    const reached = new Set(Object.values(ilcd.tables.definition.roots));
    for (const name of reached) for (const { table, row } of rows) if (table === name && (row.each ?? row.table) !== undefined) reached.add((row.each ?? row.table)!);
    expect([...ilcd.tables.tables.keys()].filter((t) => !reached.has(t))).toEqual([]);
  });

  it('say why for every field that the model cannot carry', () => {
    expect(rows.filter(({ row }) => row.model === undefined && row.emit === undefined && (row.lost ?? '').length < 10)).toEqual([]);
  });
});
