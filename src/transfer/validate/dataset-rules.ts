// Rules for single datasets that need the rest of the package, or that no reader needs: units, products, dates, mass balance, file names (ilcd.md §1.2, §4.3; ecospold.md §4.5).
import { checkProcessAgainstFlows, isInventory } from '../../mapping/check-process.ts';
import { checkBalance } from '../../mapping/life-cycle-models/check-balance.ts';
import type { ModelProcess } from '../../mapping/life-cycle-models/model-process.ts';
import type { ReadDataset } from '../../mapping/transform.ts';
import { findFlowProperty, findUnit, findUnitGroup, type Unit } from '../../mapping/tables/units.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { LifeCycleModel } from '../../model/life-cycle-model.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Exchange, Process } from '../../model/process.ts';
import { compareVersions } from '../../model/version.ts';
import type { Identities } from './identities.ts';

/** Path of an exchange in the format. */
function pathOf(format: string, exchanges: readonly Exchange[], exchange: Exchange): string {
  if (format.startsWith('ilcd')) return `exchanges/exchange[${exchange.position + 1}]`;
  if (format !== 'ecospold2') return `exchange[${exchange.position + 1}]`;
  const elementary = exchange.flowKind === 'ELEMENTARY';
  const before = exchanges.filter((e) => e.position < exchange.position && (e.flowKind === 'ELEMENTARY') === elementary).length;
  return `flowData/${elementary ? 'elementaryExchange' : 'intermediateExchange'}[${before + 1}]`;
}

function* unitIssues(process: Process, format: string, identities: Identities, where: { file: string; dataset: string }): Iterable<Issue> {
  const exchanges = process.exchanges ?? [];
  for (const exchange of exchanges) {
    const { unit, flow } = exchange;
    const expected = flow.id === undefined ? undefined : identities.unitOfFlow(flow.id);
    if (unit === undefined || expected === undefined || unit === expected) continue;
    const [given, wanted] = [findUnit(unit), findUnit(expected)];
    const at = { ...where, path: pathOf(format, exchanges, exchange) };
    if (given !== undefined && wanted !== undefined && given.quantity === wanted.quantity) yield makeIssue('unit-conflict', at, { flow: flow.id, unit, other: expected });
    else yield makeIssue('unit-not-of-property', at, { unit, property: wanted?.quantity ?? expected, flow: flow.id });
  }
}

/** Beyond this ratio between what enters and leaves as mass, a hint is given. Air and water are often left out, so that smaller differences say nothing. */
const farOff = 5;

function kilograms(unit: Unit | undefined): number | undefined {
  if (unit?.quantity !== 'mass' || unit.factor === undefined) return undefined;
  const [numerator, denominator = '1'] = unit.factor.split('/');
  return Number(numerator) / Number(denominator);
}

/** Mass that enters and leaves a unit process, in kg; negative amounts count on the other side. Only a hint: much of an inventory is not given as mass. */
function balanceIssue(process: Process, identities: Identities, where: { file: string; dataset: string }): Issue | undefined {
  if (process.type === undefined || !process.type.startsWith('UNIT_PROCESS')) return undefined;
  let input = 0;
  let output = 0;
  for (const exchange of process.exchanges ?? []) {
    if (!isInventory(exchange) || exchange.isAvoided || exchange.direction === undefined || exchange.amount === undefined) continue;
    const symbol = exchange.unit ?? (exchange.flow.id === undefined ? undefined : identities.unitOfFlow(exchange.flow.id));
    const factor = symbol === undefined ? undefined : kilograms(findUnit(symbol));
    if (factor === undefined) continue;
    const mass = Number(exchange.amount) * factor;
    if ((exchange.direction === 'INPUT') === mass >= 0) input += Math.abs(mass);
    else output += Math.abs(mass);
  }
  if (input === 0 || output === 0 || (output <= input * farOff && input <= output * farOff)) return undefined;
  return makeIssue('mass-balance', where, { input: Number(input.toPrecision(6)), output: Number(output.toPrecision(6)) });
}

