import { aws } from '@funade/aws';
import {
  type Allowances,
  applyPlan,
  type Clock,
  createOperation,
  createPlan,
  createPrune,
  type Json,
  type JsonObject,
  type OperationName,
  type OperationPlan,
  type Plan,
  type Plugin,
  type PruneOptions,
  planInTurn,
  type Report,
  type RunContext,
  type RunEvent,
  readHistory,
  readStatus,
  rollbackPlan,
  type TargetHistory,
  type TargetStatus,
} from '@funade/core';
import {
  buildAllowances,
  buildContext,
  buildEnvironment,
  buildRelease,
  hearing,
  imagesPlugin,
} from '@funade/core/testing';
import type { Sandbox, Seed } from '@funade/sandbox';
import { startSandbox } from '@funade/sandbox';
import { type Ecs, useEcs } from '../src/api/ecs-client.ts';
import type { EcsOptions } from '../src/options/options.ts';
import { ecsPlugin } from '../src/plugin.ts';
import { checkAtStop } from './check-at-stop.ts';

const account = '222222222222';
const region = 'ap-northeast-1';

const environment = buildEnvironment({ account, region });

const registry = 'registry.example';

/** What differs from a shop with one steady service `api` of two tasks in cluster `shop`. */
export interface ShopOptions {
  /** Services by name. Default: `api`. */
  readonly services?: readonly string[];
  /** Of every service. */
  readonly service?: JsonObject;
  /** Of every task definition. */
  readonly taskDefinition?: JsonObject;
  /** Of the container `app`. */
  readonly container?: JsonObject;
  readonly region?: JsonObject;
  /** Of the account, by name. */
  readonly roles?: Seed['accounts'][string]['roles'];
  /** Folder that the config stands in. */
  readonly root?: string;
  /** Milliseconds that the engine's clock is ahead of ECS's. */
  readonly skew?: number;
  /** Decides the ids that ECS makes. Default: they are never the same. */
  readonly randomSeed?: string;
  /** Whether the engine and the sandbox speak over sockets. Default true. */
  readonly sockets?: boolean;
}

/** How a test deploys. */
export interface ReleaseOptions {
  /** Tag of the image that every service gets. Default `v1.2.0`. */
  readonly tag?: string;
  /** Options of each service, beside cluster, service and container. */
  readonly options?: Partial<EcsOptions>;
  /** Options of one service, beside these. Default: none. */
  readonly optionsOf?: (service: string) => Partial<EcsOptions>;
  readonly services?: readonly string[];
  readonly allow?: Partial<Allowances>;
  /** What a check finds at a stop at `POST_TEST_TRAFFIC_SHIFT`. Absent: there is no check. */
  readonly checked?: 'good' | 'bad';
}

/** A sandbox with a shop in it, and the engine that deploys to it, on the sandbox's clock. */
export interface Shop extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** Everything the last run said. */
  readonly events: readonly RunEvent[];
  plan(options?: ReleaseOptions): Promise<Plan>;
  /** `onEvent` sees everything as it happens. */
  apply(plan: Plan, onEvent?: (event: RunEvent) => void): Promise<Report>;
  /** What a rollback is planned with: a request, the plugins, the engine's context. */
  rollbackOf(): Promise<{
    readonly request: ReturnType<typeof requestOf>;
    readonly plugins: readonly Plugin[];
    readonly context: RunContext;
  }>;
  /** What a process of its own is started with: a request for a release, the plugins, a context that nobody else has. */
  process(release?: ReleaseOptions): Promise<{
    readonly request: ReturnType<typeof requestOf>;
    readonly plugins: readonly Plugin[];
    readonly context: RunContext;
  }>;
  /** What `funade history` reads. */
  history(): Promise<readonly TargetHistory[]>;
  /** What `funade status` reads. */
  status(): Promise<readonly TargetStatus[]>;
  /** The rollback of a plan that was applied in the last run. */
  rollback(plan: Plan): Plan;
  /**
   * Makes an operation and applies it. `started`: what an earlier run's steps returned. `meanwhile` happens between the two,
   * while a person thinks about it.
   */
  operate(
    operation: OperationName,
    started?: Readonly<Record<string, Json>>,
    how?: { readonly meanwhile?: () => void; readonly until?: string },
  ): Promise<Operated>;
  /** Plans a prune, and applies it unless `meanwhile` throws. */
  prune(options?: Partial<PruneOptions>, meanwhile?: () => Promise<void>): Promise<Operated>;
  /** Bodies of the calls of an ECS operation so far. */
  calls(operation: string): readonly JsonObject[];
  interrupt(reason: unknown): void;
  /** Sets the engine's clock forward or back by so many milliseconds. */
  setClock(by: number): void;
  /** Another run of the engine at the same time, in a context of its own. */
  rival(): Rival;
  /** The ECS client of the engine's own session, for what happens out of band. */
  ecs(): Promise<Ecs>;
  /** The engine's context. */
  readonly context: RunContext;
}

/** A run beside the shop's own. It waits for its turn before it plans, as `funade deploy` does. */
export type Rival = Pick<Shop, 'apply' | 'plan'>;

/** An operation and how it went. */
export interface Operated {
  readonly plan: OperationPlan;
  readonly report: Report;
}

