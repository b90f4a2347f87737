// Identity in EcoSpold 2: what a process, a supplier and a flow are called in the hub, and how links between them are judged (ecospold.md §2.4, §2.5, E14–E17).
import { uuidV5 } from '../../model/identity.ts';

const rememberedPairs = 50_000;
const remembered = new Map<string, string>();

/**
 * Identifier of the process that an activity and its reference product make. An activity id alone is not unique in linked releases,
 * where one activity stands in a file per product, so the pair counts always; without a product, the activity alone.
 */
export function processIdOf(activityId: string, productId: string | undefined): string {
  const pair = `${activityId}/${productId ?? ''}`;
  let id = remembered.get(pair);
  if (id === undefined) {
    id = uuidV5(pair);
    if (remembered.size >= rememberedPairs) remembered.clear();
    remembered.set(pair, id);
  }
  return id;
}

/** Identifier for a flow whose own is empty: the same name, unit and compartment give the same flow. */
export function flowIdOf(kind: string, name: string, unit: string, compartment: string): string {
  return uuidV5(`ecospold2/${kind}/${name}/${unit}/${compartment}`.toLowerCase());
}

/** The system model of datasets that are not linked. */
export const UNDEFINED_SYSTEM_MODEL = '8b738ea0-f89e-4627-8679-433616064e82';

/** Whether the datasets of a system model name a supplier for every product input. */
export function isLinkedModel(model: { systemModelId?: string | undefined; systemModel?: string | undefined }): boolean {
  if (model.systemModelId === undefined && model.systemModel === undefined) return false;
  return model.systemModelId?.toLowerCase() !== UNDEFINED_SYSTEM_MODEL && model.systemModel?.toLowerCase() !== 'undefined';
}

/**
 * by-design: no supplier named, in a system model that names none; unlinked: none named where one is expected; ghost: the supplier is not
 * known; wrong-product: the supplier is known, but makes something else.
 */
export type LinkState = 'linked' | 'by-design' | 'unlinked' | 'ghost' | 'wrong-product';

/** Judges a product input. `products` gives the products of a known activity, undefined for one that is not known. */
export function linkState(
  linked: boolean, exchange: { activityLinkId?: string | undefined; flow: { id?: string | undefined } }, products: (activityId: string) => ReadonlySet<string> | undefined,
): LinkState {
  const { activityLinkId, flow } = exchange;
  if (activityLinkId === undefined) return linked ? 'unlinked' : 'by-design';
  const made = products(activityLinkId);
  if (made === undefined) return 'ghost';
  return flow.id !== undefined && made.has(flow.id) ? 'linked' : 'wrong-product';
}
