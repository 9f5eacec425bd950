import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthPage extends AsyncDisposable {
  readonly url: string;
}

/** Serves `/healthz` on loopback, as the shop's load balancer would: it tells the version of what runs. */
export async function startHealthPage(readVersion: () => Promise<string>): Promise<HealthPage> {
  const server = createServer((_, response) => {
    readVersion().then(
      (version) => response.end(`${JSON.stringify({ version })}\n`),
      () => response.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
