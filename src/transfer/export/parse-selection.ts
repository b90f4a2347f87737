// Reads the words of a selection, as the command line and GET /export have them.
import { TanluError } from '../../errors.ts';
import { datasetNouns, type DatasetNoun } from '../../model/noun.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Selection } from './choose.ts';

export interface SelectionWords {
  noun?: string | undefined;
  /** Separated by commas. */
  ids?: string | undefined;
  search?: string | undefined;
  /** SCHEME:CODE. */
  classification?: string | undefined;
  geography?: string | undefined;
}

/** Most identifiers of one selection. */
export const mostIds = 1000;

const wrong = (field: string, message: string): TanluError => new TanluError('EXPORT_FILTER', message, { kind: 'usage', params: { field } });

/** The selection; processes where no noun is named. @throws TanluError EXPORT_FILTER (usage) */
export function parseSelection(words: SelectionWords): Selection {
  const { noun = 'process', search, geography } = words;
  if (!datasetNouns.includes(noun as DatasetNoun)) throw wrong('noun', `"${noun}" is no noun of the hub. Take one of: ${datasetNouns.join(', ')}.`);
  for (const [field, value] of Object.entries({ search, geography })) if (value !== undefined && value.trim() === '') throw wrong(field, `${field} is empty. Give a value, or leave it out.`);
  return { noun: noun as DatasetNoun, ids: idsOf(words.ids), search, classification: classOf(words.classification), geography };
}

function idsOf(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  const ids = text.split(',').map((id) => id.trim().toLowerCase()).filter((id) => id !== '');
  const bad = ids.find((id) => !uuidPattern.test(id));
  if (bad !== undefined || ids.length === 0) throw wrong('ids', ids.length === 0 ? 'ids is empty. Give UUIDs separated by commas, or leave it out.' : `"${bad!.slice(0, 80)}" is not an identifier; identifiers are UUIDs, separated by commas.`);
  if (ids.length > mostIds) throw wrong('ids', `ids has ${ids.length} identifiers; at most ${mostIds} are answered. Ask in several requests.`);
  return ids;
}

function classOf(text: string | undefined): Selection['classification'] {
  if (text === undefined) return undefined;
  const [, scheme, code] = /^([^:]+):(.+)$/.exec(text.trim()) ?? [];
  if (scheme === undefined || code === undefined) throw wrong('classification', `"${text.slice(0, 80)}" is no class. Give scheme and code with a colon between: HS:4001, ISIC:0126.`);
  return { scheme: scheme.trim(), code: code.trim() };
}
