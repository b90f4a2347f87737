// What an EcoSpold 2 document states, by an independent reading of its tree, in the shape of the hub's answers.
import { all, first, textAt, textsAt, type Element } from './dom.ts';

export interface Document {
  file: string;
  dataset: Element;
  /** Compartments that the master data of the file state for elementary exchanges, by id of the exchange. */
  compartments: ReadonlyMap<string, string[]>;
  /** Master data of the file. */
  master: Element[];
}

/** The document of a file; undefined where it holds no dataset. */
export function documentOf(file: string, root: Element): Document | undefined {
  const dataset = datasetOf(root);
  if (dataset === undefined) return undefined;
  const compartments = new Map<string, string[]>();
  const master = [...all(root, 'usedUserMasterData'), ...all(dataset, 'usedUserMasterData')];
  for (const block of master) for (const e of all(block, 'elementaryExchange')) if (pathOf(e).length > 0) compartments.set(idOf(e), pathOf(e));
  return { file, dataset, compartments, master };
}

const idOf = (element: Element) => (element.attributes['id'] ?? '').toLowerCase();
const recordsOf = (master: readonly Element[], name: string, fields: string[]) =>
  master.flatMap((block) => all(block, name)).map((e) => ({ id: idOf(e), fields: Object.fromEntries(fields.map((f) => [f, e.attributes[f]?.trim() || undefined])) }));
export const personsOf = (master: readonly Element[]) => recordsOf(master, 'person', ['name', 'address', 'telephone', 'telefax', 'email']);
export const sourcesOf = (master: readonly Element[]) => recordsOf(master, 'source', ['title', 'firstAuthor', 'year']);

const pathOf = (exchange: Element) => [textAt(exchange, 'compartment/compartment'), textAt(exchange, 'compartment/subcompartment')].filter((c) => c !== undefined);

/** The dataset of a file, ordinary or child; undefined where there is none. */
const datasetOf = (root: Element): Element | undefined => root.children.find((c) => c.name === 'activityDataset' || c.name === 'childActivityDataset');

export const intermediateOf = (dataset: Element): Element[] => all(dataset, 'flowData/intermediateExchange');
export const elementaryOf = (dataset: Element): Element[] => all(dataset, 'flowData/elementaryExchange');
/** The order the hub keeps: intermediate exchanges, then elementary ones. */
export const exchangesOf = (dataset: Element): Element[] => [...intermediateOf(dataset), ...elementaryOf(dataset)];
export const isReference = (exchange: Element): boolean => textAt(exchange, 'outputGroup') === '0';
export const flowIdOf = (exchange: Element): string => (exchange.attributes['intermediateExchangeId'] ?? exchange.attributes['elementaryExchangeId'] ?? '').toLowerCase();

/** Names of ecoinvent's unit list that the hub writes otherwise, by hand; all others are the same in both. */
const units: Record<string, string> = {
  'metric ton*km': 't*km', 'person*km': 'p*km', unit: 'Item(s)', hour: 'h', 'm2*year': 'm2*a', 'm3*year': 'm3*a',
};
export const unitOf = (name: string | undefined): string | undefined => (name === undefined ? undefined : units[name] ?? name);

/** Texts of a comment: by language, in the order of their index, one line each; images as the mapping table says, in every language. */
export function commentTexts(comment: Element | undefined): Record<string, string> {
  const parts = (comment?.children ?? []).filter((c) => ['text', 'imageUrl'].includes(c.name) && c.text.trim() !== '');
  const sorted = parts.map((part, i) => ({ part, order: Number(part.attributes['index'] ?? 0), i })).sort((a, b) => a.order - b.order || a.i - b.i).map(({ part }) => part);
  const languageOf = (text: Element) => text.attributes['xml:lang'] ?? 'en';
  const languages = new Set(sorted.filter((c) => c.name === 'text').map(languageOf));
  return Object.fromEntries([...languages].map((language) => [
    language, sorted.filter((c) => c.name !== 'text' || languageOf(c) === language).map((c) => (c.name === 'text' ? c.text : `Image: ${c.text.trim()}`)).join('\n'),
  ]));
}

