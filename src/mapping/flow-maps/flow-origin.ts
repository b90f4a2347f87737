// Where the carbon of a stated flow comes from and which way it moves, by identifier (greenhouse-gas table) or by the names that ILCD/EF, ecoinvent and SimaPro use.
import { gasOfFlow, substanceOf, type CarbonOrigin, type Movement } from '../tables/gases.ts';

export interface FlowOrigin {
  /** Key of the gas, such as CO2. */
  gas: string;
  origin: CarbonOrigin;
  movement?: Movement;
}

export const foldName = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, ' ');

/** Flowables whose origin changes a footprint. Carbon monoxide is kept apart too, although no IPCC table weighs it. */
const carbonGases = new Map([['carbon dioxide', 'CO2'], ['co2', 'CO2'], ['methane', 'CH4'], ['ch4', 'CH4'], ['carbon monoxide', 'CO'], ['co', 'CO']]);
const carbonNumbers = new Map([['124-38-9', 'CO2'], ['74-82-8', 'CH4'], ['630-08-0', 'CO']]);
const words: [pattern: RegExp, origin: CarbonOrigin, movement?: Movement][] = [
  [/^in air$/, 'biogenic', 'uptake'],
  [/^to soil or biomass stock$/, 'land_use_change', 'uptake'],
  [/^(non-fossil|biogenic|biogenic-100yr|non-fossil, resource correction)$/, 'biogenic'],
  [/^(land use change|land transformation|from soil or biomass stock)$/, 'land_use_change'],
  [/^(fossil|peat oxidation)$/, 'fossil'],
];

/** What the names of all carbon gases begin with: most flows need not be looked at further. */
export const carbonInitial = /^\s*[cm]/i;

/** The name without the words that tell the origin of carbon, and that origin; `unspecified` where a carbon gas states none, undefined for all other names. */
export function originOfName(name: string): { flowable: string; stated?: FlowOrigin } {
  const folded = foldName(name);
  const bare = carbonGases.get(folded);
  if (bare !== undefined) return { flowable: folded, stated: { gas: bare, origin: 'unspecified' } };
  const parts = /^([^,(]+?)(?:, (.+)| ?\((.+)\))$/.exec(folded);
  const gas = parts === null ? undefined : carbonGases.get(parts[1]!);
  if (parts === null || gas === undefined) return { flowable: folded };
  const suffix = parts[2] ?? parts[3]!;
  const found = words.find(([pattern]) => pattern.test(suffix));
  if (found === undefined) return { flowable: folded };
  const [, origin, movement] = found;
  return { flowable: parts[1]!, stated: { gas, origin, ...(movement === undefined ? {} : { movement }) } };
}

/** Origin and movement of a flow; undefined where its carbon does not matter (no carbon, or no greenhouse gas). */
export function originOf(flow: { id?: string; name?: string; cas?: string }): FlowOrigin | undefined {
  const gas = flow.id === undefined ? undefined : gasOfFlow(flow.id);
  if (gas !== undefined) {
    const hasOrigins = substanceOf(gas.gas)?.origins.some((origin) => origin !== 'na') ?? false;
    return hasOrigins ? { gas: gas.gas, origin: gas.origin, movement: gas.movement } : undefined;
  }
  const byName = flow.name === undefined ? undefined : originOfName(flow.name).stated;
  const byNumber = flow.cas === undefined ? undefined : carbonNumbers.get(flow.cas);
  return byName ?? (byNumber === undefined ? undefined : { gas: byNumber, origin: 'unspecified' });
}

/** Whether two flows have the same origin and, where both tell, move the same way. Undefined on both sides is the same. */
export function sameOrigin(a: FlowOrigin | undefined, b: FlowOrigin | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.origin === b.origin && (a.movement === undefined || b.movement === undefined || a.movement === b.movement);
}

/**
 * Whether a row may lead from one origin to the other: the same, or (for `<` and `~`, with a warning) from a stated one to a list that leaves it open.
 * Never from one stated origin to another, never from an open one to a stated one; biogenic carbon dioxide never loses its origin (GLAD leaves it unmapped).
 */
export function mayLead(from: FlowOrigin | undefined, to: FlowOrigin | undefined, condition: string): boolean {
  if (from === undefined || to === undefined || sameOrigin(from, to)) return true;
  if (from.movement !== undefined && to.movement !== undefined && from.movement !== to.movement) return false;
  return to.origin === 'unspecified' && !(from.gas === 'CO2' && from.origin === 'biogenic') && (condition === '<' || condition === '~');
}

export const originText = (origin: FlowOrigin | undefined): string => (origin === undefined ? 'none' : [origin.origin, origin.movement].filter((part) => part !== undefined).join(' '));
