import { aws } from '@funade/aws';
import {
  applyPlan,
  createPlan,
  type Environment,
  type ErrorInfo,
  type Json,
  type JsonObject,
  type Plan,
  type Plugin,
  type Report,
  type RunContext,
  type RunEvent,
  rollbackPlan,
} from '@funade/core';
import {
  buildAllowances,
  buildContext,
  buildEnvironment,
  buildRelease,
  hearing,
  imagesPlugin,
} from '@funade/core/testing';
import { ecs } from '@funade/ecs';
import { type Sandbox, type Seed, startSandbox } from '@funade/sandbox';
import { schedules } from '../src/index.ts';

export const account = '222222222222';
export const region = 'ap-northeast-1';
export const cluster = `arn:aws:ecs:${region}:${account}:cluster/shop`;
export const environment: Environment = buildEnvironment({ account, region });

const registry = 'registry.example';

export const arnOf = (revision: string): string => `arn:aws:ecs:${region}:${account}:task-definition/${revision}`;
export const roleOf = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

/** A target of a rule with everything that must not be lost, some of it newer than the SDK. */
export const nightlyTarget = (more: JsonObject = {}): JsonObject => ({
  Id: 'job',
  Arn: cluster,
  RoleArn: roleOf('events'),
  Input: '{"containerOverrides":[{"name":"app","command":["node","report.js"]}]}',
  EcsParameters: {
    TaskDefinitionArn: arnOf('api:1'),
    TaskCount: 2,
    LaunchType: 'FARGATE',
    NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-1'], AssignPublicIp: 'DISABLED' } },
    Tags: [{ Key: 'team', Value: 'reports' }],
    FutureMember: { Nested: [1.5, '1.0'] },
  },
  RetryPolicy: { MaximumRetryAttempts: 4, MaximumEventAgeInSeconds: 300 },
  DeadLetterConfig: { Arn: `arn:aws:sqs:${region}:${account}:lost` },
  ...more,
});

/** The same as a schedule of EventBridge Scheduler. */
export const nightlySchedule = (more: JsonObject = {}, target: JsonObject = {}): JsonObject => {
  const { Id: _, ...rest } = nightlyTarget();
  return {
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'Asia/Tokyo',
    Description: 'the nightly report',
    State: 'DISABLED',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    EndDate: 1_893_456_000.5,
    ActionAfterCompletion: 'NONE',
    Target: { ...rest, ...target },
    ...more,
  };
};

export interface ShopOptions {
  readonly rules?: JsonObject;
  readonly schedules?: JsonObject;
  /** Of the user that deploys. */
  readonly permissions?: JsonObject;
  readonly service?: JsonObject;
}

export interface Wanted {
  /** What the service writes under `schedules`. */
  readonly schedules?: Json;
  /** What it writes under `ecs`, beside cluster, service and container. */
  readonly ecs?: JsonObject;
  readonly tag?: string;
  readonly project?: string;
  /** The revision to go back to. */
  readonly revision?: string;
}

export interface Shop extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly events: readonly RunEvent[];
  readonly context: RunContext;
  plan(wanted?: Wanted): Promise<Plan>;
  apply(plan: Plan, onEvent?: (event: RunEvent) => void | Promise<void>): Promise<Report>;
  deploy(wanted?: Wanted, onEvent?: (event: RunEvent) => void | Promise<void>): Promise<Report>;
  rollBack(plan: Plan): Promise<Report>;
  error(): ErrorInfo | null;
  warned(): readonly string[];
  /** The targets of a rule, as they are. */
  targets(rule: string): Promise<readonly JsonObject[]>;
  /** A schedule as it is; null: there is none. */
  schedule(place: string): Promise<JsonObject | null>;
  bodies(operation: string): readonly JsonObject[];
  plugins(tag?: string): Promise<readonly Plugin[]>;
}

