// MikroORM on our tables: the unit of work for administrative writes, and the migrator.
import { MikroORM } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import { migrations } from '../../migrations/migrations.ts';
import { entities } from './entities.ts';

export type Orm = Awaited<ReturnType<typeof makeOrm>>;

/** Connects MikroORM. Fork its entity manager per unit of work (`orm.em.fork()`); end it with `orm.close()`. */
export async function makeOrm(url: string) {
  return MikroORM.init({
    clientUrl: url,
    entities: [...entities],
    extensions: [Migrator],
    logger: () => {},
    discovery: { warnWhenNoEntities: false },
    driverOptions: { connectionString: url, options: '-c timezone=UTC' },
    pool: { min: 0, max: 4 },
    migrations: { migrationsList: [...migrations], tableName: 'migration', transactional: true, allOrNothing: true, snapshot: false, disableForeignKeys: false },
  } as Parameters<typeof MikroORM.init>[0]);
}
