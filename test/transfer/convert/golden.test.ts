// Golden cases of conversion: each folder of fixtures/convert with an expected.yaml is a package, the ways it is sent, and numbers computed by hand (its README shows how).
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../../src/formats/adapter.ts';
import { adapters, recognize } from '../../../src/formats/registry.ts';
import type { DatasetNoun } from '../../../src/model/noun.ts';
import type { Exchange, Process } from '../../../src/model/process.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';

/** `true`: any value; `null`: none. Numbers are compared with nine digits, texts exactly. */
type Expected = string | number | boolean | null;
interface Step {
  from: string;
  through: string[];
  process?: Record<string, Expected>;
  /** Exchanges by the name of their flow. */
  exchanges?: Record<string, Record<string, Expected>>;
  flows?: Record<string, Record<string, Expected>>;
  /** Issues that the last conversion must raise, with one of their parameters. */
  issues?: Record<string, Expected[]>;
}

const root = fileURLToPath(new URL('../../fixtures/convert/', import.meta.url));
const cases = readdirSync(root).filter((name) => existsSync(join(root, name, 'expected.yaml')));
const work = mkdtempSync(join(tmpdir(), 'tanlu-golden-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });

type Records = Map<DatasetNoun, Map<string, object>>;
const firstName = (texts: Record<string, string> | undefined): string => texts?.['en'] ?? Object.values(texts ?? {})[0] ?? '';

/** All records of a package, exchanges with what they say by way of their flows. */
function recordsIn(path: string): Records {
  const records: Records = new Map();
  const files = path.includes('.') && existsSync(path) && !readdirSyncSafe(path) ? [path] : readdirSync(path, { recursive: true, encoding: 'utf8' }).map((file) => join(path, file));
  let format: FormatAdapter | undefined;
  for (const file of files.filter((name) => /\.(xml|spold|json)$/.test(name)).sort()) {
    const found = recognize(readFileSync(file), file);
    if (!('adapter' in found)) continue;
    format = found.adapter;
    for (const { noun, record } of format.read(readFileSync(file), file).datasets) {
      const known = records.get(noun) ?? new Map<string, object>();
      records.set(noun, known.set((record as { id: string }).id, record));
    }
  }
  const find = (noun: DatasetNoun, id: string) => records.get(noun)?.get(id);
  for (const noun of ['flowProperty', 'flow', 'process'] as const) for (const record of records.get(noun)?.values() ?? []) format?.packaging?.resolve?.(noun, record, find);
  return records;
}

function readdirSyncSafe(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch {
    return false;
  }
}

/** `share.<product>` is the share in percent of the product of that name; everything else is a path. */
function valueAt(holder: object, path: string, nameOf: (internalId: string) => string | undefined): unknown {
  if (path.startsWith('share.')) return (holder as Exchange).allocations?.find(({ coProduct }) => nameOf(coProduct) === path.slice(6))?.percent;
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], holder);
}

function check(where: string, found: unknown, expected: Expected): void {
  if (expected === null) expect(found, where).toBeUndefined();
  else if (typeof expected === 'number') {
    expect(found, where).toMatch(/^[-+\d]/);
    expect(Math.abs(Number(found) - expected), `${where}: ${String(found)} instead of ${expected}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
  } else expect(found, where).toEqual(expected);
}

describe.each(cases)('%s', (name) => {
  const steps = load(readFileSync(join(root, name, 'expected.yaml'), 'utf8')) as Step[];
  it.each(steps.map((step) => [[step.from, ...step.through].join(' → '), step] as const))('%s', async (_title, step) => {
    let path = join(root, name, step.from);
    let issues: Awaited<ReturnType<typeof convertPackage>>['issues'] = [];
    for (const [i, to] of step.through.entries()) {
      const out = join(mkdtempSync(join(work, 'x-')), `${i}-${to}`);
      ({ issues } = await convertPackage({ path, to: adapters.find((a) => a.name === to)!, out }));
      path = out;
    }
    const records = recordsIn(path);
    const flows = [...(records.get('flow')?.values() ?? [])] as { id: string; name: Record<string, string> }[];
    const [process] = [...(records.get('process')?.values() ?? [])] as Process[];
    const named = ({ flow }: Exchange): string => firstName(flow.name) || firstName(flows.find(({ id }) => id === flow.id)?.name);
    const nameOf = (internalId: string) => { const found = process!.exchanges!.find((e) => e.internalId === internalId); return found && named(found); };
    for (const [key, expected] of Object.entries(step.process ?? {})) check(key, valueAt(process!, key, nameOf), expected);
    for (const [flow, facts] of Object.entries(step.exchanges ?? {})) {
      const exchange = process!.exchanges!.find((e) => named(e) === flow);
      expect(exchange, `no exchange of "${flow}" among ${process!.exchanges!.map(named).join(', ')}`).toBeDefined();
      for (const [key, expected] of Object.entries(facts)) check(`${flow}: ${key}`, valueAt(exchange!, key, nameOf), expected);
    }
    for (const [flow, facts] of Object.entries(step.flows ?? {})) {
      const found = flows.find((f) => firstName(f.name) === flow);
      expect(found, `no flow "${flow}" among ${flows.map((f) => firstName(f.name)).join(', ')}`).toBeDefined();
      for (const [key, expected] of Object.entries(facts)) check(`${flow}: ${key}`, valueAt(found!, key, nameOf), expected);
    }
    for (const [code, params] of Object.entries(step.issues ?? {})) {
      const stated = issues.filter((issue) => issue.code === code).flatMap((issue) => Object.values(issue.params));
      for (const param of params) expect(stated, code).toContain(param);
    }
  });
});
