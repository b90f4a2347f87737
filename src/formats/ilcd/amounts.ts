// Amounts of ILCD exchanges: the resulting amount counts; where there is none, mean amount times variable (§1.8.4; §4.3, cases 19–22).
import { Decimal } from 'decimal.js';
import { ABSENT } from '../../mapping/beside.ts';
import type { ReadContext } from '../../mapping/transform.ts';
import type { Exchange, Parameter, Process } from '../../model/process.ts';

// Wide enough for the product of any two doubles in full.
const Exact = Decimal.clone({ precision: 80 });

/** Rounded amounts are usual; a difference above one in a thousand is none of rounding. */
const tolerance = 0.001;

/** Values of the variables by name in lower case, as tools differ in case. Of several with one name the first counts, as in formulas. */
function variableValues(parameters: readonly Parameter[]): ReadonlyMap<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const { name, value } of parameters) if (!values.has(name.toLowerCase())) values.set(name.toLowerCase(), value);
  return values;
}

/** Fills the amount of every exchange, and tells what is missing or stale. */
export function finishAmounts(process: Process, context: ReadContext): void {
  const values = variableValues(process.parameters ?? []);
  for (const exchange of process.exchanges ?? []) {
    const path = `exchanges/exchange[${exchange.position + 1}]`;
    const computed = computedAmount(exchange, values, () => context.issue('variable-undeclared', { name: exchange.variable }, `${path}/referenceToVariable`));
    if (exchange.amount === undefined) {
      if (computed !== undefined) {
        Object.assign(exchange, { amount: computed, ...(exchange.variable === undefined ? {} : { calculated: true }) });
        if (exchange.variable === undefined) context.keep(`${path}/resultingAmount/${ABSENT}`, computed);
      }
      else if (needsAmount(exchange, process)) context.issue('amount-missing', {}, path);
    } else if (computed !== undefined && differ(exchange.amount, computed)) {
      context.issue('amount-stale', { stated: exchange.amount, computed }, `${path}/resultingAmount`);
    }
  }
}

function computedAmount({ meanAmount, variable }: Exchange, values: ReadonlyMap<string, string | undefined>, undeclared: () => void): string | undefined {
  const name = variable?.toLowerCase();
  if (name !== undefined && !values.has(name)) undeclared();
  if (meanAmount === undefined || name === undefined) return meanAmount;
  const value = values.get(name);
  return value === undefined ? undefined : new Exact(meanAmount).times(value).toString();
}

/** The amounts of EPD indicators are per module, in the extension; reminder flows are no part of the inventory. */
function needsAmount(exchange: Exchange, process: Process): boolean {
  return exchange.isReference || (process.type !== 'EPD' && exchange.function === undefined);
}

function differ(stated: string, computed: string): boolean {
  const [a, b] = [Number(stated), Number(computed)];
  return Math.abs(a - b) > tolerance * Math.max(Math.abs(a), Math.abs(b));
}
