// Golden cases of conversion: each folder of fixtures/convert with an expected.yaml is a package, the ways it is sent, and numbers computed by hand (its README shows how).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/model/process.ts';
import { through } from '../support/through.ts';

/** `null`: no value. Numbers are compared with nine digits, texts exactly. */
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
const firstName = (texts: Record<string, string> | undefined): string => texts?.['en'] ?? Object.values(texts ?? {})[0] ?? '';

/** `share.<product>` is the share in percent of the product of that name; everything else is a path. */
function valueAt(holder: object, path: string, nameOf: (internalId: string) => string | undefined): unknown {
  if (path.startsWith('share.')) return (holder as Exchange).allocations?.find(({ coProduct }) => nameOf(coProduct) === path.slice(6))?.percent;
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], holder);
}

/** What is compared: the expected number in place of one that agrees with it in nine digits, nothing for null. */
function seen(found: unknown, expected: Expected): unknown {
  if (typeof expected !== 'number' || typeof found !== 'string' || found.trim() === '') return found ?? null;
  return Math.abs(Number(found) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)) ? expected : found;
}

describe.each(cases)('%s', (name) => {
  const steps = load(readFileSync(join(root, name, 'expected.yaml'), 'utf8')) as Step[];
  it.each(steps.map((step) => [[step.from, ...step.through].join(' → '), step] as const))('%s', async (_title, step) => {
    const { report, all } = await through(join(root, name, step.from), ...step.through);
    const issues = report?.issues ?? [];
    const flows = all('flow');
    const [process] = all('process');
    const named = ({ flow }: Exchange): string => firstName(flow.name) || firstName(flows.find(({ id }) => id === flow.id)?.name);
    const nameOf = (internalId: string) => { const found = process!.exchanges!.find((e) => e.internalId === internalId); return found && named(found); };
    const facts = (holder: object | undefined, expected: Record<string, Expected>) =>
      (holder === undefined ? 'not there' : Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, seen(valueAt(holder, key, nameOf), value)])));
    const found: Omit<Step, 'from' | 'through'> = {};
    if (step.process !== undefined) found.process = facts(process, step.process) as Step['process'];
    if (step.exchanges !== undefined) found.exchanges = Object.fromEntries(Object.entries(step.exchanges).map(([flow, expected]) => [flow, facts(process!.exchanges!.find((e) => named(e) === flow), expected)])) as Step['exchanges'];
    if (step.flows !== undefined) found.flows = Object.fromEntries(Object.entries(step.flows).map(([flow, expected]) => [flow, facts(flows.find((f) => firstName(f.name) === flow), expected)])) as Step['flows'];
    if (step.issues !== undefined) {
      const params = (code: string) => issues.filter((issue) => issue.code === code).flatMap((issue) => Object.values(issue.params) as Expected[]);
      found.issues = Object.fromEntries(Object.entries(step.issues).map(([code, expected]) => [code, expected.filter((param) => params(code).includes(param))]));
    }
    const { from: _from, through: _through, ...expected } = step;
    expect(found).toEqual(expected);
  });
});
