// Reviews of other formats in ILCD: scopes, methods and findings on data quality are nothing without a term of its lists (ILCD_Common_EnumerationValues.xsd).
import type { CodeLists } from '../../mapping/load-tables.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { Review } from '../../model/documentation.ts';

/** The review with those parts that ILCD has terms for; each other one is told. Unknown kinds of reviews are told where they are written. */
export function completeReview({ scopes, dataQuality, ...rest }: Review, codes: CodeLists, context: WriteContext): Review {
  const isTerm = (list: string, value: string): boolean => {
    const known = codes.get(list)?.has(value) === true;
    if (!known) context.issue('term-unwritable', { value, list });
    return known;
  };
  const kept = scopes?.filter(({ name }) => isTerm('review-scopes', name)).map((scope) => ({ ...scope, methods: scope.methods.filter((method) => isTerm('review-methods', method)) })).filter(({ methods }) => methods.length > 0);
  const found = dataQuality?.filter(({ name, value }) => isTerm('data-quality-indicators', name) && isTerm('data-quality-levels', value));
  return { ...rest, ...(kept === undefined || kept.length === 0 ? {} : { scopes: kept }), ...(found === undefined || found.length === 0 ? {} : { dataQuality: found }) };
}
