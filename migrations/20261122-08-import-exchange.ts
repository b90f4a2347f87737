// What the end of an import asks of the exchanges it stored, as narrow rows: reading the wide ones again took a tenth of the whole import.
import { Migration } from '@mikro-orm/migrations';

export class ImportExchange extends Migration {
  override up(): void {
    // Unlogged: its rows mean nothing after their import, and every import begins by emptying it.
    this.addSql(`create unlogged table import_exchange (
      process_key bigint not null,
      flow_id uuid,
      provider_id uuid,
      direction text,
      is_reference boolean not null,
      unit text,
      amount text
    )`);
  }
}