/** A sandbox with a steady service `api` in cluster `shop`, a rule and a schedule that run its task definition. */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const sandbox = await startSandbox({ seed: seedOf(options), now: Date.UTC(2026, 10, 30, 12) });
  const context = buildContext({ environment, clock: sandbox.clock, env: sandbox.environment({ account, region }) });
  let events: RunEvent[] = [];
  const apply = async (plan: Plan, onEvent: (event: RunEvent) => void | Promise<void> = () => {}): Promise<Report> => {
    events = [];
    const listen = (event: RunEvent) => {
      events.push(event);
      return onEvent(event);
    };
    return applyPlan(plan, context, { plugins: await pluginsFor(), runId: 'run-1', reporters: hearing(listen) });
  };
  const plan = async (wanted: Wanted = {}): Promise<Plan> =>
    createPlan(requestOf(wanted), await pluginsFor(wanted.tag), context);
  return {
    sandbox,
    context,
    get events() {
      return events;
    },
    plan,
    apply,
    deploy: async (wanted, onEvent) => apply(await plan(wanted), onEvent),
    rollBack: async (applied) => {
      const outputs = new Map(
        events.flatMap((event) => (event.type === 'step-succeeded' ? [[event.step, event.output]] : [])),
      );
      const targets = applied.targets.map(({ id }) => id);
      return apply(rollbackPlan(applied, { targets, outputs, createdAt: applied.createdAt }));
    },
    error: () => events.flatMap((event) => (event.type === 'step-failed' ? [event.error] : []))[0] ?? null,
    warned: () => events.flatMap((event) => (event.type === 'step-warned' ? [event.message] : [])),
    targets: async (rule) => {
      const { useEvents } = await import('../src/api/clients.ts');
      const { readTargets } = await import('../src/api/read-rule.ts');
      return (await readTargets(await useEvents(context), { name: rule, bus: 'default' }, context)) ?? [];
    },
    schedule: async (place) => {
      const { useScheduler } = await import('../src/api/clients.ts');
      const { readSchedule } = await import('../src/api/read-schedule.ts');
      const { parsePlace } = await import('../src/model/place.ts');
      return readSchedule(await useScheduler(context), parsePlace(place), context);
    },
    bodies: (operation) => sandbox.requests(operation).map(({ body }) => body as JsonObject),
    plugins: pluginsFor,
    async [Symbol.asyncDispose]() {
      await context.resources.close();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

function seedOf({ rules, schedules: seeded, permissions, service }: ShopOptions): Seed {
  const trusting = (name: string) => ({ trust: { services: [`${name}.amazonaws.com`] } });
  const nightly = { ScheduleExpression: 'cron(0 3 * * ? *)', Targets: [nightlyTarget()] };
  return {
    accounts: {
      [account]: {
        users: { deployer: permissions === undefined ? {} : { permissions } },
        roles: { events: trusting('events'), scheduler: trusting('scheduler'), stranger: {} },
        regions: {
          [region]: {
            taskDefinitions: ['api', 'web'].map((family) => ({
              family,
              requiresCompatibilities: ['FARGATE'],
              networkMode: 'awsvpc',
              cpu: '256',
              memory: '512',
              containerDefinitions: [{ name: 'app', image: imageReference('v1.1.0'), essential: true }],
            })),
            clusters: {
              shop: {
                services: { api: { taskDefinition: 'api', desiredCount: 1, launchType: 'FARGATE', ...service } },
              },
            },
            rules: rules ?? { 'shop-nightly': nightly },
            schedules: seeded ?? { 'shop/nightly': nightlySchedule() },
          },
        },
      },
    },
  } as unknown as Seed;
}

function imageReference(tag: string): string {
  return `${registry}/shop/api:${tag}@sha256:${Buffer.from(tag).toString('hex').padEnd(64, '0')}`;
}

export function requestOf({ schedules: written, ecs: more = {}, tag = 'v1.2.0', project = 'shop', revision }: Wanted) {
  const id = 'api@production' as const;
  const chosen = {
    release: null,
    commit: null,
    deployedAt: null,
    age: null,
    end: null,
    missing: [],
    moved: [],
    doubts: [],
    intent: 'rollback' as const,
    deployment: null,
  };
  const options = {
    ecs: { cluster: 'shop', service: 'api', container: 'app', ...more },
    ...(written === undefined ? {} : { schedules: written }),
  };
  return {
    project,
    environment,
    release: buildRelease({ version: tag.slice(1), tag, imageTag: tag }),
    allow: buildAllowances(),
    targets: [{ id, service: 'api', options }],
    ...(revision === undefined ? {} : { revisions: { [id]: { revision, ...chosen } } }),
  };
}

async function pluginsFor(tag = 'v1.2.0'): Promise<readonly Plugin[]> {
  return [await aws().load(), imagesPlugin(imageReference(tag)), await ecs().load(), await schedules().load()];
}
