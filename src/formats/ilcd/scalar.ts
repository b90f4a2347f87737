// Scalar transforms of ILCD: terms kept as stated, places, and the provider that openLCA adds to exchanges.
import { readLocation, writeLocation } from './location.ts';
import type { CodeLists } from '../../mapping/load-tables.ts';
import type { ScalarTransform } from '../../mapping/transform.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Place, Reference } from '../../model/value.ts';
import { timestamp } from '../timestamp.ts';

/** `stated: list` — a term that the model keeps in the words of the format; other words are kept as well, and told. */
export function statedTerm(lists: CodeLists): ScalarTransform<string> {
  return {
    name: 'stated', about: 'Term of the named list, kept as stated; a term outside the list is told.',
    read(text, context, list = '') {
      const term = text.trim();
      if (term === '') return undefined;
      if (!lists.get(list)?.has(term)) context.issue('code-unknown', { value: term, list });
      return term;
    },
    write(value, context, list = '') {
      if (context.foreign !== true || lists.get(list)?.has(value) === true) return value;
      context.issue('term-unwritable', { value, list });
      return undefined;
    },
  };
}

const place: ScalarTransform<Place> = {
  name: 'place', about: 'Place by its ILCD code; empty text is no place.',
  read: (text, context) => (text.trim() === '' ? undefined : readLocation(text, context)),
  write: (value, context) => writeLocation(value, context),
};

const provider: ScalarTransform<Reference> = {
  name: 'provider', about: 'UUID of the process that supplies an input (extension of openLCA).',
  read(text) {
    const id = text.trim().toLowerCase();
    return uuidPattern.test(id) ? { type: 'process', id } : undefined;
  },
  write: (value) => value.id,
};

export const ilcdScalars = (lists: CodeLists) => [statedTerm(lists), timestamp, place, provider] as const;
