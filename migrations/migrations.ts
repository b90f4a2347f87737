// All migrations in their order. Forward only; a migration that has been released is never edited.
import { Inventories } from './20261122-01-inventories.ts';
import { Catalogue } from './20261122-02-catalogue.ts';
import { Rows } from './20261122-03-rows.ts';
import { Provenance } from './20261122-04-provenance.ts';
import { Geography } from './20261122-05-geography.ts';
import { Storage } from './20261122-06-storage.ts';
import { Questions } from './20261122-07-questions.ts';
import { ImportExchange } from './20261122-08-import-exchange.ts';
import { Mapping } from './20261122-09-mapping.ts';
import { Detail } from './20261122-10-detail.ts';
import { LifeCycleModels } from './20261122-11-life-cycle-models.ts';
import { Access } from './20261122-12-access.ts';
import { Identity } from './20261122-13-identity.ts';
import { Pact } from './20261122-14-pact.ts';

export const migrations = [
  { name: '20261122-01-inventories', class: Inventories },
  { name: '20261122-02-catalogue', class: Catalogue },
  { name: '20261122-03-rows', class: Rows },
  { name: '20261122-04-provenance', class: Provenance },
  { name: '20261122-05-geography', class: Geography },
  { name: '20261122-06-storage', class: Storage },
  { name: '20261122-07-questions', class: Questions },
  { name: '20261122-08-import-exchange', class: ImportExchange },
  { name: '20261122-09-mapping', class: Mapping },
  { name: '20261122-10-detail', class: Detail },
  { name: '20261122-11-life-cycle-models', class: LifeCycleModels },
  { name: '20261122-12-access', class: Access },
  { name: '20261122-13-identity', class: Identity },
  { name: '20261122-14-pact', class: Pact },
];
