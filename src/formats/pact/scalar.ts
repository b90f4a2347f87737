// Scalar transforms of PACT on top of the shared ones: figures with their signs, identifiers, URNs, units, reports of the IPCC (v3 §Data types).
import type { ScalarTransform } from '../../mapping/transform.ts';
import { findUnit } from '../../mapping/tables/units.ts';
import { uuidPattern } from '../../model/scalar.ts';
import { compare, plainDecimal } from './decimal.ts';
import { moment } from './moment.ts';

/** What a figure may be, in the words of the data model. */
const ranges: Readonly<Record<string, { holds: (value: string) => boolean; rule: string }>> = {
  any: { holds: () => true, rule: '' },
  positive: { holds: (value) => compare(value, '0') > 0, rule: 'greater than zero' },
  'non-negative': { holds: (value) => compare(value, '0') >= 0, rule: 'zero or greater' },
  'non-positive': { holds: (value) => compare(value, '0') <= 0, rule: 'zero or smaller' },
  percent: { holds: (value) => compare(value, '0') >= 0 && compare(value, '100') <= 0, rule: 'between 0 and 100' },
  'one-to-three': { holds: (value) => compare(value, '1') >= 0 && compare(value, '3') <= 0, rule: 'between 1 and 3' },
  'one-to-five': { holds: (value) => compare(value, '1') >= 0 && compare(value, '5') <= 0, rule: 'between 1 and 5' },
};

/** Whether a figure may stand where the named range is asked for. */
export const isWithinRange = (value: string, range: string): boolean => ranges[range]!.holds(value);
export const ruleOf = (range: string): string => ranges[range]!.rule;

const decimalTransform = (name: string, about: string): ScalarTransform<string> => ({
  name, about,
  read(text, context, range = 'any') {
    const value = plainDecimal(text);
    if (value === undefined) {
      if (text.trim() !== '') context.issue('number-invalid', { value: text.trim() });
      return undefined;
    }
    if (isWithinRange(value, range)) return value;
    context.issue('pact-out-of-range', { value, rule: ruleOf(range) });
    return undefined;
  },
  write: (value) => value,
});

const figure = decimalTransform('figure', 'Exact decimal, a text in the document; exponents are resolved. What is no decimal or has the wrong sign is told and not taken.');
const number = decimalTransform('number', 'Exact decimal, a number in the document; its digits stay.');

/** A UUID in lower case, also of "urn:uuid:…"; undefined where it is none. */
export function parseId(text: string): string | undefined {
  const clean = text.trim().toLowerCase().replace(/^urn:uuid:/, '');
  return uuidPattern.test(clean) ? clean : undefined;
}

const footprintId: ScalarTransform<string> = {
  name: 'footprint-id', about: 'UUID, in lower case; "urn:uuid:" in front is read.',
  read(text, context) {
    const id = parseId(text);
    if (id === undefined) context.issue('pact-id-invalid', { value: text });
    return id;
  },
  write: (value) => value,
};

const urn: ScalarTransform<string> = {
  name: 'urn', about: 'URN as stated. One that is none is told, and kept as stated.',
  read(text, context) {
    const stated = text.trim();
    if (stated === '') return undefined;
    if (!/^urn:/i.test(stated)) context.issue('pact-urn-invalid', { value: stated });
    return stated;
  },
  write: (value) => value,
};

const unit: ScalarTransform<string> = {
  name: 'unit', about: 'Declared unit, by the unit table.',
  read(text, context) {
    const stated = text.trim();
    if (stated === '') return undefined;
    const found = findUnit(stated.toLowerCase(), { system: 'pact' });
    if (found === undefined) context.issue('unit-unknown', { unit: stated });
    return found?.symbol ?? stated;
  },
  write: (value) => findUnit(value)?.pactName ?? value,
};

const report: ScalarTransform<string> = {
  name: 'ipcc-report', about: 'Assessment report of the IPCC: AR and its number.',
  read(text, context) {
    const stated = text.trim().toUpperCase();
    if (/^AR\d+$/.test(stated)) return stated;
    if (stated !== '') context.issue('code-unknown', { value: text.trim(), list: 'IPCC reports' });
    return undefined;
  },
  write: (value) => value,
};

const whole: ScalarTransform<string> = {
  name: 'whole', about: 'Whole number of the document from 0 to 2147483647, kept as text.',
  read(text, context) {
    const stated = text.trim();
    if (/^\d{1,10}$/.test(stated) && Number(stated) < 2 ** 31) return String(Number(stated));
    if (stated !== '') context.issue('number-invalid', { value: stated });
    return undefined;
  },
  write: (value) => value,
};

const filled: ScalarTransform<string> = {
  name: 'filled', about: 'Text as it stands; a blank one is absent.',
  read: (text) => (text.trim() === '' ? undefined : text),
  write: (value) => value,
};

/** `open-code: list` — a term of an open list: known spellings become the term of the list, others stay as they are. */
export function openCode(lists: ReadonlyMap<string, ReadonlyMap<string, string>>): ScalarTransform<string> {
  return {
    name: 'open-code', about: 'Term of an open list: known spellings become that of the list, others stay as they are.',
    read: (text, _context, list = '') => (text.trim() === '' ? undefined : lists.get(list)?.get(text.trim()) ?? text.trim()),
    write: (value) => value,
  };
}

export const pactScalars = [figure, number, footprintId, urn, unit, report, whole, filled, moment] as const;
