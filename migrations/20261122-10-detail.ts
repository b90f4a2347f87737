// What columns of exchanges and other rows do not hold, as text: to have each judged again as JSON took a twentieth of an import.
import { Migration } from '@mikro-orm/migrations';

export class Detail extends Migration {
  override up(): void {
    for (const table of ['exchange', 'parameter', 'characterization_factor']) this.addSql(`alter table ${table} alter column detail type text using detail::text`);
  }
}
