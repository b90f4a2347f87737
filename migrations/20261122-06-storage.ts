// How PostgreSQL keeps long values. Compressing every exchange and every record took more processor time than all the rest of an import.
import { Migration } from '@mikro-orm/migrations';

export class Storage extends Migration {
  override up(): void {
    // Exchanges stay in their row up to the size of a page, uncompressed; only longer ones are moved out.
    this.addSql(`alter table exchange set (toast_tuple_target = 8160)`);
    this.addSql(`alter table characterization_factor set (toast_tuple_target = 8160)`);
    for (const table of ['process', 'flow', 'impact_category']) this.addSql(`alter table ${table} alter column record set storage external`);
  }
}
