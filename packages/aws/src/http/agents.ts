import type { Agent, ClientRequest } from 'node:http';
import type { AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { RunContext } from '@funade/core';
import { type CaBundle, loadCertificates } from './load-certificates.ts';
import { ProxyFault } from './network-errors.ts';
import { proxyFor, proxyName } from './proxy-for.ts';

/** A way to a URL: the connections, and the proxy they go through, as messages call it; null without one. */
export interface Route {
  readonly agent: Agent;
  readonly proxy: string | null;
}

/** The connections of one command, kept alive, by the way they take. */
export interface Agents extends Disposable {
  /** @throws PROXY_INVALID, CA_BUNDLE_UNREADABLE */
  routeTo(url: URL): Promise<Route>;
}

const pool = { keepAlive: true, maxSockets: 50 } as const;

/** Nothing is opened or loaded before it is used. Without bundles: Node's own certificates. */
export function createAgents(
  { env, resources }: Pick<RunContext, 'env' | 'resources'>,
  bundles: readonly CaBundle[],
): Agents {
  const made = new Map<string, Promise<Agent>>();
  let loading: Promise<SecureContext | null> | null = null;
  const optionsFor = async (secure: boolean): Promise<Options> => {
    if (!secure) return pool;
    loading ??= loadCertificates(bundles);
    const context = await loading;
    return context === null ? pool : { ...pool, secureContext: context };
  };
  return {
    async routeTo(url) {
      const proxy = proxyFor(url, env);
      if (proxy !== null && proxy.password !== '') resources.secrets.keep(decodeURIComponent(proxy.password));
      const key = `${url.protocol} ${proxy?.href ?? ''}`;
      const agent = made.get(key) ?? createAgent(url.protocol === 'https:', proxy, optionsFor);
      made.set(key, agent);
      return { agent: await agent, proxy: proxy === null ? null : proxyName(proxy) };
    },
    [Symbol.dispose]() {
      for (const agent of made.values())
        void agent.then(
          (one) => one.destroy(),
          () => {},
        );
    },
  };
}

type Tunnel = import('https-proxy-agent').HttpsProxyAgent<string>;
type Options = AgentOptions & { readonly secureContext?: SecureContext };

async function createAgent(
  secure: boolean,
  proxy: URL | null,
  optionsFor: (secure: boolean) => Promise<Options>,
): Promise<Agent> {
  // A proxy may itself be reached by TLS.
  const options = await optionsFor(secure || proxy?.protocol === 'https:');
  if (proxy === null) {
    const { Agent: Direct } = secure ? await import('node:https') : await import('node:http');
    return new Direct(options);
  }
  if (!secure) {
    const { HttpProxyAgent } = await import('http-proxy-agent');
    return new HttpProxyAgent(proxy, options) as unknown as Agent;
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  /** What a proxy says no with would pass for the answer of the host. */
  class Tunnels extends HttpsProxyAgent<string> {
    override async connect(request: ClientRequest, to: Parameters<Tunnel['connect']>[1]): Promise<Socket> {
      let status = 200;
      request.once('proxyConnect', (answer: { readonly statusCode: number }) => {
        status = answer.statusCode;
      });
      const socket = await super.connect(request, to).catch((error: NodeJS.ErrnoException) => {
        // A proxy that hangs up has no code of its own.
        throw Object.assign(new Error(`the proxy ${proxyName(proxy as URL)}: ${error.message}`), {
          code: error.code ?? 'ECONNRESET',
        });
      });
      if (status === 200) return socket;
      socket.destroy();
      throw new ProxyFault(proxyName(proxy as URL), String(to.host), status);
    }
  }
  const agent = new Tunnels(proxy, options);
  // The options above are for the proxy; these are for what is behind it.
  Object.assign(agent.options, options);
  return agent as unknown as Agent;
}
