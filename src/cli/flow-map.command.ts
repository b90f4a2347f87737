// tanlu flow-map: checks mapping files of elementary flows, converts them between their formats, lists the hub's own; maps the flows of the database and writes its decisions.
import { writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { ClientBase } from 'pg';
import { readConfig } from '../config.ts';
import { connect } from '../database/connect.ts';
import { systemReason, TanluError } from '../errors.ts';
import { checkFlowMap } from '../mapping/flow-maps/check-map.ts';
import { conditionOf, matchConditions } from '../mapping/flow-maps/flow-map.ts';
import { mapFileFormats, writeMapFile, type MapFileFormat } from '../mapping/flow-maps/map-file.ts';
import { indexFlowMap } from '../mapping/flow-maps/map-index.ts';
import { loadOwnMap, ownMaps } from '../mapping/flow-maps/own-maps.ts';
import { issueText, type Issue } from '../model/issue.ts';
import { storedMap } from '../transfer/flow-maps/decisions.ts';
import { openFlowMap, type OpenedMap } from '../transfer/flow-maps/open-flow-maps.ts';
import type { NamedMap } from '../transfer/flow-maps/resolve-flow.ts';
import { applyMappings } from '../transfer/flow-maps/stored-mappings.ts';
import { number } from '../transfer/report-text.ts';
import { openDatabase } from './database.ts';
import { flowMapOption } from './flow-map-options.ts';
import { print, tell } from './output.ts';

/** Issues shown per code on the terminal; the counts are complete. */
const shown = 5;

function formatName(value: string): MapFileFormat {
  const found = mapFileFormats.find((format) => format === value);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Give one of: ${mapFileFormats.join(', ')}.`);
}

function formatOf(output: string, stated: MapFileFormat | undefined, input: MapFileFormat): MapFileFormat {
  if (stated !== undefined) return stated;
  const ending = extname(output).toLowerCase();
  // Two formats share each ending; without a word, CSV is GLAD and JSON is the one that the input is not.
  if (ending === '.csv') return 'glad';
  if (ending === '.json') return input === 'randonneur' ? 'openlca-json' : 'randonneur';
  throw new TanluError('FLOW_MAP_FORMAT', `The ending of ${output} tells no format; add --to with one of: ${mapFileFormats.join(', ')}.`, { kind: 'usage' });
}

function summary({ value, format }: OpenedMap): string {
  const counts = matchConditions.map((condition): [string, number] => [condition, value.rows.filter((row) => conditionOf(row) === condition).length]).filter(([, count]) => count > 0);
  return `${value.rows.length} rows (${format})${counts.length > 0 ? `: ${counts.map(([condition, count]) => `${condition} ${count}`).join(', ')}` : ''}; not convertible: ${value.rows.filter((row) => row.factor === null).length}`;
}

function issueLines(issues: readonly Issue[]): string[] {
  const byCode = new Map<string, Issue[]>();
  for (const issue of issues) byCode.set(issue.code, [...(byCode.get(issue.code) ?? []), issue]);
  return [...byCode].flatMap(([code, found]) => [
    `${found[0]!.severity.padEnd(7)} ${String(found.length).padStart(6)}  ${code}`,
    ...found.slice(0, shown).map((issue) => `    ${[issue.file, issue.path].filter((part) => part !== undefined).join(', ')}${issue.path === undefined ? '' : ': '}${issueText(issue)}`),
  ]);
}

function conclude(issues: readonly Issue[]): void {
  if (issues.some(({ severity }) => severity === 'error')) process.exitCode = 1;
}

async function withDatabase<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
  const database = await openDatabase(readConfig());
  try {
    const client = await connect(database.url, 'tanlu flow-map');
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  } finally {
    await database.close();
  }
}

export function flowMapCommand(program: Command): void {
  const flowMap = program.command('flow-map').description('Mapping files of elementary flows: GLAD, openLCA, randonneur.');

  flowMap.command('check').description('Check a mapping file: rows, conditions, factors, units, compartments, origin of carbon, duplicates, circles.')
    .argument('<file>', 'mapping file (format found by content), or own:<name>').option('--json', 'print all issues as JSON')
    .action(async (file: string, options: { json?: boolean }) => {
      const loaded = await openFlowMap(file);
      const issues = [...loaded.issues, ...checkFlowMap(loaded.value, basename(file))];
      print(options.json ? JSON.stringify({ format: loaded.format, rows: loaded.value.rows.length, issues }, undefined, 2) : [summary(loaded), ...issueLines(issues)].join('\n'));
      conclude(issues);
    });

  flowMap.command('convert').description('Convert a mapping file to another format. Rows that the target cannot state are left out and told.')
    .argument('<input>', 'mapping file, or own:<name>').requiredOption('-o, --output <file>', 'file to write')
    .option('--to <format>', `format: ${mapFileFormats.join(', ')}; default by the ending of the file`, formatName)
    .action(async (input: string, options: { output: string; to?: MapFileFormat }) => {
      const loaded = await openFlowMap(input);
      const format = formatOf(options.output, options.to, loaded.format);
      const written = writeMapFile(loaded.value, format, loaded.format);
      await writeFile(options.output, written.text).catch((error: unknown) => {
        throw new TanluError('FILE_NOT_WRITTEN', `${options.output} cannot be written: ${systemReason(error)}. Give another path.`, { kind: 'usage', cause: error });
      });
      const issues = [...loaded.issues, ...written.issues];
      print(`${summary(loaded)} → ${options.output} (${format})`);
      if (issues.length > 0) tell(issueLines(issues).join('\n'));
      conclude(issues);
    });

  flowMap.command('apply').description('Find the flow of the hub\'s list for every elementary flow of the database anew. Decisions stay; run again it changes nothing.')
    .addOption(flowMapOption()).option('--json', 'print the counts as JSON')
    .action(async ({ flowMap: inputs, json }: { flowMap: string[]; json?: boolean }) => {
      const files: NamedMap[] = [];
      const issues: Issue[] = [];
      for (const input of inputs) {
        const { value, issues: found } = await openFlowMap(input);
        files.push({ name: basename(input), index: indexFlowMap(value) });
        if (!input.startsWith('own:')) issues.push(...found, ...checkFlowMap(value, basename(input)));
      }
      const report = await withDatabase((client) => applyMappings(client, files));
      if (json === true) print(JSON.stringify({ ...report, issues }, undefined, 2));
      else {
        const { flows } = report;
        print([`${number(report.examined)} elementary flows: ${number(report.added)} mappings added, ${number(report.changed)} changed, ${number(report.unchanged)} unchanged`,
          `  ${number(flows.DECISION)} by decision, ${number(flows.FILE)} by mapping file, ${number(flows.ID)} by id, ${number(flows.CAS)} by CAS number, ${number(flows.NAME)} by name, ${number(flows.NONE)} unmapped`].join('\n'));
        if (issues.length > 0) tell(issueLines(issues).join('\n'));
      }
      conclude(issues);
    });

  flowMap.command('export').description('Write the decisions about the flows of the database to a mapping file.')
    .requiredOption('-o, --output <file>', 'file to write').option('--all', 'with what the tables of the hub found')
    .option('--to <format>', `format: ${mapFileFormats.join(', ')}; default by the ending of the file`, formatName)
    .action(async ({ output, all, to }: { output: string; all?: boolean; to?: MapFileFormat }) => {
      const format = formatOf(output, to, 'glad');
      const value = await withDatabase((client) => storedMap(client, all === true));
      const written = writeMapFile(value, format);
      await writeFile(output, written.text).catch((error: unknown) => {
        throw new TanluError('FILE_NOT_WRITTEN', `${output} cannot be written: ${systemReason(error)}. Give another path.`, { kind: 'usage', cause: error });
      });
      print(`${summary({ value, format: 'glad', issues: [] }).replace(' (glad)', '')} → ${output} (${format})`);
      if (written.issues.length > 0) tell(issueLines(written.issues).join('\n'));
    });

  flowMap.command('list').description('List the maps of the hub.').action(() => {
    for (const own of ownMaps) {
      const value = loadOwnMap(own);
      print(`own:${own.name.padEnd(18)} ${value.source} → ${value.target}  ${summary({ value, format: 'glad', issues: [] }).replace(' (glad)', '')}`);
    }
  });
}
