// Periods of EcoSpold 1: a start and an end, each as year, month or day (spoldID 601, 602). A bare start means its first day, a bare end its last.
import { readDay } from '../../mapping/scalar-transforms.ts';
import type { ReadContext, ScalarTransform } from '../../mapping/transform.ts';
import type { Extensions, Period } from '../../model/value.ts';
import { stateOf } from './state.ts';

const lastDay = (year: number, month: number): string => String(new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()).padStart(2, '0');

const monthEdge = (name: string, edge: 'start' | 'end'): ScalarTransform<string> => ({
  name, about: `Month; stands for its ${edge === 'start' ? 'first' : 'last'} day.`,
  read(text, context) {
    const found = /^\s*(\d{4})-(0[1-9]|1[0-2])(Z|[+-]\d{2}:\d{2})?\s*$/.exec(text);
    if (found === null) {
      if (text.trim() !== '') context.issue('date-invalid', { value: text.trim() });
      return undefined;
    }
    return `${found[1]!}-${found[2]!}-${edge === 'start' ? '01' : lastDay(Number(found[1]), Number(found[2]))}`;
  },
  write: (value) => value.slice(0, 7),
});

/** `dated: start` — the calendar day of a date; the zone that it may have is kept beside (readDay), and with it the form. */
const dated: ScalarTransform<string> = {
  name: 'dated', about: 'Calendar day; a zone is kept beside, with an issue.',
  read(text, context, edge = '') {
    const found = readDay(text, context);
    if (found !== undefined && found !== text.trim() && !text.includes('T')) stateOf(context).dataset.zoned.add(edge);
    return found;
  },
  write: (value) => value,
};

export const periodScalars = [monthEdge('month-start', 'start'), monthEdge('month-end', 'end'), dated] as const;

export interface StatedEdge { year?: string; month?: string; date?: string }
export interface StatedPeriod { start?: StatedEdge; end?: StatedEdge }

const suffixes = { year: 'Year', month: 'YearMonth', date: 'Date' } as const;
type Form = keyof typeof suffixes;

/** Whole years are written as years, everything else as days; a form that is not that stays beside. */
function formOf(value: string, edge: 'start' | 'end'): Form {
  return value.endsWith(edge === 'start' ? '-01-01' : '-12-31') ? 'year' : 'date';
}

const textOf = (value: string, form: Form): string => value.slice(0, form === 'year' ? 4 : form === 'month' ? 7 : 10);

/** The period; `at` is the path of timePeriod, `prefix` that of its elements. Of several forms of one edge the most exact counts. */
export function readPeriod(stated: StatedPeriod, at: string, prefix: string, context: ReadContext): Period | undefined {
  const period: Period = {};
  for (const edge of ['start', 'end'] as const) {
    const forms = (['date', 'month', 'year'] as const).filter((form) => stated[edge]?.[form] !== undefined);
    const [form] = forms;
    if (form === undefined) continue;
    const value = stated[edge]![form]!;
    period[edge] = value;
    if (forms.length > 1) context.issue('field-repeated', {}, `${at}/${prefix}${edge}${suffixes[form]}`);
    if (forms.length > 1 || formOf(value, edge) !== form) {
      for (const each of forms) if (each !== 'date' || !stateOf(context).dataset.zoned.has(edge)) context.keep(`${at}/${prefix}${edge}${suffixes[each]}`, textOf(stated[edge]![each]!, each));
    }
  }
  if (period.start === undefined && period.end === undefined) return undefined;
  if (period.start !== undefined && period.end !== undefined && period.start > period.end) context.issue('period-reversed', { start: period.start, end: period.end }, at);
  return period;
}

/** What is kept beside comes back by itself; the other edges are written in the form that fits them. */
export function statedPeriod(period: Period | undefined, at: string, prefix: string, extensions: Extensions | undefined): StatedPeriod {
  const stated: StatedPeriod = {};
  for (const edge of ['start', 'end'] as const) {
    const value = period?.[edge];
    if (value === undefined || extensions?.['ecospold1']?.some(([path]) => path.startsWith(`${at}/${prefix}${edge}`))) continue;
    stated[edge] = { [formOf(value, edge)]: value };
  }
  return stated;
}
