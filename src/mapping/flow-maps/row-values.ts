// What the cells of mapping files mean: identifiers, contexts, match conditions, factors (GLAD flow mapping; the openLCA and randonneur forms share them).
import { Decimal } from 'decimal.js';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { decimalPattern, uuidPattern } from '../../model/scalar.ts';
import { convert, findUnit, type Unit } from '../tables/units.ts';
import { matchConditions, type MatchCondition } from './flow-map.ts';

/** Where a finding stands. */
export interface RowPlace { file?: string; path: string }
export const rowPlace = (file: string | undefined, row: number): RowPlace => ({ ...(file === undefined ? {} : { file }), path: `row ${row}` });

/** A text without blanks around it; undefined where nothing is left. */
export const present = (text: string | undefined): string | undefined => text?.trim() || undefined;

/** An identifier: UUIDs in lower case, others as stated. The texts that lists write for "none" are none. */
export function readId(text: string | undefined): string | undefined {
  const id = text?.trim() ?? '';
  if (id === '' || /^(n\.?\s?a\.?|n\/a|none|-|f{8}-f{4}-f{4}-f{4}-f{12})$/i.test(id)) return undefined;
  const lower = id.toLowerCase();
  return uuidPattern.test(lower) ? lower : id;
}

/** The levels of a context path, from the top down. */
export function readContext(text: string | undefined): string[] | undefined {
  const levels = (text ?? '').split('/').map((level) => level.trim()).filter((level) => level !== '');
  return levels.length > 0 ? levels : undefined;
}

/** `=` where the cell is blank (GLAD flow mapping, MatchCondition); `?` with an issue where it says something else. */
export function readCondition(text: string | undefined, where: RowPlace, issues: Issue[]): MatchCondition {
  const stated = text?.trim() ?? '';
  if (stated === '') return '=';
  const found = matchConditions.find((condition) => condition === stated);
  if (found === undefined || found === '?') issues.push(makeIssue('flow-map-condition-unknown', where, { value: stated }));
  return found ?? '?';
}

/** Above zero and inside a hundred orders of magnitude: what lies beyond is an error of the file, and would fill the memory when written out. */
function isFactor(text: string): boolean {
  if (!decimalPattern.test(text) || text.length > 400) return false;
  const value = new Decimal(text);
  return value.gt(0) && value.isFinite() && Math.abs(value.e) <= 100;
}

/**
 * The factor as exact text; null for N/A and, with an issue, for what is no number above zero. A blank cell is 1 (GLAD flow mapping,
 * ConversionFactor); between different units it is the factor of the units, or null where they have none.
 */
export function readFactor(text: string | undefined, units: { from?: string; to?: string; system?: string }, where: RowPlace, issues: Issue[]): string | null {
  const stated = text?.trim() ?? '';
  if (/^(n\.?\s?a\.?|#?n\/a)$/i.test(stated)) return null;
  if (stated !== '') {
    if (isFactor(stated)) return stated;
    issues.push(makeIssue('flow-map-factor-invalid', where, { value: stated }));
    return null;
  }
  const { from, to } = units;
  if (from === undefined || to === undefined || from === to) return '1';
  const expected = unitFactor(findUnit(from), findUnit(to));
  if (expected === '1') return expected;
  issues.push(makeIssue('flow-map-factor-blank', where, { from, to, used: expected === undefined ? 'the row is kept, but never applied' : `that of the units was taken (${expected})` }));
  return expected ?? null;
}

/** What one of the first unit is in the second; undefined where they do not convert. */
export function unitFactor(from: Unit | undefined, to: Unit | undefined): string | undefined {
  if (from === undefined || to === undefined || from.quantity !== to.quantity) return undefined;
  if (from.symbol === to.symbol) return '1';
  return from.factor === undefined || to.factor === undefined ? undefined : convert('1', from, to);
}

/** The object without the keys that are undefined, or undefined where nothing is left. */
export function compact<T extends object>(object: T): T | undefined {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) as T : undefined;
}
