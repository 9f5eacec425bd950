import { createServer as createHttpServer, request, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server as ProxyServer } from 'proxy-chain';
import { generate } from 'selfsigned';
import { temporaryFolder } from './temporary-folder.ts';

/** A network whose only way out is a proxy with a login, and whose proxy opens every TLS connection with its own authority. */
export interface CorporateNetwork extends AsyncDisposable {
  /** With the login. */
  readonly proxy: string;
  /** `127.0.0.1:8080`: without a scheme and without the login. */
  readonly proxyHost: string;
  /** File with the certificate of the private authority. */
  readonly certificate: string;
  /** What the proxy was asked to connect to, and the URLs that it forwarded, logins accepted. */
  readonly asked: readonly string[];
  /** How often it asked for a login. */
  refusals(): number;
  /** From now on the proxy answers this status to everybody; null: it works again. */
  refuse(status: number | null): void;
}

/** Names that the certificate of the far side is for. */
const names = [
  'aws',
  'sts',
  '*.example.com',
  '*.dkr.ecr.eu-west-1.amazonaws.com',
  '*.dkr.ecr.ap-northeast-1.amazonaws.com',
];

/**
 * By host, where its requests really go: a base URL without a path. Sandboxes know no names of the web, and signatures hold
 * for the name that was asked for: so AWS is called by a name without a dot, and only registries by a real one.
 */
export type Destinations = (host: string) => string;

/** Texts that answers get instead of others: how addresses of the far side are told to the near one. */
export type Rewrites = Readonly<Record<string, string>>;

const login = { user: 'alice', password: 'p@ss/word' };

export async function openCorporateNetwork(to: Destinations, rewrites: Rewrites = {}): Promise<CorporateNetwork> {
  await using opened = new AsyncDisposableStack();
  const authority = await generate([{ name: 'commonName', value: 'private authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: 'far side' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) }],
  });
  const folder = opened.use(await temporaryFolder({ 'ca.pem': authority.cert }));
  const gateway = createHttpsServer({ key: leaf.private, cert: leaf.cert }, (incoming, response) =>
    forward(incoming, response, { to, rewrites }),
  );
  const plain = createHttpServer((incoming, response) => forward(incoming, response, { to, rewrites }));
  opened.defer(() => closed(gateway));
  await listening(plain);
  opened.defer(() => closed(plain));
  const asked: string[] = [];
  let refusals = 0;
  let status: number | null = null;
  const proxy = new ProxyServer({
    port: 0,
    host: '127.0.0.1',
    prepareRequestFunction: async ({ request: asking, username, password, isHttp }) => {
      if (status !== null) throw new (await import('proxy-chain')).RequestError('not today', status);
      const known = username === login.user && password === login.password;
      if (!known) refusals += 1;
      else asked.push(asking.url ?? '');
      if (!known) return { requestAuthentication: true };
      return isHttp
        ? { upstreamProxyUrl: `http://127.0.0.1:${(plain.address() as AddressInfo).port}` }
        : { customConnectServer: gateway as unknown as Server };
    },
  });
  await proxy.listen();
  opened.defer(() => proxy.close(true));
  const owned = opened.move();
  const { user, password } = login;
  return {
    proxy: `http://${user}:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`,
    proxyHost: `127.0.0.1:${proxy.port}`,
    certificate: join(folder.path, 'ca.pem'),
    asked,
    refusals: () => refusals,
    refuse: (next) => {
      status = next;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

type Handler = Parameters<typeof createHttpServer>[1] & {};

function forward(
  incoming: Parameters<Handler>[0],
  response: Parameters<Handler>[1],
  { to, rewrites }: { readonly to: Destinations; readonly rewrites: Rewrites },
): void {
  const { method } = incoming;
  const host = incoming.headers.host ?? '';
  const path = URL.canParse(incoming.url ?? '') ? new URL(incoming.url ?? '').pathname : incoming.url;
  const destination = new URL(to(host));
  const { hostname, port } = destination;
  const headers = { ...incoming.headers, host: host.includes('.') ? destination.host : host };
  const outgoing = request({ hostname, port, method, path, headers, agent: false });
  outgoing.on('error', () => response.destroy());
  outgoing.on('response', async (answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const { 'transfer-encoding': _, 'content-length': __, ...rest } = answer.headers;
    const body = rewritten(Buffer.concat(chunks), rewrites);
    const location =
      rest.location === undefined ? {} : { location: String(rewritten(Buffer.from(rest.location), rewrites)) };
    const length = method === 'HEAD' ? (answer.headers['content-length'] ?? 0) : body.length;
    response.writeHead(answer.statusCode ?? 502, { ...rest, ...location, 'content-length': length }).end(body);
  });
  incoming.pipe(outgoing);
}

/** Binary bodies stay as they are: none of them holds an address. */
function rewritten(body: Buffer, rewrites: Rewrites): Buffer {
  const text = Object.entries(rewrites).reduce(
    (so, [from, into]) => so.replaceAll(from, into),
    body.toString('latin1'),
  );
  return Buffer.from(text, 'latin1');
}

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

async function closed(server: Pick<Server, 'close' | 'closeAllConnections' | 'listening'>): Promise<void> {
  server.closeAllConnections();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
}
