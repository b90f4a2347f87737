// Scalar transforms of ILCD: terms kept as stated, timestamps, places, and the provider that openLCA adds to exchanges.
import { readLocation, writeLocation } from './location.ts';
import type { CodeLists } from '../../mapping/load-tables.ts';
import type { ScalarTransform } from '../../mapping/transform.ts';
import { uuidPattern } from '../../model/scalar.ts';
import { versionKey } from '../../model/version.ts';
import type { Place, Reference } from '../../model/value.ts';

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

const dayTime = /^-?\d{4,}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

export const timestamp: ScalarTransform<string> = {
  name: 'timestamp', about: 'Point in time, kept as stated; without a zone it is compared as UTC.',
  read(text, context) {
    const stated = text.trim();
    if (stated === '') return undefined;
    const found = dayTime.exec(stated);
    if (found === null) context.issue('date-invalid', { value: stated });
    else if (found[3] === undefined) context.issue('date-zone-assumed', { value: stated });
    return stated;
  },
  write: (value) => value,
};

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

/** Two digits, two digits, three digits; a fourth part of the version has no place. */
export function ilcdVersion(version: string | undefined): string {
  const [major = 0, minor = 0, update = 0] = versionKey(version);
  return [String(major % 100).padStart(2, '0'), String(minor % 100).padStart(2, '0'), String(update % 1000).padStart(3, '0')].join('.');
}
