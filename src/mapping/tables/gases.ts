// Greenhouse gases: which gas, carbon origin and compartment an elementary flow stands for, and global warming potentials by named set (IPCC AR4–AR6, EF 3.1, EN 15804+A2).
import { z } from 'zod';
import { decimalPattern, uuidPattern } from '../../model/scalar.ts';
import { compartmentOf } from './compartments.ts';
import { once, readCsvTable, readYamlTable, tableError } from './table.ts';

export const carbonOrigins = ['fossil', 'biogenic', 'land_use_change', 'na', 'unspecified'] as const;
/** Where the carbon of a gas comes from; `na` for gases without this question, `unspecified` where a list leaves it open. */
export type CarbonOrigin = (typeof carbonOrigins)[number];
/** Into the atmosphere, or out of it (and into soil or biomass). */
export type Movement = 'emission' | 'uptake';
export type GasSystem = 'ilcd' | 'ecoinvent' | 'fedefl';

const origin = z.enum(carbonOrigins);
const movement = z.enum(['emission', 'uptake']);
const origins = z.string().transform((text) => text.split(';').filter((o) => o !== '')).pipe(z.array(origin));
const substanceRow = z.object({ gas: z.string().min(1), formula: z.string().min(1), cas: z.string().regex(/^([1-9]\d{1,6}-\d\d-\d)?$/), name_en: z.string().min(1), name_zh: z.string(), origins });
const flowRow = z.object({
  system: z.enum(['ilcd', 'ecoinvent', 'fedefl']), id: z.string().regex(uuidPattern), gas: z.string(), origin, movement, compartment: z.string(),
  preferred: z.enum(['yes', 'no']).describe('Whether the flow is the one to write; others are duplicates in their list.'),
  covers: origins.describe('Origins that a flow without origin may stand for when written.'), note: z.string(),
});
const valueRow = z.object({ set: z.string(), gas: z.string(), origin, movement, value: z.string().regex(decimalPattern), note: z.string() });
const conflict = z.strictObject({ gas: z.string(), origin, value: z.string().regex(decimalPattern), statedBy: z.string() });
const setRow = z.strictObject({
  id: z.string(), name: z.string(), source: z.string(), horizonYears: z.number().int().describe('Time horizon, years.'), biogenicCarbonDioxide: z.enum(['neutral', 'counted']),
  base: z.string().optional(), note: z.string().optional(), conflicts: z.array(conflict).optional(),
});
export type GwpSet = z.infer<typeof setRow>;

export interface Substance { gas: string; formula: string; cas?: string; names: { en: string; zh?: string }; origins: CarbonOrigin[] }
export interface GasFlow { system: GasSystem; id: string; gas: string; origin: CarbonOrigin; movement: Movement; compartment: string }

const key = (...parts: string[]): string => parts.join('\n');

const tables = once(() => {
  const substances = new Map(readCsvTable('greenhouse-gases/substances.csv', substanceRow, (r) => r.gas).map((r): [string, Substance] =>
    [r.gas, { gas: r.gas, formula: r.formula, cas: r.cas || undefined, names: { en: r.name_en, zh: r.name_zh || undefined }, origins: r.origins }]));
  const known = (gas: string, file: string): void => {
    if (!substances.has(gas)) throw tableError(`greenhouse-gases/${file}`, `names the unknown gas "${gas}".`);
  };
  const flows = new Map<string, GasFlow>();
  const writable = new Map<string, GasFlow>();
  for (const r of readCsvTable('greenhouse-gases/flows.csv', flowRow, (row) => row.id)) {
    known(r.gas, 'flows.csv');
    if (compartmentOf(r.compartment) === undefined) throw tableError('greenhouse-gases/flows.csv', `names the unknown compartment "${r.compartment}".`);
    const flow: GasFlow = { system: r.system, id: r.id, gas: r.gas, origin: r.origin, movement: r.movement, compartment: r.compartment };
    flows.set(r.id, flow);
    if (r.preferred === 'no') continue;
    for (const o of [r.origin, ...r.covers]) {
      const target = key(r.system, r.gas, o, r.movement, r.compartment);
      if (writable.has(target)) throw tableError('greenhouse-gases/flows.csv', `prefers two flows for ${r.system} ${r.gas} ${o} ${r.compartment}: ${writable.get(target)!.id} and ${r.id}.`);
      writable.set(target, flow);
    }
  }
  const sets = new Map(readYamlTable('greenhouse-gases/gwp-sets.yaml', z.array(setRow)).map((set): [string, GwpSet] => [set.id, set]));
  const values = new Map<string, string>();
  for (const r of readCsvTable('greenhouse-gases/gwp-values.csv', valueRow, (row) => key(row.set, row.gas, row.origin, row.movement))) {
    known(r.gas, 'gwp-values.csv');
    if (!sets.has(r.set)) throw tableError('greenhouse-gases/gwp-values.csv', `names the unknown set "${r.set}".`);
    values.set(key(r.set, r.gas, r.origin, r.movement), r.value);
  }
  return { substances, flows, writable, sets, values };
});

/** What an elementary flow of ILCD/EF, ecoinvent or the Federal LCA Commons stands for; undefined where it is no greenhouse gas of the table. */
export const gasOfFlow = (id: string): GasFlow | undefined => tables().flows.get(id);

/** The flow that a list has for a gas in a compartment; the list's flow of the wider compartment where it has none there. Never another origin. */
export function flowOfGas(system: GasSystem, gas: string, from: CarbonOrigin, way: Movement, compartment: string): GasFlow | undefined {
  const { writable } = tables();
  const narrower = way === 'uptake' && compartment === 'resource/air' ? writable.get(key(system, gas, from, way, 'resource/air/renewable-material')) : undefined;
  if (narrower !== undefined) return narrower;
  for (let at: string | undefined = compartment; at !== undefined; at = compartmentOf(at)?.parent) {
    const flow = writable.get(key(system, gas, from, way, at));
    if (flow !== undefined) return flow;
  }
  return undefined;
}

/**
 * Global warming potential, kg CO2-eq per kg, as exact text; undefined where the set has none for this gas and origin. An origin left
 * open has none where origins differ: it is never guessed. Uptake of carbon dioxide is negative or zero by the rule of the set.
 */
export function gwp(setId: string, gas: string, from: CarbonOrigin, way: Movement = 'emission'): string | undefined {
  const { sets, values } = tables();
  for (let set = sets.get(setId); set !== undefined; set = set.base === undefined ? undefined : sets.get(set.base)) {
    const value = values.get(key(set.id, gas, from, way));
    if (value !== undefined) return value;
  }
  return undefined;
}

export const gwpSets = (): GwpSet[] => [...tables().sets.values()];
export const substanceOf = (gas: string): Substance | undefined => tables().substances.get(gas);
export const allSubstances = (): Substance[] => [...tables().substances.values()];
export const allGasFlows = (): GasFlow[] => [...tables().flows.values()];
