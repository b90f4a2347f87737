// The values of a process that formulas may give or use: parameters, amounts, properties, production volumes, transfer coefficients.
import type { Process } from '../../model/process.ts';
import type { Dialect } from './syntax.ts';

/** A value that may have a formula and a name. `keys` are the identifiers by which `Ref` of EcoSpold 2 finds it. */
export interface Quantity {
  path: string;
  label: string;
  formula: string | undefined;
  stated: string | undefined;
  /** The variable that its value defines. */
  variable: string | undefined;
  keys: readonly string[];
  /** Takes a computed value where none is stated. */
  take(value: string): void;
}

interface Holder { amount?: string | undefined; formula?: string | undefined; variable?: string | undefined; calculated?: boolean | undefined }

const places: Readonly<Record<Dialect, { parameter: (n: number) => string; exchange: (n: number, elementary: boolean) => string; formula: string }>> = {
  ilcd: { parameter: (n) => `processInformation/mathematicalRelations/variableParameter[${n}]/formula`, exchange: (n) => `exchanges/exchange[${n}]`, formula: '' },
  ecospold2: { parameter: (n) => `flowData/parameter[${n}]/@mathematicalRelation`, exchange: (n, elementary) => `flowData/${elementary ? 'elementary' : 'intermediate'}Exchange[${n}]`, formula: '/@mathematicalRelation' },
  openlca: { parameter: (n) => `parameters[${n}]/formula`, exchange: (n) => `exchanges[${n}]`, formula: '/amountFormula' },
};

/** Key of a `Ref`: its identifiers, which are compared without regard to case. */
export const referenceKey = (ids: readonly string[]): string => ids.map((id) => id.trim().toLowerCase()).join(' ');

function amountOf(holder: Holder, path: string, label: string, keys: readonly string[]): Quantity {
  return {
    path, label, formula: holder.formula, stated: holder.amount, variable: holder.variable, keys,
    take(value) {
      holder.amount = value;
      holder.calculated = true;
    },
  };
}

/** All values of a process that have a formula or define a variable. In ILCD an exchange uses the variable that it names; elsewhere it defines it. */
export function quantitiesOf(process: Process, dialect: Dialect): Quantity[] {
  const place = places[dialect];
  const found: Quantity[] = (process.parameters ?? []).map((parameter, n) => ({
    path: place.parameter(n + 1), label: parameter.name, formula: parameter.formula, stated: parameter.value, variable: parameter.name, keys: parameter.internalId === undefined ? [] : [referenceKey([parameter.internalId])],
    take(value) {
      parameter.value = value;
      parameter.calculated = true;
    },
  }));
  if (dialect === 'ilcd') return found;
  const counts = { elementary: 0, other: 0 };
  for (const exchange of process.exchanges ?? []) {
    const elementary = dialect === 'ecospold2' && exchange.flowKind === 'ELEMENTARY';
    const path = place.exchange(counts[elementary ? 'elementary' : 'other'] += 1, elementary);
    const label = exchange.variable ?? exchange.internalId;
    // Most exchanges have none of it, and datasets have thousands of them.
    if (exchange.formula !== undefined || exchange.variable !== undefined || dialect === 'ecospold2') found.push(amountOf(exchange, `${path}${place.formula}`, label, [referenceKey([exchange.internalId])]));
    for (const property of exchange.properties ?? []) {
      if (property.formula !== undefined || property.variable !== undefined || property.id !== undefined) found.push(amountOf(property, `${path}/property/@mathematicalRelation`, property.variable ?? label, property.id === undefined ? [] : [referenceKey([exchange.internalId, property.id])]));
    }
    for (const coefficient of exchange.transferCoefficients ?? []) if (coefficient.formula ?? coefficient.variable) found.push(amountOf(coefficient, `${path}/transferCoefficient/@mathematicalRelation`, coefficient.variable ?? label, []));
    if (exchange.productionVolume !== undefined) found.push(amountOf(exchange.productionVolume, `${path}/@productionVolumeMathematicalRelation`, exchange.productionVolume.variable ?? label, [referenceKey([exchange.internalId, 'ProductionVolume'])]));
  }
  return found;
}

/** Whether any value of a process has a formula. */
export function hasFormulas({ parameters, exchanges }: Process): boolean {
  return parameters?.some((p) => p.formula !== undefined) === true
    || exchanges?.some((e) => e.formula !== undefined || e.productionVolume?.formula !== undefined || e.properties?.some((p) => p.formula !== undefined) === true || e.transferCoefficients?.some((c) => c.formula !== undefined) === true) === true;
}
