// Reads a GraphQL selection: the fields wanted of a type, with fragments and directives applied, aliases of one field together.
import { getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, Kind, print, type FieldNode, type FragmentDefinitionNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

export interface Selecting {
  fragments: Record<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
  schema: GraphQLResolveInfo['schema'];
}

/** Field name → all nodes that select it. `types`: the names the object answers to where the field is of an interface; else any fragment fits. */
export type Selected = Map<string, FieldNode[]>;

export function collect(nodes: readonly FieldNode[], types: ReadonlySet<string> | undefined, selecting: Selecting): Selected {
  const selected: Selected = new Map();
  for (const node of nodes) if (node.selectionSet) walk(node.selectionSet, types, selecting, selected);
  return selected;
}

function walk(set: SelectionSetNode, types: ReadonlySet<string> | undefined, selecting: Selecting, selected: Selected): void {
  for (const selection of set.selections) {
    if (selection.directives?.length && !wanted(selection, selecting.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      const known = selected.get(selection.name.value);
      if (known) known.push(selection);
      else selected.set(selection.name.value, [selection]);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? selecting.fragments[selection.name.value] : selection;
    const condition = fragment?.typeCondition?.name.value;
    if (fragment && (condition === undefined || types === undefined || types.has(condition))) walk(fragment.selectionSet, types, selecting, selected);
  }
}

function wanted(node: Parameters<typeof getDirectiveValues>[1], variables: Record<string, unknown>): boolean {
  return getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true && getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
}

const slots = new WeakMap<FieldNode, string>();

/**
 * Property under which a nested list is attached to its parent: the field with its arguments. Aliases of the same list share
 * it, and a fragment used in two places finds it in both, so that no response path need be known.
 */
export function slotOf(node: FieldNode): string {
  let slot = slots.get(node);
  if (slot === undefined) {
    slot = `${node.name.value}(${(node.arguments ?? []).map((argument) => print(argument)).join()})`;
    slots.set(node, slot);
  }
  return slot;
}
