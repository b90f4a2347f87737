// A port of loopback that nobody listens on at the moment.
import { createServer, type AddressInfo } from 'node:net';

export const freePort = (): Promise<number> => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(port));
  });
});
