// The places of the hub's own list, with what they lie in.
import { Migration } from '@mikro-orm/migrations';

export class Geography extends Migration {
  override up(): void {
    this.addSql(`create table geography (
      code text not null,
      kind text not null,
      name_en text,
      name_zh text,
      parents text[] default '{}' not null,
      ancestors text[] default '{}' not null
    )`);
    this.addSql(`create unique index geography_code on geography (code)`);
    this.addSql(`create index geography_ancestors on geography using gin (ancestors)`);
  }
}
