import type { IncomingMessage, ServerResponse } from 'node:http';
import { CleanUps } from './clean-ups.ts';
import type { OwnedClock } from './clock.ts';
import { createControls } from './create-controls.ts';
import { createWorld } from './create-world.ts';
import { environmentOf } from './environment-of.ts';
import { listen } from './listen.ts';
import { githubEnvironment } from './oidc/github-job.ts';
import { RealClock } from './real-clock.ts';
import { route } from './route.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import { defaultSeed, type ParsedSeed, parseSeed } from './seed.ts';
import { seedWorld } from './seed-world.ts';
import type { Scope } from './service.ts';
import { VirtualClock } from './virtual-clock.ts';
import type { World } from './world.ts';

/** Starts a sandbox on loopback. Throws TypeError for a seed that is not valid, and what `listen` says of a taken port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = parseSeed(options.seed ?? defaultSeed);
  await using started = new CleanUps();
  const clock = startClock(options);
  started.defer(() => clock.close());
  let handle = (_: IncomingMessage, response: ServerResponse): void => {
    response.destroy();
  };
  const listener = started.use(await listen(options.port ?? 0, (request, response) => handle(request, response)));
  const endpoint = `http://127.0.0.1:${listener.port}`;
  const world = createWorld({ seed, clock, endpoint, firstRegistryPort: options.port ? listener.port + 1 : 0 });
  started.use(world.registries);
  handle = (request, response) => void route(world, request, response);
  await seedWorld(world, seed);
  clock.onMove((now) => world.hosted.ecs.advance(now, world.lookup));
  return toSandbox({ world, seed, endpoint, resources: started.move() });
}

function startClock({ clock = 'virtual', speed, now }: SandboxOptions): OwnedClock {
  if (clock === 'real') return new RealClock(speed ?? 1);
  if (speed !== undefined) throw new TypeError('speed is for the real clock: start the sandbox with clock "real"');
  return new VirtualClock(now ?? Math.floor(Date.now() / 1000) * 1000);
}

interface Running {
  readonly world: World;
  readonly seed: ParsedSeed;
  readonly endpoint: string;
  readonly resources: CleanUps;
}

function toSandbox({ world, seed, endpoint, resources }: Running): Sandbox {
  const { clock, faults, issuer, log, registries } = world;
  return {
    endpoint,
    issuer: issuer.name,
    accounts: Object.keys(seed.accounts),
    get registries() {
      return registries.list().map(({ account, region, host }) => ({ account, region, host }));
    },
    clock,
    faults,
    ...createControls(world, firstScope(seed)),
    requests: (operation) => log.list(operation),
    environment: (wanted = {}) => environmentOf({ seed, world, endpoint }, wanted),
    token: (claims) => issuer.sign(claims),
    githubEnvironment: (job) => githubEnvironment(issuer, endpoint, job),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}

function firstScope({ accounts }: ParsedSeed): Scope {
  const [account = '111111111111', { regions } = { regions: {} }] = Object.entries(accounts)[0] ?? [];
  return { account, region: Object.keys(regions)[0] ?? 'us-east-1' };
}
