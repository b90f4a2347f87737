// Carbon origin of a flow of the greenhouse-gas table, in the words of the model.
import type { Flow } from '../model/flow.ts';
import { carbonInitial, originOfName } from './flow-maps/flow-origin.ts';
import { gasOfFlow, type CarbonOrigin } from './tables/gases.ts';

const words: Partial<Record<CarbonOrigin, Flow['carbonOrigin']>> = {
  fossil: 'FOSSIL', biogenic: 'BIOGENIC', land_use_change: 'LAND_USE_CHANGE', unspecified: 'UNSPECIFIED',
};

/**
 * Where the carbon of an elementary flow comes from; undefined where its gas has no carbon, or is none. By its identifier in the gas table, else by
 * the words that ecoinvent, ILCD and SimaPro have for origins. Uptake from the air into biomass is UPTAKE. Uptake that the list itself books as
 * fossil or as land use change keeps that origin, because the two are accounted apart from biogenic carbon.
 */
export function carbonOriginOf(flowId: string, name?: string): Flow['carbonOrigin'] {
  const gas = gasOfFlow(flowId) ?? (name === undefined || !carbonInitial.test(name) ? undefined : originOfName(name).stated);
  if (gas === undefined) return undefined;
  if (gas.movement === 'uptake' && (gas.origin === 'biogenic' || gas.origin === 'unspecified')) return 'UPTAKE';
  return words[gas.origin];
}