function* dateIssues(process: Process, where: { file: string; dataset: string }): Iterable<Issue> {
  const { createdAt, revisedAt, fileWrittenAt } = process.administration ?? {};
  for (const [earlier, start, later, end] of [['Creation', createdAt, 'Last edit', revisedAt], ['Creation', createdAt, 'Writing of the file', fileWrittenAt]] as const) {
    if (start === undefined || end === undefined) continue;
    const [from, to] = [Date.parse(start), Date.parse(end)];
    if (Number.isFinite(from) && Number.isFinite(to) && to < from) yield makeIssue('dates-reversed', where, { earlier, start, later, end });
  }
}

/** Issues of a process, once what defines its flows has been read. */
export function* processIssues(process: Process, format: string, identities: Identities, file: string): Iterable<Issue> {
  const where = { file, dataset: `process ${process.id}` };
  yield* unitIssues(process, format, identities, where);
  // EcoSpold 2 says itself what a reference product and a treatment is.
  if (format.startsWith('ilcd')) for (const issue of checkProcessAgainstFlows(process, ({ id }) => (id === undefined ? undefined : identities.get('flow', id)?.kind))) yield { ...issue, file };
  const balance = balanceIssue(process, identities, where);
  if (balance !== undefined) yield balance;
  yield* dateIssues(process, where);
}

/** Issues of a life cycle model, once its processes have been read: links for flows that they do not have, factors that do not solve it. */
export function modelIssues(model: LifeCycleModel, processes: ReadonlyMap<string, ModelProcess>, file: string): Issue[] {
  const issues: Issue[] = [];
  checkBalance(model, (id) => processes.get(id), (code, params) => issues.push(makeIssue(code, { file, dataset: `lifeCycleModel ${model.id}` }, params)));
  return issues;
}

/** Flow properties that are measured in units of another quantity. */
export function* propertyIssues(identities: Identities): Iterable<Issue> {
  for (const [id, property] of identities.ofNoun('flowProperty')) {
    const expected = findFlowProperty(id);
    const unit = property.measuredBy === undefined ? undefined : identities.get('unitGroup', property.measuredBy)?.unit;
    if (expected === undefined || unit === undefined) continue;
    // The symbols of a group are read as its own quantity first: in ILCD "a" is the are in area and the year in time.
    if (findUnit(unit, { system: 'ilcd', quantity: expected.quantity }) !== undefined) continue;
    const group = findUnitGroup(property.measuredBy!);
    const quantity = findUnit(unit, { system: 'ilcd' })?.quantity ?? group?.quantity;
    if (quantity === undefined || quantity === expected.quantity) continue;
    const file = property.versions.values().next().value?.file;
    yield makeIssue('unit-group-not-of-property', { ...(file === undefined ? {} : { file }), dataset: `flowProperty ${id}` }, { id, property: expected.names.en, unit, quantity });
  }
}

const folders: Readonly<Record<string, readonly DatasetNoun[]>> = {
  contacts: ['contact'], sources: ['source'], unitgroups: ['unitGroup'], flowproperties: ['flowProperty'], flows: ['flow'], processes: ['process'], lifecyclemodels: ['lifeCycleModel'], lciamethods: ['impactCategory', 'impactMethod'],
};
const named = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}_(\d+(?:\.\d+)+)\.[^.]+$/i;

/** Where an ILCD package says by folder and file name something else than the dataset inside, which counts. */
export function* fileIssues(file: string, format: string, datasets: readonly ReadDataset[]): Iterable<Issue> {
  const own = datasets.filter((d) => d.derived !== true && d.noun !== 'impactMethod');
  if (!format.startsWith('ilcd') || own.length !== 1) return;
  const { noun, record } = own[0]!;
  const parts = file.split('/');
  const folder = parts.at(-2)?.toLowerCase() ?? '';
  const where = { file, dataset: `${noun} ${record.id}` };
  if (folders[folder] !== undefined && !folders[folder].includes(noun)) yield makeIssue('file-folder-differs', where, { folder, used: noun });
  const stated = named.exec(parts.at(-1)!)?.[1];
  if (stated !== undefined && compareVersions(stated, record.version) !== 0) yield makeIssue('file-version-differs', where, { fileName: stated, used: record.version });
}
