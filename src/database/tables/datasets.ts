// The dataset tables: what people filter and sort by has a column, the rest stands in the record.
import type { DatasetNoun } from '../../model/noun.ts';
import { field, type Column, type Table } from './column.ts';
import { datasetTable } from './dataset-columns.ts';

/** By what others call a record, in any case; the function is made by migration 14. */
const identifiers = (table: string) => ({ name: `${table}_identifiers`, using: 'gin' as const, on: 'identifier_values(record)', where: 'recorded_to is null' });
/** As far as that index has a text (identifier_values, migration 14). */
export const indexedIdentifier = (text: string): string => [...text].slice(0, 200).join('');
// A long text breaks a btree (2704 bytes), never a hash index.
const lookup = (table: string, column: string) => ({ name: `${table}_${column}`, using: 'hash' as const, on: column, where: `${column} is not null` });

export const datasetTables: Record<DatasetNoun, Table> = {
  contact: datasetTable('contact', {
    search: ['shortName', 'companyName'],
    columns: [field('contact', 'email'), field('contact', 'website')],
  }),
  source: datasetTable('source', {
    search: ['shortName', 'title', 'citation', 'firstAuthor'],
    columns: [field('source', 'type'), field('source', 'title'), field('source', 'firstAuthor'), field('source', 'year')],
  }),
  unitGroup: datasetTable('unitGroup', { search: ['units'], columns: [field('unitGroup', 'unit')] }),
  flowProperty: datasetTable('flowProperty', { columns: [field('flowProperty', 'unit'), field('flowProperty', 'unitGroup', { to: 'unitGroup' })] }),
  flow: datasetTable('flow', {
    search: ['cas', 'casStated', 'ecNumber', 'chemicalFormula'],
    columns: [
      field('flow', 'kind'), field('flow', 'cas'), field('flow', 'unit'), field('flow', 'compartment.code', { name: 'compartment' }),
      field('flow', 'carbonOrigin'), field('flow', 'chemicalFormula'),
    ],
    indexes: [lookup('flow', 'cas'), { name: 'flow_kind', on: 'kind, key', where: 'recorded_to is null' }],
  }),
  process: datasetTable('process', {
    place: 'geography', search: ['functionalUnit'],
    columns: [
      field('process', 'type'), field('process', 'activityKind'), field('process', 'referenceYear'),
      field('process', 'period.start', { name: 'period_start' }), field('process', 'period.end', { name: 'period_end' }),
      field('process', 'declaredQuantity.value', { name: 'declared_amount' }), field('process', 'declaredQuantity.unit', { name: 'declared_unit' }),
      field('process', 'systemModel'), field('process', 'metaDataOnly'),
    ],
    indexes: [{ name: 'process_type', on: 'type, key', where: 'recorded_to is null' }],
  }),
  lifeCycleModel: datasetTable('lifeCycleModel', {
    columns: [field('lifeCycleModel', 'referenceProcess', { to: 'process' }), field('lifeCycleModel', 'targetAmount'), field('lifeCycleModel', 'targetUnit')],
  }),
  impactMethod: datasetTable('impactMethod', { search: ['methodology'], columns: [field('impactMethod', 'methodology')] }),
  impactCategory: datasetTable('impactCategory', {
    place: 'interventionLocation', search: ['indicator', 'methodologies', 'categories'],
    columns: [
      field('impactCategory', 'method', { to: 'impactMethod' }), field('impactCategory', 'indicator'), field('impactCategory', 'unit'),
      field('impactCategory', 'referenceQuantity', { to: 'flowProperty', name: 'reference_quantity_id' }), field('impactCategory', 'referenceYear'),
      field('impactCategory', 'type'),
    ],
  }),
  organization: datasetTable('organization', {
    belongsTo: 'id', place: 'location', search: ['identifiers'],
    columns: [field('organization', 'kinds'), field('organization', 'website'), field('organization', 'accreditation'), field('organization', 'illustrative')],
    indexes: [identifiers('organization')],
  }),
  standard: datasetTable('standard', {
    belongsTo: 'issuer_id', search: ['code'],
    columns: [
      field('standard', 'code'), field('standard', 'level'), field('standard', 'kind'), field('standard', 'state'),
      field('standard', 'issuer', { to: 'organization' }), field('standard', 'publishedOn'),
      field('standard', 'validity.start', { name: 'valid_from' }), field('standard', 'validity.end', { name: 'valid_to' }),
      field('standard', 'promotedFrom', { to: 'standard' }), field('standard', 'supersededBy', { to: 'standard' }), field('standard', 'illustrative'),
    ],
    indexes: [lookup('standard', 'code')],
  }),
  product: datasetTable('product', {
    belongsTo: 'producer_id', about: 'id', place: 'origin', search: ['code', 'brand', 'geographicalIndication', 'identifiers', 'classifications.name'],
    columns: [
      field('product', 'code'), field('product', 'producer', { to: 'organization' }), field('product', 'flow', { to: 'flow' }),
      field('product', 'process', { to: 'process' }), field('product', 'illustrative'),
    ],
    indexes: [lookup('product', 'code'), identifiers('product')],
  }),
  factor: datasetTable('factor', {
    place: 'geography', search: ['technology'],
    columns: [
      field('factor', 'kind'), field('factor', 'value'), field('factor', 'numerator'), field('factor', 'activityUnit'), field('factor', 'gasBasis'),
      field('factor', 'technology'), field('factor', 'period.start', { name: 'period_start' }), field('factor', 'period.end', { name: 'period_end' }),
      field('factor', 'gwpSet'), field('factor', 'source', { to: 'source' }), field('factor', 'replaces', { to: 'factor' }), field('factor', 'illustrative'),
    ],
    indexes: [{ name: 'factor_kind', on: 'kind, key', where: 'recorded_to is null' }],
  }),
  footprint: datasetTable('footprint', {
    belongsTo: 'owner_id', about: 'product_id', place: 'geography',
    columns: [
      field('footprint', 'status'), field('footprint', 'product', { to: 'product' }), field('footprint', 'owner', { to: 'organization' }),
      field('footprint', 'process', { to: 'process' }), field('footprint', 'method.standard', { to: 'standard', name: 'standard_id' }),
      field('footprint', 'method.productCategoryRule', { to: 'standard', name: 'product_category_rule_id' }),
      field('footprint', 'declaredUnit'), field('footprint', 'declaredAmount'),
      field('footprint', 'result.total', { name: 'total' }), field('footprint', 'result.gross', { name: 'gross' }), field('footprint', 'result.fossil', { name: 'fossil' }),
      field('footprint', 'result.biogenicUptake', { name: 'biogenic_uptake' }), field('footprint', 'result.biogenicEmissions', { name: 'biogenic_emissions' }),
      field('footprint', 'result.landUseChange', { name: 'land_use_change' }), field('footprint', 'result.removals', { name: 'removals' }),
      field('footprint', 'scope.boundary', { name: 'boundary' }), field('footprint', 'method.gwpSet', { name: 'gwp_set' }), field('footprint', 'method.electricity', { name: 'electricity' }),
      field('footprint', 'method.electricityFactor', { to: 'factor', name: 'electricity_factor_id' }),
      field('footprint', 'assurance.state', { name: 'assurance' }), field('footprint', 'quality.rating', { name: 'quality_rating' }),
      field('footprint', 'quality.primaryDataSharePercent', { name: 'primary_data_share' }),
      field('footprint', 'validity.start', { name: 'valid_from' }), field('footprint', 'validity.end', { name: 'valid_to' }),
      field('footprint', 'referencePeriod.start', { name: 'period_start' }), field('footprint', 'referencePeriod.end', { name: 'period_end' }),
      field('footprint', 'illustrative'),
      { name: 'restricted', type: 'text[]', nullable: true, from: ((r: { restrictions?: { group: string; visibility: string }[] }) => r.restrictions?.filter((each) => each.visibility !== 'PUBLIC').map((each) => `${each.group}:${each.visibility}`) ?? null) as Column['from'] },
    ],
    closed: { process_id: 'PROCESS', electricity_factor_id: 'METHOD', quality_rating: 'QUALITY', primary_data_share: 'QUALITY' },
    indexes: [{ name: 'footprint_status', on: 'status, key', where: 'recorded_to is null' }, { name: 'footprint_total', on: 'total, key', where: 'recorded_to is null' }],
  }),
  certification: datasetTable('certification', {
    belongsTo: 'issuer_id', about: 'product_id', search: ['number', 'scheme'],
    columns: [
      field('certification', 'number'), field('certification', 'state'), field('certification', 'markKind'), field('certification', 'product', { to: 'product' }),
      field('certification', 'footprint', { to: 'footprint' }), field('certification', 'issuer', { to: 'organization' }), field('certification', 'rule', { to: 'standard' }),
      field('certification', 'validity.start', { name: 'valid_from' }), field('certification', 'validity.end', { name: 'valid_to' }),
      field('certification', 'grade'), field('certification', 'gradingScheme'), field('certification', 'illustrative'),
    ],
    indexes: [lookup('certification', 'number')],
  }),
};
