// The note that an exchange carries of the flow it was mapped from (GLAD converter guidance: original name, context, identifier, amount and unit in the comment of
// the exchange). Formats have no other place for it, and maps with several sources for one target have no way back without it.
import type { Exchange } from '../../model/process.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { LocalizedText } from '../../model/value.ts';
import { rescale } from '../tables/fraction.ts';
import { findUnit } from '../tables/units.ts';
import { resolveContext } from './context.ts';
import type { MatchCondition } from './flow-map.ts';
import type { FlowList } from './flow-list.ts';
import { makeScale, scaleExchange } from './scale-exchange.ts';
import { unitFactor } from './row-values.ts';

interface Origin {
  id?: string;
  version?: string;
  name?: LocalizedText;
  system?: string;
  path?: string[];
  amount?: string;
  unit?: string;
  direction?: Exchange['direction'];
  formula?: string;
  /** Unit of the mapped amount, and what it is per stated amount. */
  to?: string;
  factor: string;
}

const mark = 'Flow mapped (';
const pattern = /(?:^|\n)Flow mapped \((?:=|<|~)\) from (\{.*\})$/s;

/** The comment with the note at its end: where a format shortens comments, what their author wrote comes first. Of several mappings the note tells the first flow and the factor of all. */
export function withOrigin(exchange: Exchange, condition: MatchCondition, factor: string, to: string | undefined): LocalizedText {
  const { flow, compartment, amount, unit, direction, formula, comment } = exchange;
  const earlier = readOrigin(comment);
  const language = earlier?.language ?? (comment === undefined || comment['en'] !== undefined ? 'en' : Object.keys(comment)[0] ?? 'en');
  const text = earlier?.rest ?? comment?.[language] ?? '';
  const id = flow.id ?? flow.externalKey;
  const origin: Origin = earlier === undefined ? {
    ...(id === undefined ? {} : { id }), ...(flow.version === undefined ? {} : { version: flow.version }), ...(flow.name === undefined ? {} : { name: flow.name }),
    ...(compartment === undefined ? {} : { system: compartment.system, path: compartment.path }), ...(amount === undefined ? {} : { amount }), ...(unit === undefined ? {} : { unit }),
    ...(direction === undefined ? {} : { direction }), ...(formula === undefined || factor === '1' ? {} : { formula }), factor,
  } : { ...earlier.origin, factor: rescale(earlier.origin.factor, factor, '1') };
  const unitNow = to ?? earlier?.origin.to;
  const note = `${mark}${condition}) from ${JSON.stringify({ ...origin, ...(unitNow === undefined || unitNow === origin.unit ? {} : { to: unitNow }) })}`;
  return { ...comment, [language]: text === '' ? note : `${text}\n${note}` };
}

/** What the note in a comment says; undefined where there is none that is whole. */
function readOrigin(comment: LocalizedText | undefined): { language: string; origin: Origin; rest: string } | undefined {
  for (const [language, text] of Object.entries(comment ?? {})) {
    if (!text.includes(mark)) continue;
    const found = pattern.exec(text);
    if (found === null) continue;
    try {
      const origin = JSON.parse(found[1]!) as Origin;
      if (typeof origin.factor === 'string' && decimalPattern.test(origin.factor) && Number(origin.factor) > 0) return { language, origin, rest: text.slice(0, found.index) };
    } catch {
      // A text that was shortened or changed tells nothing that can be relied on.
    }
  }
  return undefined;
}

/**
 * The exchange as it was before it was mapped, where its flow was one of this list and its unit still converts; undefined otherwise. The amount is the one
 * stated then, unless it was changed since: then what it is now, divided by the factor.
 */
export function restoreOrigin(exchange: Exchange, list: FlowList): Exchange | undefined {
  const found = readOrigin(exchange.comment);
  if (found === undefined || found.origin.id === undefined || !list.byId.has(found.origin.id.toLowerCase())) return undefined;
  const { origin, language, rest } = found;
  const { to = origin.unit } = origin;
  const [now, then] = [exchange.unit === undefined ? undefined : findUnit(exchange.unit), to === undefined ? undefined : findUnit(to)];
  const alike = exchange.unit === undefined || to === undefined || exchange.unit === to;
  if (!alike && unitFactor(now, then) === undefined) return undefined;
  const units = alike ? makeScale('1') : makeScale('1', now, then);
  const of = (text: string): string => (decimalPattern.test(text) ? rescale(units.of(text), '1', origin.factor) : text);
  const restored: Exchange = { ...scaleExchange(exchange, { factor: of('1'), of }), flow: { type: 'flow', id: origin.id, ...(origin.version === undefined ? {} : { version: origin.version }), ...(origin.name === undefined ? {} : { name: origin.name }) } };
  if (origin.formula !== undefined) restored.formula = origin.formula;
  if (origin.amount !== undefined && restored.amount !== undefined && Number(origin.amount) === Number(restored.amount)) restored.amount = origin.amount;
  if (origin.unit !== undefined && origin.unit !== exchange.unit) {
    restored.unit = origin.unit;
    delete restored.unitId;
  }
  if (origin.direction !== undefined) restored.direction = origin.direction;
  if (origin.path !== undefined && origin.system !== undefined) {
    const code = resolveContext(origin.path, origin.system)?.code;
    restored.compartment = { ...(code === undefined ? {} : { code }), system: origin.system, path: origin.path };
  }
  const { [language]: _note, ...others } = exchange.comment!;
  if (rest !== '') restored.comment = { ...others, [language]: rest };
  else if (Object.keys(others).length > 0) restored.comment = others;
  else delete restored.comment;
  return restored;
}
