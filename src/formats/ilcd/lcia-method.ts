// ILCD LCIA method: one indicator a document; the methodology that it names becomes an impact method of its own (§1.11; §4.3, cases 37, 38, 43, 68).
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import { uuidV5 } from '../../model/identity.ts';
import type { CharacterizationFactor, ImpactCategory } from '../../model/impact.ts';
import type { LocalizedText } from '../../model/value.ts';
import { firstOf } from '../label.ts';
import { finishDataset, numbered, statedDataset, unnumbered } from './dataset.ts';
import { fillReference } from './reference.ts';
import { finishUncertainty, withStatedUncertainty } from './uncertainty.ts';

/** Identifier of the impact method of a methodology: the same for all its indicators and all their versions. */
export const methodologyId = (methodology: string): string => uuidV5(`ilcd/methodology/${methodology}`);

const nameIn = (texts: LocalizedText | undefined): string | undefined => firstOf(texts)?.trim() || undefined;

export const characterizationFactor: StructuralTransform<CharacterizationFactor> = {
  name: 'characterization-factor', about: 'Factor with its direction, which is part of its key; one without a number is left out and kept beside.',
  read(record, context) {
    finishUncertainty(record, context);
    fillReference(record, 'flow', 'flow', 'referenceToFlowDataSet', context);
    if (record['direction'] === undefined) {
      context.issue('direction-missing', { used: 'OUTPUT' });
      record['direction'] = 'OUTPUT';
    }
    if (record['value'] === undefined) {
      context.issue('value-missing', { what: 'characterization factor' }, 'meanValue');
      context.setAside('.', record);
      return undefined;
    }
    return { position: 0, ...record } as unknown as CharacterizationFactor;
  },
  write: ({ position: _position, unit: _derived, ...stated }) => withStatedUncertainty(stated),
};

const yearPath = 'LCIAMethodInformation/time/referenceYear';

interface YearText { language?: string; text?: string }

export const lciaYear: StructuralTransform<YearText> = {
  name: 'lcia-year', about: 'Reference year with the language that the schema wants.',
  read: (record) => (Object.keys(record).length === 0 ? undefined : (record as YearText)),
  write: (value) => ({ ...value }),
};

const isYear = ({ text }: YearText): boolean => /^\d{4}$/.test(text?.trim() ?? '');

/** The year among texts of several languages; where they say more than a plain year does, they are kept beside. */
function readYear(raw: RawRecord, context: ReadContext): void {
  const { years } = (raw['raw'] ?? {}) as { years?: YearText[] };
  delete raw['raw'];
  if (years === undefined) return;
  const year = years.find(isYear);
  if (year === undefined) context.issue('date-invalid', { value: years[0]!.text ?? '' }, yearPath);
  else raw['referenceYear'] ??= Number(year.text);
  if (year !== undefined && years.length === 1 && (year.language ?? 'en') === 'en') return;
  for (const each of years) {
    if (year === undefined) context.setAside(`${yearPath}[+]`, each);
    else context.keep(`${yearPath}[+]`, JSON.stringify(each));
  }
}

/** The year, unless texts beside the record state it. */
function writeYear({ referenceYear, extensions }: ImpactCategory): RawRecord {
  if (referenceYear === undefined || extensions?.['ilcd']?.some(([path]) => path.startsWith(yearPath))) return {};
  return { raw: { years: [{ language: 'en', text: String(referenceYear).padStart(4, '0') }] } };
}

export const lciaMethod: StructuralTransform<ImpactCategory> = {
  name: 'lcia-method', about: 'Impact category with its factors; hands over the impact method that its methodologies name. The unit is the label of the reference quantity.',
  read(raw, context) {
    readYear(raw, context);
    const record = finishDataset(raw, context) as ImpactCategory | undefined;
    if (record === undefined) return undefined;
    for (const methodology of record.methodologies ?? []) {
      const id = methodologyId(methodology);
      const name = { en: methodology };
      context.emit('impactMethod', { id, version: record.version, name, methodology }, { derived: true });
      record.method ??= { type: 'impactMethod', id, version: record.version, name };
    }
    const unit = nameIn(record.referenceQuantity?.name);
    if (unit !== undefined) record.unit = unit;
    numbered(record.factors);
    return record;
  },
  write(value) {
    const { unit: _unit, referenceYear: _year, method, factors, ...stated } = value;
    const record: RawRecord = { ...statedDataset(stated), ...writeYear(value) };
    const methodology = nameIn(method?.name);
    if (methodology !== undefined) record['methodologies'] ??= [methodology];
    const list = unnumbered(factors);
    if (list !== undefined) record['factors'] = list;
    return record;
  },
};
