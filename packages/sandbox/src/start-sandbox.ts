import type { OwnedClock } from './clock/clock.ts';
import { RealClock } from './clock/real-clock.ts';
import { VirtualClock } from './clock/virtual-clock.ts';
import { wallNow } from './clock/wall-time.ts';
import { CleanUps } from './model/clean-ups.ts';
import { createRandom } from './model/random.ts';
import { SeedFault, seedError } from './model/seed-fault.ts';
import type { Scope, WireObject } from './model/service.ts';
import { githubEnvironment } from './oidc/github-job.ts';
import { route } from './route/route.ts';
import { callAsOwner } from './start/call-as-owner.ts';
import { createControls } from './start/create-controls.ts';
import { createWorld } from './start/create-world.ts';
import { environmentOf } from './start/environment-of.ts';
import type { Sandbox, SandboxOptions } from './start/sandbox.ts';
import { defaultSeed, type ParsedSeed, parseSeed } from './start/seed.ts';
import { seedWorld } from './start/seed-world.ts';
import { createDoors, type Doors } from './wire/doors.ts';
import type { RequestHandler } from './wire/exchange.ts';
import type { OnUpgrade } from './wire/listen.ts';
import type { World } from './world/world.ts';

/** Starts a sandbox on loopback. Throws TypeError for a seed that is not valid, and what `listen` says of a taken port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = parseSeed(options.seed ?? defaultSeed);
  await using started = new CleanUps();
  const clock = startClock(options);
  started.defer(() => clock.close());
  const doors = createDoors(clock, { sockets: options.sockets ?? true });
  let handle: RequestHandler = async (_, response) => {
    response.destroy();
  };
  let upgrade: OnUpgrade = (_, socket) => socket.destroy();
  const listener = started.use(
    await doors.open(
      options.port ?? 0,
      (request, response) => handle(request, response),
      (...asked) => upgrade(...asked),
    ),
  );
  const endpoint = `http://127.0.0.1:${listener.port}`;
  const random = createRandom(options.randomSeed);
  const firstRegistryPort = options.port ? listener.port + 1 : 0;
  const world = createWorld({ seed, clock, random, doors, endpoint, firstRegistryPort });
  started.use(world.registries);
  started.use(world.dataChannels);
  upgrade = (...asked) => world.dataChannels.upgrade(...asked);
  handle = (request, response) => route(world, request, response);
  await seedWorld(world, seed).catch((error: unknown) => {
    throw error instanceof SeedFault ? seedError(error) : error;
  });
  clock.onMove((now) => world.hosted.ecs.advance(now, world.lookup));
  return toSandbox({ world, seed, doors, endpoint, resources: started.move() });
}

function startClock({ clock = 'virtual', speed, now, sockets = true }: SandboxOptions): OwnedClock {
  if (clock === 'real') return new RealClock(speed ?? 1);
  if (speed !== undefined) throw new TypeError('speed is for the real clock: start the sandbox with clock "real"');
  return new VirtualClock(now ?? Math.floor(wallNow() / 1000) * 1000, { alone: !sockets });
}

interface Running {
  readonly world: World;
  readonly seed: ParsedSeed;
  readonly doors: Doors;
  readonly endpoint: string;
  readonly resources: CleanUps;
}

function toSandbox({ world, seed, doors, endpoint, resources }: Running): Sandbox {
  const { clock, faults, issuer, log, registries } = world;
  return {
    endpoint,
    issuer: issuer.name,
    accounts: Object.keys(seed.accounts),
    get registries() {
      return registries.list().map(({ account, region, host }) => ({ account, region, host }));
    },
    transport: doors.transport,
    clock,
    faults,
    ...createControls(world, firstScope(seed)),
    call: (operation, input, scope = {}) =>
      callAsOwner(world, { operation, input: input as WireObject, ...firstScope(seed), ...scope }),
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
