// npm run bench: measures import, export, conversion, list, pulls and reading beside their yardsticks in one run; see README.md in this folder.
import { parseArgs } from 'node:util';
import { convertBench } from './convert/convert-bench.ts';
import { exportBench } from './export/export-bench.ts';
import { formatBench } from './format/format-bench.ts';
import { importBench } from './import/import-bench.ts';
import { listBench } from './list/list-bench.ts';
import type { Bench } from './measure/bench.ts';
import { killChildren } from './measure/child.ts';
import { closeDatabases } from './measure/database.ts';
import { tableText, type Line } from './measure/table.ts';
import { pactBench } from './pact/pact-bench.ts';
import { pullBench } from './pull/pull-bench.ts';

const benches: readonly Bench[] = [formatBench, importBench, exportBench, convertBench, listBench, pullBench, pactBench];
const usage = `Usage: npm run bench -- [${benches.map((b) => b.name).join('|')} …] [--datasets <count>] [--full] [--smoke] [--strict]`;

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { datasets: { type: 'string' }, full: { type: 'boolean', default: false }, smoke: { type: 'boolean', default: false }, strict: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exit(2);
  }
}

const { values, positionals } = readArguments();
const datasets = Number(values.datasets ?? (values.smoke ? 40 : values.full ? 20_000 : 2_000));
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
if (values.help || unknown.length > 0 || !Number.isInteger(datasets) || datasets < 4) {
  process.stderr.write(`${unknown.length > 0 ? `There is no bench ${unknown.join(', ')}. ` : ''}${usage}\n`);
  process.exit(values.help ? 0 : 2);
}
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`The bench needs Node 24; this is ${process.versions.node}. Start it with npm run bench.\n`);
  process.exit(2);
}

function interrupt(): void {
  process.on('uncaughtException', () => undefined); // connections break when the server is taken away beneath them
  killChildren();
  void closeDatabases().finally(() => process.exit(130));
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);

const lines: Line[] = [];
let failed = false;
const started = performance.now();
for (const bench of positionals.length > 0 ? benches.filter((b) => positionals.includes(b.name)) : benches) {
  const say = (text: string) => { process.stdout.write(`${bench.name}: ${text}\n`); };
  try {
    lines.push(...await bench.run({ datasets, smoke: values.smoke, full: values.full, say }));
    if (values.smoke) say('ok');
  } catch (error) {
    failed = true;
    process.stderr.write(`${bench.name}: FAILED: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  }
}
const took = `${((performance.now() - started) / 1000).toFixed(0)} s`;
// Of tiny sizes the figures mean nothing: smoke says only that everything runs and all answers are right.
process.stdout.write(values.smoke ? `smoke: ${failed ? 'FAILED' : 'ok'}, ${took}\n` : `\n${tableText(lines)}\n\n${took} on Node ${process.version}\n`);
if (failed) process.exitCode = 1;
else if (values.strict && lines.some((line) => line.met === false)) process.exitCode = 1;
