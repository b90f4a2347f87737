// npm run matrix: every format into itself and into every other, over packages and fixtures; prints what is preserved, kept, lost and valid.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TanluError } from '../../src/errors.ts';
import { adapters } from '../../src/formats/registry.ts';
import { SchemaCheck } from '../../src/transfer/validate/xsd.ts';
import { findPackages, type MatrixPackage } from './packages.ts';
import { across, same, type Trip } from './run.ts';
import { acrossTable, lineOf, sameTable, type Line } from './table.ts';

const usage = `Usage: npm run matrix -- [package or folder of packages …] [--schemas <folder>] [--no-fixtures] [--only same|across]
Without paths: the folder that TANLU_SAMPLES names, or ../shared/samples. Schemas: TANLU_SCHEMAS, or schemas beside the first folder.
Exit codes: 0 all is well; 1 a package does not come back whole from its own format, a written file is invalid, or an account does not add up; 2 wrong usage.`;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

function end(code: number, text: string): never {
  say(text);
  process.exit(code);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { schemas: { type: 'string' }, 'no-fixtures': { type: 'boolean', default: false }, only: { type: 'string' }, help: { type: 'boolean', default: false } } });
    if (values.help) end(0, usage);
    if (values.only !== undefined && !['same', 'across'].includes(values.only)) end(2, `--only is same or across.\n${usage}`);
    return { paths: positionals.length > 0 ? positionals : [process.env['TANLU_SAMPLES'] || '../shared/samples'], fixtures: !values['no-fixtures'], only: values.only, schemas: values.schemas ?? process.env['TANLU_SCHEMAS'] };
  } catch (error) {
    end(2, `${(error as Error).message}\n${usage}`);
  }
}

/** Runs one trip; an adapter that fails is a finding about that package, and the others go on. */
async function attempt(what: string, run: () => Promise<Trip>, bad: string[]): Promise<Trip | undefined> {
  const started = performance.now();
  try {
    const trip = await run();
    say(`  ${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    bad.push(...trip.wrong.map((text) => `${what}: does not add up: ${text}`));
    if (trip.checked !== undefined && trip.checked.invalid > 0) bad.push(`${what}: ${trip.checked.invalid} of ${trip.checked.valid + trip.checked.invalid} written files are not valid, as: ${trip.checked.examples.slice(0, 3).join(' / ')}`);
    return trip;
  } catch (error) {
    bad.push(`${what}: failed: ${error instanceof TanluError ? error.message : (error as Error).stack ?? String(error)}`);
    say(`  ${what}: FAILED`);
    return undefined;
  }
}

async function main(): Promise<number> {
  const { paths, fixtures, only, schemas: named } = readArguments();
  const schemas = resolve(named ?? join(paths[0]!, '../schemas'));
  if (!existsSync(schemas)) end(2, `There is no folder of official schemas ${schemas}. Name it with --schemas or TANLU_SCHEMAS.\n${usage}`);
  const schemaCheck = await SchemaCheck.open(schemas);
  const { packages, leftOut } = await findPackages(paths, fixtures);
  if (packages.length === 0) end(2, `${paths.join(', ')}: no package that Tanlu reads.`);
  const bad: string[] = [];
  const [inside, between]: [Line[], Line[]] = [[], []];
  const label = ({ row, path }: MatrixPackage) => (row.startsWith('fixtures of') ? path.replace(/^.*\/fixtures\//, '') : row);
  for (const from of adapters) {
    const own = packages.filter((p) => p.from === from);
    say(`${from.name}: ${own.length} packages`);
    if (only !== 'across' && from.packaging !== undefined) {
      for (const each of own) {
        const trip = await attempt(`${from.name}, ${label(each)}`, () => same(each, schemaCheck), bad);
        if (trip === undefined) continue;
        inside.push(lineOf(from.name, each.row, trip));
        if (trip.preserved!.same < trip.preserved!.leaves) bad.push(`${from.name}, ${label(each)}: ${trip.preserved!.leaves - trip.preserved!.same} of ${trip.preserved!.leaves} leaves do not come back`);
      }
    }
    if (only === 'same') continue;
    for (const to of adapters.filter((a) => a !== from && a.packaging !== undefined)) {
      for (const each of own) {
        const trip = await attempt(`${from.name} → ${to.name}, ${label(each)}`, () => across(each, to, schemaCheck), bad);
        if (trip !== undefined) between.push(lineOf(`${from.name} → ${to.name}`, each.row, trip));
      }
    }
  }
  const without = adapters.filter((a) => a.packaging === undefined);
  const parts = [
    ...(inside.length > 0 ? [`(a) Same format: leaves of A that stand in what was written anew, by the comparison that knows no adapter\n\n${sameTable(inside)}`] : []),
    ...(between.length > 0 ? [`(b) Another format and back: values by what became of them; written files under the official schemas; datasets of A that A → B → A gives back under their own identifiers, and leaves of A that stand in them\n\n${acrossTable(between)}`] : []),
    ...(without.length > 0 ? [`Not written: packages of ${without.map((a) => a.title).join(', ')} cannot be made yet.`] : []),
    ...(leftOut.length > 0 ? [`Left out (${leftOut.length}):\n${[...Map.groupBy(leftOut, (l) => l.why)].map(([why, list]) => `  ${why}: ${list.map((l) => l.path).join(', ')}`).join('\n')}`] : []),
    bad.length > 0 ? `${bad.length} findings:\n${bad.map((text) => `  ${text}`).join('\n')}` : 'No findings: all comes back whole, all written files are valid, all accounts add up.',
  ];
  schemaCheck.dispose();
  process.stdout.write(`${parts.join('\n\n')}\n`);
  return bad.length > 0 ? 1 : 0;
}

process.exitCode = await main().catch((error: unknown) => end(error instanceof TanluError && error.kind === 'usage' ? 2 : 3, error instanceof TanluError ? error.message : (error as Error).stack ?? String(error)));