const distributions: Record<string, string[]> = {
  lognormal: ['meanValue:mean', 'mu', 'variance', 'varianceWithPedigreeUncertainty:varianceWithPedigree'],
  normal: ['meanValue:mean', 'variance', 'varianceWithPedigreeUncertainty:varianceWithPedigree'],
  triangular: ['minValue:minimum', 'mostLikelyValue:mode', 'maxValue:maximum'],
  uniform: ['minValue:minimum', 'maxValue:maximum'],
  beta: ['minValue:minimum', 'mostFrequentValue:mode', 'maxValue:maximum'],
  gamma: ['shape', 'scale', 'minValue:minimum'],
  binomial: ['n:trials', 'p:probability'],
  undefined: ['minValue:minimum', 'maxValue:maximum', 'standardDeviation95'],
};
const pedigree = ['reliability', 'completeness', 'temporalCorrelation:temporal', 'geographicalCorrelation:geographical', 'furtherTechnologyCorrelation:technology'];

const pick = (from: Element, fields: string[]) => Object.fromEntries(fields.map((f) => f.split(':')).map(([theirs, ours = theirs]) => [ours!, from.attributes[theirs!]?.trim()]));

/** Every stated parameter of an uncertainty under the hub's names. */
export function uncertaintyOf(from: Element | undefined): Record<string, unknown> | undefined {
  if (from === undefined || from.children.length === 0) return undefined;
  const kind = from.children.find((c) => c.name in distributions);
  const scores = first(from, 'pedigreeMatrix');
  return {
    distribution: (kind?.name ?? 'undefined').toUpperCase(),
    ...(kind === undefined ? {} : pick(kind, distributions[kind.name]!)),
    pedigree: scores === undefined ? undefined : pick(scores, pedigree),
    comment: textsAt(from, 'comment'),
  };
}

export function exchangeOf(exchange: Element, compartments: Document['compartments'] = new Map()): Record<string, unknown> {
  const input = textAt(exchange, 'inputGroup');
  const { attributes } = exchange;
  const elementary = exchange.name === 'elementaryExchange';
  return {
    internalId: attributes['id'],
    amount: attributes['amount']?.trim(),
    unit: unitOf(textAt(exchange, 'unitName')),
    unitId: attributes['unitId'],
    direction: input !== undefined && textAt(exchange, 'outputGroup') !== '0' ? 'INPUT' : 'OUTPUT',
    isReference: isReference(exchange),
    flowId: flowIdOf(exchange),
    flowName: textsAt(exchange, 'name'),
    variable: attributes['variableName'],
    formula: attributes['mathematicalRelation'],
    activityLinkId: attributes['activityLinkId']?.toLowerCase(),
    productionVolume: attributes['productionVolumeAmount'],
    uncertainty: uncertaintyOf(first(exchange, 'uncertainty')),
    properties: all(exchange, 'property').map((p) => ({ name: textsAt(p, 'name'), amount: p.attributes['amount'] })),
    comment: textsAt(exchange, 'comment'),
    // Without a compartment of its own it has that of the master data, else it belongs to "unspecified".
    compartment: !elementary || pathOf(exchange).length > 0 ? pathOf(exchange) : compartments.get(flowIdOf(exchange)) ?? ['unspecified'],
  };
}

export const parametersOf = (dataset: Element): Record<string, unknown>[] => all(dataset, 'flowData/parameter').map((p) => ({
  name: p.attributes['variableName'] ?? textAt(p, 'name'), label: textsAt(p, 'name'), value: p.attributes['amount'], formula: p.attributes['mathematicalRelation'],
  unit: unitOf(textAt(p, 'unitName')), comment: textsAt(p, 'comment'), uncertainty: uncertaintyOf(first(p, 'uncertainty')),
}));

export function descriptionOf(dataset: Element): Record<string, unknown> {
  const activity = first(dataset, 'activityDescription/activity')!;
  const period = first(dataset, 'activityDescription/timePeriod');
  const place = first(dataset, 'activityDescription/geography');
  return {
    activityId: activity.attributes['id']!.toLowerCase(),
    name: textsAt(activity, 'activityName'),
    geography: textAt(place, 'shortname'),
    geographyComment: commentTexts(first(place, 'comment')),
    start: period?.attributes['startDate']?.slice(0, 10),
    end: period?.attributes['endDate']?.slice(0, 10),
    description: commentTexts(first(activity, 'generalComment')),
    technology: commentTexts(first(dataset, 'activityDescription/technology/comment')),
    includedFrom: textsAt(activity, 'includedActivitiesStart'),
    includedTo: textsAt(activity, 'includedActivitiesEnd'),
    sampling: textsAt(dataset, 'modellingAndValidation/representativeness/samplingProcedure'),
    dataTreatment: textsAt(dataset, 'modellingAndValidation/representativeness/extrapolations'),
    systemModel: textAt(dataset, 'modellingAndValidation/representativeness/systemModelName'),
  };
}
