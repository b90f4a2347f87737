// Completion of demo records: fields that follow from others and would only be copied in the YAML files (names of footprints, positions of exchanges).
import type { DatasetNoun } from '../../model/noun.ts';

/** A record before validation: keys of other records stand where references will be. */
export type Draft = Record<string, unknown>;

type LookUp = (noun: DatasetNoun, key: string) => Draft | undefined;

/** Per noun: fills in what is absent; never overwrites what the file states. */
export const completions: Partial<Record<DatasetNoun, (draft: Draft, lookUp: LookUp, key: string) => void>> = {
  flow: completeFlow,
  process: completeProcess,
  impactCategory: completeImpactCategory,
  organization: (draft, _lookUp, key) => {
    if (draft['illustrative'] === true) draft['identifiers'] ??= [{ scheme: 'URN', value: `urn:pact:demo.tanlu.example:company-id:${key}` }];
  },
  product: (draft, _lookUp, key) => {
    draft['identifiers'] ??= [{ scheme: 'URN', value: `urn:pact:demo.tanlu.example:product-id:${key}` }];
  },
  footprint: completeFootprint,
};

const listOf = (value: unknown): Draft[] => (Array.isArray(value) ? value as Draft[] : []);

/** Numbers the flow properties and takes the first one as reference property. */
function completeFlow(draft: Draft): void {
  listOf(draft['flowProperties']).forEach((property, position) => {
    property['position'] ??= position;
    property['internalId'] ??= String(position);
  });
  draft['referenceProperty'] ??= '0';
}

/** Numbers the exchanges, takes their units from the flows, and derives the quantitative reference. */
function completeProcess(draft: Draft, lookUp: LookUp): void {
  const exchanges = listOf(draft['exchanges']);
  exchanges.forEach((exchange, position) => {
    const flow = lookUp('flow', String(exchange['flow']));
    exchange['position'] ??= position;
    exchange['internalId'] ??= String(position);
    exchange['isReference'] ??= false;
    exchange['meanAmount'] ??= exchange['amount'];
    if (flow?.['unit'] !== undefined) exchange['unit'] ??= flow['unit'];
    if (flow?.['kind'] !== undefined) exchange['flowKind'] ??= flow['kind'];
  });
  const reference = exchanges.find((exchange) => exchange['isReference'] === true);
  if (!reference) return;
  draft['referenceFlows'] ??= [reference['internalId']];
  draft['declaredQuantity'] ??= { value: reference['amount'], unit: reference['unit'] };
}

function completeImpactCategory(draft: Draft, lookUp: LookUp): void {
  listOf(draft['factors']).forEach((factor, position) => {
    const unit = lookUp('flow', String(factor['flow']))?.['unit'];
    factor['position'] ??= position;
    if (unit !== undefined) factor['unit'] ??= unit;
  });
}

/** Name, owner and geography of a footprint are those of its product unless stated. */
function completeFootprint(draft: Draft, lookUp: LookUp): void {
  const product = lookUp('product', String(draft['product']));
  if (!product) return;
  const name = product['name'] as { zh?: string; en?: string };
  const year = (draft['referencePeriod'] as { start?: string } | undefined)?.start?.slice(0, 4) ?? '';
  const remark = draft['nameSuffix'] as { zh?: string; en?: string } | undefined;
  delete draft['nameSuffix'];
  draft['name'] ??= {
    zh: `${name.zh}产品碳足迹 ${year}${remark ? `（${remark.zh}）` : ''}`,
    en: `Carbon footprint of ${name.en}, ${year}${remark ? ` (${remark.en})` : ''}`,
  };
  if (product['producer'] !== undefined) draft['owner'] ??= product['producer'];
  if (product['origin'] !== undefined) draft['geography'] ??= structuredClone(product['origin']);
}
