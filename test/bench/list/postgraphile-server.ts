// PostGraphile 5 on the same tables, seen through two views that hold the same rows: current and public. Resolved in test/bench/node_modules only.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, input } from '../measure/answer.ts';

// Names in variables, so that the project can be type-checked where it is not installed.
const load = async <T>(name: string): Promise<T> => (await import(name)) as T;
interface Serv { addTo(server: object): Promise<void> }

const { postgraphile } = await load<{ postgraphile: (preset: object) => { createServ(grafserv: unknown): Serv } }>('postgraphile');
const { PostGraphileAmberPreset } = await load<{ PostGraphileAmberPreset: object }>('postgraphile/presets/amber');
const { makePgService } = await load<{ makePgService: (options: object) => object }>('postgraphile/adaptors/pg');
const { grafserv } = await load<{ grafserv: unknown }>('postgraphile/grafserv/node');

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: input<{ databaseUrl: string }>().databaseUrl, schemas: ['bench_peer'], pubsub: false })],
  grafserv: { graphqlPath: '/graphql', websockets: false, graphiql: false, watch: false },
  schema: { defaultBehavior: '-connection +list -insert -update -delete', dontSwallowErrors: true },
};
const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => { answer(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`); });