/** Starts a shop; disposing of it stops everything. */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const { services = ['api'], randomSeed, sockets = true } = options;
  const sandbox = await startSandbox({
    seed: seedOf(options),
    now: Date.UTC(2026, 10, 23, 12),
    sockets,
    ...(randomSeed === undefined ? {} : { randomSeed }),
  });
  const stop = new AbortController();
  let { skew = 0 } = options;
  const clock: Clock = {
    now: () => sandbox.clock.now() + skew,
    monotonic: () => sandbox.clock.monotonic(),
    sleep: (ms, how) => sandbox.clock.sleep(ms, how),
  };
  const env = sandbox.environment({ account, region });
  const at = {
    ...(options.root === undefined ? {} : { root: options.root }),
    ...(sockets ? {} : { transport: sandbox.transport }),
  };
  const context = buildContext({ environment, clock, signal: stop.signal, env, ...at });
  const rivals: RunContext[] = [];
  let events: RunEvent[] = [];
  return {
    sandbox,
    get events() {
      return events;
    },
    plan: async (release = {}) => createPlan(requestOf(release, services), await pluginsFor(release), context),
    apply: async (plan, onEvent) => {
      events = [];
      const listen = (event: RunEvent): void => {
        events.push(event);
        onEvent?.(event);
      };
      return applyPlan(plan, context, {
        plugins: await pluginsFor({}),
        runId: 'run-1',
        reporters: hearing(listen),
        concurrency: 100,
      });
    },
    rollbackOf: async () => ({ request: requestOf({}, services), plugins: await pluginsFor({}), context }),
    process: async (release = {}) => {
      // It may be killed, and what is killed cleans nothing up.
      const own = buildContext({ environment, clock, env, ...at });
      return { request: requestOf(release, services), plugins: await pluginsFor(release), context: own };
    },
    history: async () => readHistory({ ...requestOf({}, services), limit: 10 }, await pluginsFor({}), context),
    status: async () => readStatus(requestOf({}, services), await pluginsFor({}), context),
    rollback: (plan) =>
      rollbackPlan(plan, {
        targets: plan.targets.map(({ id }) => id),
        outputs: new Map(
          events.flatMap((event) => (event.type === 'step-succeeded' ? [[event.step, event.output]] : [])),
        ),
        createdAt: plan.createdAt,
      }),
    operate: async (operation, started = {}, { meanwhile = () => {}, ...until } = {}) => {
      events = [];
      const plugins = await pluginsFor({});
      const plan = await createOperation(
        { ...requestOf({}, services), operation, started, begun: {}, ...until },
        plugins,
        context,
      );
      meanwhile();
      const onEvent = (event: RunEvent): void => {
        events.push(event);
      };
      return { plan, report: await applyPlan(plan, context, { plugins, runId: 'run-2', reporters: hearing(onEvent) }) };
    },
    prune: async (options = {}, meanwhile = async () => {}) => {
      events = [];
      const plugins = await pluginsFor({});
      const asked = { keep: 10, images: false, deleteInactive: false, ...options };
      const plan = await createPrune({ ...requestOf({}, services), options: asked }, plugins, context);
      await meanwhile();
      const onEvent = (event: RunEvent): void => {
        events.push(event);
      };
      return { plan, report: await applyPlan(plan, context, { plugins, runId: 'run-3', reporters: hearing(onEvent) }) };
    },
    calls: (operation) => sandbox.requests(`ecs.${operation}`).map(({ body }) => body as JsonObject),
    rival: () => {
      const own = buildContext({ environment, clock, env, ...at });
      rivals.push(own);
      return {
        apply: async (plan, onEvent) =>
          applyPlan(plan, own, {
            plugins: await pluginsFor({}),
            runId: `run-${rivals.length + 1}`,
            ...(onEvent === undefined ? {} : { reporters: hearing(onEvent) }),
          }),
        plan: async (release = {}) =>
          planInTurn(requestOf(release, services), await pluginsFor(release), { ...own, say: () => {} }),
      };
    },
    ecs: () => useEcs(context),
    context,
    interrupt: (reason) => stop.abort(reason),
    setClock: (by) => {
      skew += by;
    },
    async [Symbol.asyncDispose]() {
      for (const each of [context, ...rivals]) await each.resources.close();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

/** The reference of the image of a tag, as a push step hands it on. */
export function imageReference(tag: string): string {
  return `${registry}/shop/api:${tag}@sha256:${Buffer.from(tag).toString('hex').padEnd(64, '0')}`;
}

function seedOf({
  services = ['api'],
  service,
  taskDefinition,
  container,
  region: more,
  roles = {},
}: ShopOptions): Seed {
  const taskDefinitions = services.map((family) => ({
    family,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      { name: 'sidecar', image: `${registry}/sidecar:1`, essential: false },
      { name: 'app', image: imageReference('v1.1.0'), essential: true, ...container },
    ],
    ...taskDefinition,
  }));
  const running = services.map((name) => [
    name,
    { taskDefinition: name, desiredCount: 2, launchType: 'FARGATE', ...service },
  ]);
  const clusters = { shop: { services: Object.fromEntries(running) }, tools: { services: {} } };
  return {
    accounts: {
      [account]: { users: { deployer: {} }, roles, regions: { [region]: { taskDefinitions, clusters, ...more } } },
    },
  };
}

function requestOf(
  { options, optionsOf, allow, services: chosen, tag = 'v1.2.0' }: ReleaseOptions,
  services: readonly string[],
) {
  const release = buildRelease({ version: tag.slice(1), tag, imageTag: tag });
  return {
    project: 'shop',
    environment,
    release,
    allow: buildAllowances(allow),
    targets: (chosen ?? services).map((service) => ({
      id: `${service}@production` as const,
      service,
      options: { ecs: { cluster: 'shop', service, container: 'app', ...options, ...optionsOf?.(service) } },
    })),
  };
}

async function pluginsFor({ tag = 'v1.2.0', checked }: ReleaseOptions): Promise<readonly Plugin[]> {
  const checks = checked === undefined ? [] : [checkAtStop(checked)];
  return [await aws().load(), imagesPlugin(imageReference(tag)), ecsPlugin, ...checks];
}
