// Columns that people ask by: the electricity factor and the data quality of footprints. Indexes of what is not public, by which imports are hidden.
import { Migration } from '@mikro-orm/migrations';

const datasets = ['contact', 'source', 'unit_group', 'flow_property', 'flow', 'process', 'impact_method', 'impact_category', 'organization', 'product', 'factor', 'footprint', 'standard', 'certification'];

export class Questions extends Migration {
  override up(): void {
    this.addSql(`alter table footprint add column electricity_factor_id uuid, add column quality_rating numeric, add column primary_data_share numeric`);
    this.addSql(`update footprint set
      electricity_factor_id = (record #>> '{method,electricityFactor,id}')::uuid,
      quality_rating = (record #>> '{quality,rating}')::numeric,
      primary_data_share = (record #>> '{quality,primaryDataSharePercent}')::numeric`);
    this.addSql(`create index footprint_electricity_factor_id on footprint (electricity_factor_id, key) where electricity_factor_id is not null`);
    for (const table of datasets) this.addSql(`create index ${table}_hidden on ${table} (id, import_run) where visibility <> 'PUBLIC'`);
  }
}
