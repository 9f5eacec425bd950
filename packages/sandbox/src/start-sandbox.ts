import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import type { OwnedClock } from './clock.ts';
import { environmentOf } from './environment-of.ts';
import { FaultBook } from './faults.ts';
import { seedIdentities } from './identity/seed-identities.ts';
import { listen } from './listen.ts';
import { githubEnvironment } from './oidc/github-job.ts';
import { createIssuer, createIssuerKeys } from './oidc/issuer.ts';
import { RealClock } from './real-clock.ts';
import { RequestLog } from './request-log.ts';
import { route } from './route.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import { parseSeed } from './seed.ts';
import { VirtualClock } from './virtual-clock.ts';
import { ServiceStates, type World } from './world.ts';

/** Starts a sandbox on loopback. Throws TypeError for a seed that is not valid, and what `listen` says of a taken port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = parseSeed(options.seed ?? {});
  const clock = startClock(options);
  let handle = (_: IncomingMessage, response: ServerResponse): void => {
    response.destroy();
  };
  const listener = await listen(options.port ?? 0, (request, response) => handle(request, response));
  const endpoint = `http://127.0.0.1:${listener.port}`;
  const issuer = createIssuer(seed.issuer ?? `${endpoint}/oidc`, () => clock.now());
  const world: World = {
    clock,
    faults: new FaultBook(),
    log: new RequestLog(),
    identities: seedIdentities(seed, issuer.name),
    issuer,
    issuerKeys: createIssuerKeys(issuer, seed.issuers as unknown as Record<string, JSONWebKeySet>),
    services: new ServiceStates([]),
    lookup: { image: () => 'not-ours' },
    prepare: async () => {},
  };
  handle = (request, response) => void route(world, request, response);
  clock.onMove((now) => world.services.advance(now, world.lookup));
  return {
    endpoint,
    issuer: issuer.name,
    registries: [],
    clock,
    faults: world.faults,
    requests: (operation) => world.log.list(operation),
    environment: (wanted = {}) => environmentOf({ seed, world, endpoint }, wanted),
    token: (claims) => issuer.sign(claims),
    githubEnvironment: (job) => githubEnvironment(issuer, endpoint, job),
    async [Symbol.asyncDispose]() {
      clock.close();
      await listener[Symbol.asyncDispose]();
    },
  };
}

function startClock({ clock = 'virtual', speed, now }: SandboxOptions): OwnedClock {
  if (clock === 'real') return new RealClock(speed ?? 1);
  if (speed !== undefined) throw new TypeError('speed is for the real clock: start the sandbox with clock "real"');
  return new VirtualClock(now ?? Math.floor(Date.now() / 1000) * 1000);
}
