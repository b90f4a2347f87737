// Identity in EcoSpold 1, which has no identifiers: UUIDs version 5 of what identifies a process, a flow, an impact category (ecospold.md §1.3).
import { uuidV5 } from '../../model/identity.ts';

const fold = (part: string | undefined): string => (part ?? '').trim().replace(/\s+/g, ' ').toLowerCase();
const made = (kind: string, parts: readonly (string | undefined)[]): string => uuidV5(`ecospold1/${kind}/${JSON.stringify(parts.map(fold))}`);

const rememberedFlows = 50_000;
const remembered = new Map<string, string>();

/** Flows recur in every dataset of a package: their identifiers are made once. */
function madeOnce(kind: string, parts: readonly (string | undefined)[]): string {
  const key = `${kind}\n${parts.join('\n')}`;
  let id = remembered.get(key);
  if (id === undefined) {
    id = made(kind, parts);
    if (remembered.size >= rememberedFlows) remembered.clear();
    remembered.set(key, id);
  }
  return id;
}

export interface ProcessKey { name: string | undefined; location: string | undefined; unit: string | undefined; infrastructure: boolean | undefined; terminated: boolean }

/** Identifier of a process: name, place, unit, infrastructure flag, and whether the system is terminated; `number` where several share all that. */
export function processIdOf({ name, location, unit, infrastructure, terminated }: ProcessKey, number?: string): string {
  return made('process', [name, location, unit, infrastructure === true ? 'infrastructure' : '', terminated ? 'terminated' : '', ...(number === undefined ? [] : [number])]);
}

/** Identifier of a product: the same wherever it is made. Its category only orders. */
export const productIdOf = (name: string | undefined, unit: string | undefined, infrastructure: boolean | undefined): string =>
  madeOnce('product', [name, unit, infrastructure === true ? 'infrastructure' : '']);

/** Identifier of an elementary flow: name, unit, category and subcategory. */
export const elementaryIdOf = (name: string | undefined, unit: string | undefined, category: string | undefined, subCategory: string | undefined): string =>
  madeOnce('elementary', [name, unit, category, subCategory]);

export const impactIdOf = (parts: readonly (string | undefined)[]): string => made('impact', parts);
export const methodIdOf = (category: string): string => made('method', [category]);

/** Persons and sources are the same where everything that is stated of them is the same; their numbers count in one dataset only. */
export const partyIdOf = (kind: 'person' | 'source', facts: object): string =>
  uuidV5(`ecospold1/${kind}/${JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)))}`);
