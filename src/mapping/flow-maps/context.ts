// The hub's compartment of a context path, whichever list it comes from.
import { compartmentIn, compartmentSystems, resolveCompartment, type CompartmentSystem, type ResolvedCompartment } from '../tables/compartments.ts';

/** The nomenclature that the name of a flow list tells: "ecoinvent 3.9", "ILCD-EF 3.1", "FEDEFLv1.3", "openLCA2". */
export function systemOfList(list: string | undefined): CompartmentSystem | undefined {
  const name = (list ?? '').toLowerCase();
  if (/ecoinvent|^ei\s?\d/.test(name)) return 'ecoinvent';
  if (/ilcd|tiangong|(^|[^a-z])ef[\s-]?v?[23]/.test(name)) return 'ilcd';
  if (/fedefl|fedelem|federal|lca commons|^fed/.test(name)) return 'fedefl';
  return name.includes('openlca') ? 'openlca' : undefined;
}

/** Paths of the list's own nomenclature first, then of any other. */
export function resolveContext(path: readonly string[] | undefined, system?: string): ResolvedCompartment | undefined {
  if (path === undefined || path.length === 0) return undefined;
  const own = compartmentSystems.find((candidate) => candidate === system);
  for (const candidate of own === undefined ? compartmentSystems : [own, ...compartmentSystems]) {
    const found = resolveCompartment(candidate, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How a list writes a compartment of the hub, from the top down. */
export const contextIn = (system: CompartmentSystem, code: string): string[] | undefined => compartmentIn(system, code)?.path;
