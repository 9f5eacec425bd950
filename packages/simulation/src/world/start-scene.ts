import { aws } from '@funade/aws';
import { type Clock, type Config, type JsonObject, type Plugin, parseConfig } from '@funade/core';
import { ecr } from '@funade/ecr';
import { ecs } from '@funade/ecs';
import { type Sandbox, startSandbox } from '@funade/sandbox';
import { schedules } from '@funade/schedules';
import type { Removal, Sending, ServiceSight } from '../model/recording.ts';
import type { Scene } from '../model/scene.ts';
import type { Story } from '../model/story.ts';
import { configOf } from './config-of.ts';
import { clusterOf, seedOf } from './seed-of.ts';
import { createWire } from './wire.ts';

/** Hours after which a story that has not come to its end never will. */
const longest = 100;

/** When every story begins: a Monday. */
export const beginning = Date.UTC(2026, 10, 23, 12);

/** Starts the sandbox of a story, and the config that the engine is given. `state`: a folder for journals. */
export async function startScene(
  story: Story,
  state: string,
  { sockets }: { readonly sockets: boolean },
): Promise<Scene> {
  const { world } = story;
  const sandbox = await startSandbox({ seed: seedOf(world), now: beginning, randomSeed: String(story.seed), sockets });
  for (const [operation, ms] of Object.entries(world.latencies)) sandbox.faults.latency(operation, ms);
  const { config, plugins } = await loadOnce(story);
  const clock = clockOf(story, sandbox);
  const { promise: late, resolve: tell } = Promise.withResolvers<string>();
  const watch = (): void => {
    if (sandbox.clock.now() > beginning + longest * 3_600_000) tell(`it has not ended after ${longest} hours`);
  };
  const removals: Removal[] = [];
  const sends: Sending[] = [];
  const everything = (): readonly ServiceSight[] =>
    world.environments.flatMap(({ name }) => world.services.map((service) => look(name, service.name)));
  const wire = createWire(story.faults, sandbox, ({ process, operation, body }) => {
    watch();
    if (/\.(?:Register|RunTask)/.test(operation)) sends.push({ process, operation, body, at: sandbox.clock.now() });
    if (!/\.(?:Deregister|Delete|BatchDelete)/.test(operation)) return;
    removals.push({ process, operation, body: JSON.parse(body), sights: everything() });
  });
  const environmentOf = (name: string) => {
    const found = config.environments[name];
    if (found === undefined) throw new TypeError(`the story has no environment ${name}`);
    return found;
  };
  const controlOf = (environment: string) => {
    const { account, region } = environmentOf(environment);
    return sandbox.ecs.at({ account, region });
  };
  const look = (environment: string, service: string): ServiceSight => {
    const control = controlOf(environment);
    const name = `${clusterOf(environment)}/${service}` as const;
    const at = sandbox.clock.now();
    try {
      const seen = control.service(name) as JsonObject;
      return {
        at,
        environment,
        service,
        seen,
        deployments: control.serviceDeployments(name) as readonly JsonObject[],
      };
    } catch {
      return { at, environment, service, seen: null, deployments: [] };
    }
  };
  const envs = new Map(
    world.environments.map(({ name, account, region }) => [name, sandbox.environment({ account, region })]),
  );
  return {
    story,
    sandbox,
    config,
    plugins,
    state,
    clock: {
      ...clock,
      sleep: (ms, how) => {
        watch();
        return clock.sleep(ms, how);
      },
    },
    late,
    environment: environmentOf,
    // What others have left in the folder of the machine is none of a story's.
    env: (name) => ({ ...envs.get(name), TMPDIR: state }),
    transport: sockets ? null : sandbox.transport,
    send: wire.send,
    removals,
    sends,
    struck: wire.struck,
    calm: () => {
      wire.calm();
      sandbox.faults.clear();
    },
    scale: (environment, service, count) => controlOf(environment).scale(`${clusterOf(environment)}/${service}`, count),
    tasks: (environment) => controlOf(environment).tasks() as readonly JsonObject[],
    definitions: (environment) => controlOf(environment).taskDefinitions() as readonly JsonObject[],
    look,
  };
}

async function loadOnce({ world }: Story): Promise<{ readonly config: Config; readonly plugins: readonly Plugin[] }> {
  const config = await parseConfig({ ...configOf(world), plugins: [ecr(), ecs(), schedules()] }, { plugins: [] });
  return { config, plugins: [await aws().load(), ...config.plugins] };
}

function clockOf({ skews }: Story, { clock }: Sandbox): Clock {
  const offset = (): number => {
    const seconds = (clock.now() - beginning) / 1000;
    return skews.findLast(({ at }) => at <= seconds)?.by ?? 0;
  };
  return {
    now: () => clock.now() + offset(),
    monotonic: () => clock.monotonic(),
    sleep: (ms, how) => clock.sleep(ms, how),
  };
}
