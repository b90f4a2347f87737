// Environmental product declarations in ILCD+EPD 1.1 to 1.3: amounts per module and scenario, and what is wrong with them (§1.14; §4.3, cases 58–61).
import type { CodeLists } from '../../mapping/load-tables.ts';
import { readDecimal } from '../../mapping/scalar-transforms.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Epd, ModuleAmount } from '../../model/epd.ts';
import type { Exchange, Process } from '../../model/process.ts';

/** Module and scenario in one text, as openLCA writes them; "A1 - A3" is a module. */
const labelled = /^([A-D]\d?(?:-[A-D]\d)?) - (?![A-D]\d?$)(\S.*)$/;
const numberLike = /\d/;

/** Amount of a module: a number, or nothing and words that say why there is none. */
export function epdAmount(lists: CodeLists): StructuralTransform<ModuleAmount> {
  const words = new Set([...(lists.get('module-not-declared')?.keys() ?? [])].map((word) => word.toUpperCase()));
  return {
    name: 'epd-amount', about: 'Amount of a module; words such as MND and empty text mean not declared, never zero. "A4 - by rail" is module and scenario (openLCA).',
    read({ raw, ...record }, context) {
      const stated = (raw as { text?: string } | undefined)?.text;
      const read = { module: '', ...record } as ModuleAmount;
      if (read.scenario === undefined) {
        const found = labelled.exec(read.module);
        if (found !== null) {
          context.keepWhole({ ...record, ...(raw === undefined ? {} : { raw }) });
          Object.assign(read, { module: found[1], scenario: found[2] });
        }
      }
      if (stated === undefined) return { ...read, notDeclared: true };
      if (words.has(stated.toUpperCase())) return { ...read, notDeclared: true, statedAs: stated };
      const amount = numberLike.test(stated) ? readDecimal(stated, context) : undefined;
      if (amount !== undefined) return { ...read, amount };
      if (!numberLike.test(stated)) context.issue('number-invalid', { value: stated });
      return { ...read, statedAs: stated };
    },
    write({ module, scenario, amount, statedAs }) {
      const text = amount ?? statedAs;
      return { ...(module === '' ? {} : { module }), ...(scenario === undefined ? {} : { scenario }), ...(text === undefined ? {} : { raw: { text } }) };
    },
  };
}

const olderFields = ['publicationDate', 'publishers', 'originals'] as const;
const olderPaths: Record<(typeof olderFields)[number], string> = {
  publicationDate: 'processInformation/time/common:other/epd2old:publicationDateOfEPD',
  publishers: 'administrativeInformation/publicationAndOwnership/common:other/epd2old:referenceToPublisher',
  originals: 'modellingAndValidation/dataSourcesTreatmentAndRepresentativeness/common:other/epd2old:referenceToOriginalEPD',
};

/** Moves what stood in the older namespace to its field, and remembers that it did. Where both namespaces are used, the newer one counts, and the older one is kept beside. */
export function fromOlderNamespace(raw: RawRecord, context: ReadContext): void {
  const { older } = (raw['raw'] ?? {}) as { older?: Partial<Epd> };
  delete raw['raw'];
  if (older === undefined) return;
  const epd = raw['epd'] as Epd | undefined;
  if (!olderFields.some((name) => epd?.[name] !== undefined)) {
    raw['epd'] = { ...older, ...epd, olderNamespace: true };
    return;
  }
  for (const name of olderFields) {
    const value = older[name];
    if (typeof value === 'string') context.setAside(olderPaths[name], value);
    else for (const each of value ?? []) context.setAside(`${olderPaths[name]}[+]`, each);
  }
}

/** The other way round. */
export function toOlderNamespace(record: RawRecord): void {
  const { olderNamespace, ...epd } = (record['epd'] ?? {}) as Epd;
  if (olderNamespace !== true) return;
  const older = Object.fromEntries(olderFields.flatMap((name) => (epd[name] === undefined ? [] : [[name, epd[name]]])));
  for (const name of olderFields) delete epd[name];
  record['epd'] = epd;
  record['raw'] = { older };
}

function counted(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function checkModules(modules: readonly ModuleAmount[], path: string, context: ReadContext): void {
  for (const [key, count] of counted(modules.map(({ module, scenario }) => JSON.stringify([module, scenario ?? null])))) {
    if (count > 1) context.issue('module-repeated', { module: (JSON.parse(key) as string[])[0], count }, path);
  }
}

const scenariosPath = 'processInformation/dataSetInformation/common:other/epd:scenarios';

function checkScenarios(process: Process, used: ReadonlySet<string>, context: ReadContext): void {
  const scenarios = process.scenarios ?? [];
  for (const [scenario, count] of counted(scenarios.map(({ name }) => name))) if (count > 1) context.issue('scenario-duplicate', { scenario, count }, scenariosPath);
  const declared = new Set(scenarios.map(({ name }) => name));
  for (const scenario of used) if (!declared.has(scenario)) context.issue('scenario-undeclared', { scenario }, scenariosPath);
  if (scenarios.length > 1 && !scenarios.some(({ isDefault }) => isDefault === true)) context.issue('scenario-default-missing', { count: scenarios.length }, scenariosPath);
}

function editionsOf(ids: Iterable<string | undefined>, list: ReadonlyMap<string, string> | undefined): Set<string> {
  const found = new Set<string>();
  for (const id of ids) {
    const edition = id === undefined ? undefined : list?.get(id);
    if (edition !== undefined) found.add(edition);
  }
  return found;
}

/** Checks a declaration as a whole. Amounts are never added, and nothing is changed. */
export function checkEpd(process: Process, exchanges: readonly Exchange[], lists: CodeLists, context: ReadContext): void {
  if (process.type !== 'EPD') return;
  const results = process.impactResults ?? [];
  const used = new Set<string>();
  const check = (modules: readonly ModuleAmount[] | undefined, path: string): void => {
    if (modules === undefined) return;
    checkModules(modules, path, context);
    for (const { scenario } of modules) if (scenario !== undefined) used.add(scenario);
  };
  exchanges.forEach(({ modules }, at) => check(modules, `exchanges/exchange[${at + 1}]`));
  results.forEach(({ modules }, at) => check(modules, `LCIAResults/LCIAResult[${at + 1}]`));
  checkScenarios(process, used, context);

  const stated = editionsOf((process.compliances ?? []).map(({ system }) => system?.id), lists.get('compliance-editions'));
  const found = editionsOf(results.map(({ category }) => category.id), lists.get('indicator-editions'));
  if (stated.size === 1 && found.size > 0 && !found.has([...stated][0]!)) {
    context.issue('indicator-edition-differs', { stated: [...stated][0], used: [...found].join(', ') }, 'modellingAndValidation/complianceDeclarations');
  }
}
