// One exchange rewritten by one row: flow, compartment, unit and amounts of the target list; what it was before stays beside it.
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { Compartment, Exchange } from '../../model/process.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Extensions, Reference } from '../../model/value.ts';
import { compartmentIn, compartmentOf } from '../tables/compartments.ts';
import { resolveContext, systemOfList } from './context.ts';
import { conditionOf, type FlowMapRow } from './flow-map.ts';
import { withOrigin } from './origin-note.ts';
import { compact } from './row-values.ts';
import { scaleExchange, type Scale } from './scale-exchange.ts';

/** Key of the extensions that keep what an exchange was before mapping: rows with several sources have no way back without it. */
export const flowMapExtension = 'flow-map';

export interface Where { dataset: string; path: string }

const groups: Partial<Record<NonNullable<Exchange['group']>, Exchange['group']>> = { TO_ENVIRONMENT: 'FROM_ENVIRONMENT', FROM_ENVIRONMENT: 'TO_ENVIRONMENT' };
const label = (name: string | undefined, id: string | undefined): string => [name, id].filter((part) => part !== undefined).join(' ') || '?';
export const flowLabel = (exchange: Exchange): string => label(exchange.flow.name === undefined ? undefined : Object.values(exchange.flow.name)[0], exchange.flow.id ?? exchange.flow.externalKey);
export const rowLabel = ({ to }: FlowMapRow): string => label(to.name, to.id);

/** The exchange after the row, with a warning for `<` and `~` and a note of each conversion (GLAD converter guidance: conversion log). */
export function mapExchange(exchange: Exchange, row: FlowMapRow, scale: Scale, unit: string | undefined, list: string | undefined, where: Where, issues: Issue[]): Exchange {
  const condition = conditionOf(row);
  const same = condition === '=';
  const names = { from: flowLabel(exchange), to: rowLabel(row) };
  if (condition === '<') issues.push(makeIssue('flow-mapped-narrower', where, names));
  if (condition === '~') issues.push(makeIssue('flow-mapped-proxy', where, names));

  const mapped: Exchange = { ...scaleExchange(exchange, scale), flow: target(row, exchange.flow) };
  if (unit !== undefined && unit !== exchange.unit) {
    mapped.unit = unit;
    delete mapped.unitId;
  }
  if (row.to.unitId !== undefined) mapped.unitId = row.to.unitId;
  const compartment = targetCompartment(row, list, exchange.compartment);
  if (compartment !== undefined) mapped.compartment = compartment;
  // What describes the source flow describes a wider or similar one no longer.
  if (!same) for (const field of ['cas', 'chemicalFormula', 'synonyms', 'classifications'] as const) delete mapped[field];
  if (row.to.provider?.id !== undefined) mapped.provider = { type: 'process', ...identify(row.to.provider.id), ...(row.to.provider.name === undefined ? {} : { name: { en: row.to.provider.name } }) };
  if (row.reversed && exchange.direction !== undefined) {
    mapped.direction = exchange.direction === 'INPUT' ? 'OUTPUT' : 'INPUT';
    if (exchange.group !== undefined) mapped.group = groups[exchange.group] ?? exchange.group;
    issues.push(makeIssue('flow-direction-reversed', where, names));
  }
  mapped.extensions = { ...exchange.extensions, ...before(exchange) };
  mapped.comment = withOrigin(exchange, condition, scale.factor, mapped.unit);

  if (scale.factor !== '1') {
    issues.push(makeIssue('flow-amount-converted', where, { ...names, factor: scale.factor, unit: exchange.unit ?? '?', wanted: mapped.unit ?? '?' }));
    // In ILCD the variable multiplies the mean, elsewhere the amount defines it.
    if (exchange.variable !== undefined && exchange.meanAmount === undefined) issues.push(makeIssue('flow-variable-converted', where, { variable: exchange.variable, wanted: mapped.unit ?? '?' }));
    if (exchange.uncertainty?.distribution === 'BINOMIAL') issues.push(makeIssue('uncertainty-invalid', where, { distribution: 'BINOMIAL', reason: 'trials and probability cannot be multiplied by a factor' }));
  }
  const way = compartment?.code === undefined ? undefined : compartmentOf(compartment.code)?.direction;
  const previous = exchange.compartment?.code === undefined ? undefined : compartmentOf(exchange.compartment.code)?.direction;
  if (way !== undefined && mapped.direction !== undefined && way !== mapped.direction && previous !== way) issues.push(makeIssue('compartment-direction', where, { direction: mapped.direction, path: compartment!.path.join('/') }));
  return mapped;
}

const identify = (id: string): Pick<Reference, 'id' | 'externalKey'> => (uuidPattern.test(id) ? { id } : { externalKey: id });

function target({ to }: FlowMapRow, source: Reference): Reference {
  if (to.id === undefined && to.name === undefined) return source; // the row changes other fields only
  return { type: 'flow', ...(to.id === undefined ? {} : identify(to.id)), ...(to.name === undefined ? compact({ name: source.name }) : { name: { en: to.name } }) };
}

function targetCompartment({ to }: FlowMapRow, list: string | undefined, source: Compartment | undefined): Compartment | undefined {
  if (to.context === undefined) return undefined;
  const system = systemOfList(to.list ?? list);
  const code = resolveContext(to.context, system)?.code;
  const own = system === undefined || code === undefined ? undefined : compartmentIn(system, code);
  const statedId = own?.path.join('/') === to.context.join('/') ? own.id : undefined;
  return { ...(code === undefined ? {} : { code }), system: system ?? to.list ?? list ?? source?.system ?? 'unknown', path: to.context, ...(statedId === undefined ? {} : { statedId }) };
}

/** What the exchange was, unless an earlier mapping has kept it: the first is the one that its source stated. */
function before(exchange: Exchange): Extensions {
  const kept = exchange.extensions?.[flowMapExtension];
  if (kept !== undefined) return { [flowMapExtension]: kept };
  const { flow, compartment, amount, unit, direction } = exchange;
  const leaves: [string, string | undefined][] = [['flow/id', flow.id], ['flow/externalKey', flow.externalKey], ['flow/version', flow.version], ['flow/uri', flow.uri],
    ...Object.entries(flow.name ?? {}).map(([language, name]): [string, string] => [`flow/name/${language}`, name]), ['amount', amount], ['unit', unit], ['unitId', exchange.unitId], ['direction', direction],
    ['compartment/system', compartment?.system], ['compartment/path', compartment?.path.join('/')], ['compartment/statedId', compartment?.statedId], ['cas', exchange.cas], ['formula', exchange.formula]];
  return { [flowMapExtension]: leaves.filter((leaf): leaf is [string, string] => leaf[1] !== undefined) };
}
