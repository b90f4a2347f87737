// Impact categories of other formats in ILCD: the words of its list, and the blocks that an LCIA method dataset must have (ilcd.md §1.11 and §4.2).
import { addExtensions } from '../../mapping/beside.ts';
import type { CodeLists } from '../../mapping/load-tables.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { Uncertainty } from '../../model/documentation.ts';
import type { ImpactCategory } from '../../model/impact.ts';
import type { LocalizedText } from '../../model/value.ts';
import { completePercent } from './percent.ts';

/** The list has a word for what it has no word for. */
const otherCategory = 'other';

const plain = (word: string): string => word.trim().toLowerCase().replaceAll(/[\s_-]+/g, ' ');

/** Elements that the schema demands even where they hold nothing. */
const emptyBlocks = ['LCIAMethodInformation/geography', 'modellingAndValidation', 'administrativeInformation/dataEntryBy'];

export function completeImpact(category: ImpactCategory, codes: CodeLists, context: WriteContext): ImpactCategory {
  const { categories, administration = {}, factors, reviews } = category;
  const done: ImpactCategory = { ...category, ...completePercent(category, 'coveragePercent', context) };
  if (categories !== undefined) Object.assign(done, withKnownWords(category, categories, codes, context));
  if (administration.generators === undefined || administration.generators.length === 0) {
    context.issue('field-defaulted', { field: 'dataGenerator', used: 'not stated' });
    done.administration = { ...administration, generators: [{ type: 'contact', name: { en: 'Not stated' } }] };
  }
  if (factors !== undefined) done.factors = factors.map((factor) => (factor.uncertainty === undefined ? factor : { ...factor, ...completeUncertainty(factor.uncertainty, factor) }));
  // The kind of a review is demanded here.
  if (reviews !== undefined) done.reviews = reviews.map((review) => ({ type: 'Not reviewed', ...review }));
  addExtensions(done, 'ilcd', emptyBlocks.map((path) => [path, '']));
  return done;
}

/** Words of the list; other words stay as text, in the comment. */
function withKnownWords({ description }: ImpactCategory, stated: readonly string[], codes: CodeLists, context: WriteContext): Partial<ImpactCategory> {
  const known = new Map([...(codes.get('impact-categories')?.keys() ?? [])].map((word) => [plain(word), word]));
  const others = codes.get('impact-category-words') ?? new Map<string, string>();
  const unknown: string[] = [];
  const words = stated.map((word) => {
    const found = known.get(plain(word)) ?? others.get(plain(word));
    if (found === undefined) unknown.push(word);
    if (found !== word) context.issue('value-approximated', { field: 'impactCategory', value: word, used: found ?? otherCategory });
    return found ?? otherCategory;
  });
  const categories = [...new Set(words)];
  if (unknown.length === 0) return { categories };
  const remark = `Impact category: ${unknown.join('; ')}`;
  const texts: LocalizedText = { ...description };
  const language = texts['en'] === undefined ? Object.keys(texts)[0] ?? 'en' : 'en';
  texts[language] = texts[language] === undefined ? remark : `${texts[language]}\n\n${remark}`;
  return { categories, description: texts };
}

/** As of exchanges: what has no field of its own is left out. */
function completeUncertainty(stated: Uncertainty, { minimum, maximum }: { minimum?: string | undefined; maximum?: string | undefined }): Pick<NonNullable<ImpactCategory['factors']>[number], 'uncertainty' | 'minimum' | 'maximum'> {
  const { distribution, relativeStandardDeviation95, sigma } = stated;
  const [low, high] = [minimum ?? stated.minimum, maximum ?? stated.maximum];
  const bounds = { ...(low === undefined ? {} : { minimum: low }), ...(high === undefined ? {} : { maximum: high }) };
  if (relativeStandardDeviation95 !== undefined) return { uncertainty: stated, ...bounds };
  const deviation = sigma === undefined ? Infinity : distribution === 'LOGNORMAL' ? Math.exp(2 * Number(sigma)) : 2 * Number(sigma);
  if ((distribution === 'LOGNORMAL' || distribution === 'NORMAL') && deviation < 100) return { uncertainty: { distribution, relativeStandardDeviation95: String(Number(deviation.toFixed(3))) }, ...bounds };
  return { uncertainty: { distribution: distribution === 'TRIANGULAR' || distribution === 'UNIFORM' ? distribution : 'UNDEFINED' }, ...bounds };
}
