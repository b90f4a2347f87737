// Words of other formats where ILCD has closed lists (ILCD_Common_EnumerationValues.xsd): what is in no list cannot stand there, and is told.
import { loadFormatTables } from '../../mapping/load-tables.ts';
import { once } from '../../mapping/tables/table.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { Compliance, Review } from '../../model/documentation.ts';
import type { Process } from '../../model/process.ts';

const lists = once(() => loadFormatTables('ilcd').codes);
const isTerm = (list: string, value: string | undefined): boolean => value !== undefined && lists().get(list)?.has(value) === true;

/** Tells a word that was not written, and what stands in its place. */
function tell(field: string, value: string, context: WriteContext, used = 'none'): void {
  context.issue('value-approximated', { field, value, used });
}

/** The word where it is a term; else nothing. */
function termOr<T extends string | undefined>(list: string, field: string, value: string | undefined, context: WriteContext, otherwise: T): string | T {
  if (value === undefined || isTerm(list, value)) return value as T;
  tell(field, value, context, otherwise);
  return otherwise;
}

function reviewIn({ type, scopes, dataQuality, ...rest }: Review, context: WriteContext): Review {
  const known = termOr('review-types', 'review type', type, context, undefined);
  const kept = scopes?.filter(({ name }) => isTerm('review-scopes', name) || tell('scope of review', name, context)).map((scope) => ({ ...scope, methods: scope.methods.filter((method) => isTerm('review-methods', method) || tell('method of review', method, context)) }))
    // A scope without a method cannot stand there.
    .filter(({ methods }) => methods.length > 0);
  const quality = dataQuality?.filter(({ name, value }) => (isTerm('data-quality-indicators', name) && isTerm('data-quality-levels', value)) || tell('data quality of review', `${name}: ${value}`, context));
  return { ...rest, ...(known === undefined ? {} : { type: known }), ...(kept === undefined || kept.length === 0 ? {} : { scopes: kept }), ...(quality === undefined || quality.length === 0 ? {} : { dataQuality: quality }) };
}

const aspects = ['overall', 'nomenclature', 'method', 'review', 'documentation', 'quality'] as const;

function complianceIn(stated: Compliance, context: WriteContext): Compliance {
  const done: Compliance = { ...stated };
  for (const aspect of aspects) {
    const used = termOr('compliance', `${aspect} compliance`, stated[aspect], context, 'Not defined');
    if (used !== undefined) done[aspect] = used;
  }
  return done;
}

/** The documentation of a process in the words of ILCD. */
export function withTerms(process: Process, context: WriteContext): Process {
  const { methodPrinciple, methodApproaches, reviews, compliances, completenessStatements } = process;
  const principle = termOr('method-principles', 'LCIMethodPrinciple', methodPrinciple, context, 'Other');
  const approaches = methodApproaches?.filter((approach) => isTerm('method-approaches', approach) || tell('LCIMethodApproaches', approach, context));
  const statements = completenessStatements?.filter(({ type, value }) => (isTerm('completeness-types', type) && isTerm('completeness', value)) || tell('completeness of flows', `${type}: ${value}`, context));
  return {
    ...process,
    ...(principle === undefined ? {} : { methodPrinciple: principle }), ...(approaches === undefined ? {} : { methodApproaches: approaches }),
    ...(reviews === undefined ? {} : { reviews: reviews.map((each) => reviewIn(each, context)) }), ...(compliances === undefined ? {} : { compliances: compliances.map((each) => complianceIn(each, context)) }),
    ...(statements === undefined ? {} : { completenessStatements: statements }),
  };
}
