// Classes of EcoSpold 1: category and subcategory in two languages, as one class of the scheme EcoSpold01Categories (spoldID 495–498, 506–510).
import type { ReadContext } from '../../mapping/transform.ts';
import type { Classification, LocalizedText } from '../../model/value.ts';
import { stateOf } from './state.ts';
import { isBlank } from './text.ts';

export interface StatedCategory { category?: string; subCategory?: string; localCategory?: string; localSubCategory?: string }

const SCHEME = 'EcoSpold01Categories';
const STATISTICAL = 'EcoSpold01StatisticalClassification';

const join = (category: string | undefined, sub: string | undefined): string => [category, sub].filter((part) => part !== undefined).join('/');

/** The class; local names that it cannot give back stay beside the record, at `at`. */
export function categoryOf(stated: StatedCategory, at: string, context: ReadContext): Classification | undefined {
  const { category, subCategory, localCategory, localSubCategory } = withoutBlanks(stated);
  const { language, localLanguage } = stateOf(context).dataset;
  let found: Classification | undefined;
  if (category !== undefined || subCategory !== undefined) {
    const name: LocalizedText = { [language]: join(category, subCategory) };
    if (localLanguage !== language && localCategory !== undefined) name[localLanguage] = join(localCategory, localSubCategory);
    found = { scheme: SCHEME, name, path: [category ?? '', ...(subCategory === undefined ? [] : [subCategory])] };
  }
  keepLocal(statedCategory(found === undefined ? [] : [found]), stated, at, context);
  return found;
}

/** Keeps local names of a category beside the record where writing it would not give them; names that are not there are kept as blank ones. */
export function keepLocal(written: StatedCategory, stated: StatedCategory, at: string, context: ReadContext): void {
  for (const key of ['localCategory', 'localSubCategory'] as const) if ((written[key] ?? '') !== (stated[key] ?? '') || (written[key] === undefined && stated[key] === '')) context.keep(`${at}@${key}`, stated[key] ?? '');
}

/** Category and subcategory, of another format those of the first class that has levels; the local names are those of the second language, where there is one. */
export function statedCategory(classes: readonly Classification[] | undefined): StatedCategory {
  const found = classes?.find((c) => c.scheme === SCHEME) ?? classes?.find((c) => c.path !== undefined);
  if (found === undefined) return {};
  const [main, local] = Object.values(found.name ?? {});
  const path = found.path ?? main?.split('/') ?? [];
  const halves = path.length > 1 ? /^([^/]*)\/(.*)$/s.exec(local ?? '') : null;
  const second = halves === null || isBlank(halves[1]) || isBlank(halves[2]) ? [local] : halves.slice(1);
  return withoutBlanks({ category: path[0], subCategory: path[1], localCategory: second[0], localSubCategory: second[1] });
}

/** The fields that say something. */
export const withoutBlanks = <T extends object>(record: T): T => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== '')) as T;

export const statisticalClass = (code: string | undefined): Classification[] => (code === undefined ? [] : [{ scheme: STATISTICAL, code }]);
export const statedStatistical = (classes: readonly Classification[] | undefined): string | undefined => classes?.find((c) => c.scheme === STATISTICAL)?.code;

