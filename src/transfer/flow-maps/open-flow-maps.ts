// Flow maps by what people call them: a mapping file, or one of the hub's own as `own:<name>`; and the lists that can be mapped to.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemReason, TanluError } from '../../errors.ts';
import { checkFlowMap } from '../../mapping/flow-maps/check-map.ts';
import type { FlowMap } from '../../mapping/flow-maps/flow-map.ts';
import { readMapFile, type MapFileFormat } from '../../mapping/flow-maps/map-file.ts';
import { indexFlowMap } from '../../mapping/flow-maps/map-index.ts';
import { findOwnMap, loadOwnMap, ownFlowList, ownLists, ownMaps } from '../../mapping/flow-maps/own-maps.ts';
import type { GasSystem } from '../../mapping/tables/gases.ts';
import type { Issue } from '../../model/issue.ts';
import type { FlowMappingOptions } from '../convert/flow-mapping.ts';

export interface OpenedMap { value: FlowMap; format: MapFileFormat; issues: Issue[] }

/** Names of the lists that can be mapped to. */
export const flowLists = Object.keys(ownLists) as GasSystem[];

/** @throws TanluError FLOW_MAP_UNKNOWN if the hub has no such map */
function openOwnMap(name: string): OpenedMap {
  const own = findOwnMap(name);
  if (own === undefined) throw new TanluError('FLOW_MAP_UNKNOWN', `There is no own map "${name.slice(0, 80)}". Own maps: ${ownMaps.map((map) => map.name).join(', ')}.`, { kind: 'usage' });
  return { value: loadOwnMap(own), format: 'glad', issues: [] };
}

/**
 * Opens a mapping file, or an own map as `own:<name>`; without the prefix as well, where no file is called so.
 * @throws TanluError FLOW_MAP_UNKNOWN, FILE_NOT_READABLE, FLOW_MAP_UNREADABLE
 */
export async function openFlowMap(input: string): Promise<OpenedMap> {
  if (input.startsWith('own:')) return openOwnMap(input.slice(4));
  let bytes: Uint8Array;
  try {
    bytes = await readFile(input);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && findOwnMap(input) !== undefined) return openOwnMap(input);
    throw new TanluError('FILE_NOT_READABLE', `${input} cannot be read: ${systemReason(error)}. Own maps of the hub are ${ownMaps.map((map) => `own:${map.name}`).join(', ')}.`, { kind: 'usage', cause: error });
  }
  return readMapFile(bytes, basename(input));
}

/** The list that a word names. @throws TanluError FLOW_LIST_UNKNOWN */
export function openFlowList(name: string): GasSystem {
  const found = flowLists.find((list) => list === name);
  if (found === undefined) throw new TanluError('FLOW_LIST_UNKNOWN', `"${name.slice(0, 80)}" is no flow list. There are: ${flowLists.join(', ')}.`, { kind: 'usage' });
  return found;
}

export interface FlowMapWords {
  /** In the order in which they count. */
  maps?: readonly string[] | undefined;
  list?: string | undefined;
}

/** All that a conversion maps flows by; undefined where nothing was asked for. What is wrong with a file is told in the report of the conversion. @throws as openFlowMap and openFlowList */
export async function openFlowMaps({ maps = [], list }: FlowMapWords): Promise<FlowMappingOptions | undefined> {
  if (maps.length === 0 && list === undefined) return undefined;
  const target = list === undefined ? undefined : ownFlowList(openFlowList(list));
  const opened = [];
  const issues: Issue[] = [];
  for (const name of maps) {
    const { value, issues: found } = await openFlowMap(name);
    opened.push({ name, index: indexFlowMap(value) });
    if (name !== `own:${value.name}` && name !== value.name) issues.push(...found, ...checkFlowMap(value, basename(name)));
  }
  return { maps: opened, ...(target === undefined ? {} : { target }), issues };
}

/** The same of own maps alone, for those who ask from outside: files of this machine are not theirs to name. @throws as openFlowMaps */
export async function openOwnMaps(words: FlowMapWords): Promise<FlowMappingOptions | undefined> {
  return openFlowMaps({ ...words, maps: (words.maps ?? []).map((name) => (name.startsWith('own:') ? name : `own:${name}`)) });
}
