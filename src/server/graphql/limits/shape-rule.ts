// Limits on the written form of a document: depth, aliases, directives, fragments. A validation rule, so found once per document.
import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode, type ValidationRule } from 'graphql';
import { fixedLimits, limitError } from './limit.ts';

/** The rule that refuses documents nested deeper than `maxDepth` or with too many aliases, directives or fragments. */
export function shapeRule(maxDepth: number): ValidationRule {
  return (context) => ({
    Document(document) {
      const count = countsOf(document);
      const refuse = (...of: Parameters<typeof limitError>): void => { context.reportError(limitError(...of)); };
      if (count.aliases > fixedLimits.aliases) refuse('aliases', fixedLimits.aliases, count.aliases, 'Ask for many records with one filtered list instead of many aliased fields, or send several requests.');
      if (count.directives > fixedLimits.directives) refuse('directives', fixedLimits.directives, count.directives, 'Leave out directives, or send several requests.');
      if (count.fragments > fixedLimits.fragments) {
        refuse('fragments', fixedLimits.fragments, count.fragments, 'Merge fragments, or send several requests.');
        return;
      }
      const depth = depthOf(document);
      if (depth.data > maxDepth) refuse('depth', maxDepth, depth.data, 'Select fewer nested levels, or start a second request from the inner record.');
      if (depth.introspection > fixedLimits.introspectionDepth) refuse('introspection', fixedLimits.introspectionDepth, depth.introspection, 'Use the standard introspection query, or read /schema.graphql.');
    },
  });
}

function countsOf(document: DocumentNode): { aliases: number; directives: number; fragments: number } {
  const count = { aliases: 0, directives: 0, fragments: 0 };
  visit(document, {
    Field(node) { if (node.alias) count.aliases++; },
    Directive() { count.directives++; },
    FragmentDefinition() { count.fragments++; },
  });
  return count;
}

/** Nested fields on the longest way down. What lies under __schema or __type has its own allowance. */
export function depthOf(document: DocumentNode): { data: number; introspection: number } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, number>();
  let introspection = 0;
  const below = (set: SelectionSetNode | undefined): number => {
    let deepest = 0;
    for (const selection of set?.selections ?? []) deepest = Math.max(deepest, one(selection));
    return deepest;
  };
  const one = (selection: SelectionSetNode['selections'][number]): number => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return below(selection.selectionSet);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const name = selection.name.value;
      if (!known.has(name)) {
        // A fragment that contains itself is refused by another rule; here it must only come to an end.
        known.set(name, 0);
        known.set(name, below(fragments.get(name)?.selectionSet));
      }
      return known.get(name)!;
    }
    const depth = 1 + below(selection.selectionSet);
    if (selection.name.value !== '__schema' && selection.name.value !== '__type') return depth;
    introspection = Math.max(introspection, depth);
    return 1;
  };
  let data = 0;
  for (const definition of document.definitions) if (definition.kind === Kind.OPERATION_DEFINITION) data = Math.max(data, below(definition.selectionSet));
  return { data, introspection };
}
