import type { JsonObject } from '@funade/core';
import type { BehaviourInput } from '@funade/sandbox';
import { type EnvironmentPlan, releases, type ServicePlan, type WorldPlan } from '../model/story.ts';
import type { Dice } from './dice.ts';

const serviceNames = [
  'api',
  'web',
  'worker',
  'mail',
  'cart',
  'search',
  'auth',
  'pay',
  'stock',
  'report',
  'feed',
  'admin',
];

const places: readonly EnvironmentPlan[] = [
  { name: 'staging', account: '111111111111', region: 'eu-west-1', role: false },
  { name: 'production', account: '222222222222', region: 'eu-west-1', role: true },
  { name: 'tokyo', account: '222222222222', region: 'ap-northeast-1', role: false },
];

/** What is there before anybody does anything. */
export function drawWorld(dice: Dice): WorldPlan {
  const environments = places.slice(0, Number(dice.weighted({ 1: 86, 2: 10, 3: 4 })));
  const many = dice.weighted({ one: 74, few: 23, many: 3 });
  const count = many === 'one' ? 1 : many === 'few' ? dice.int(2, 4) : dice.int(5, 12);
  const sharesImage = dice.chance(0.4);
  const sharesFamily = dice.chance(0.15);
  const style = dice.weighted({ rolling: 70, 'blue-green': 15, mixed: 15 });
  const services = serviceNames.slice(0, count).map((name) => {
    const staged = style === 'blue-green' || (style === 'mixed' && dice.chance(0.5));
    return drawService(dice, {
      name,
      staged,
      image: sharesImage ? 'shop/all' : `shop/${name}`,
      family: sharesFamily ? 'shop' : name,
    });
  });
  return {
    environments: environments.map((each) => ({ ...each, role: each.role && dice.chance(0.5) })),
    services,
    timings: drawTimings(dice),
    latencies: drawLatencies(dice),
    activeFirst: dice.chance(0.2),
    behaviours: drawBehaviours(dice, services),
    revisions: Number(dice.weighted({ 1: 70, 2: 15, 3: 15 })),
  };
}

function drawService(
  dice: Dice,
  {
    name,
    staged,
    image,
    family,
  }: { readonly name: string; readonly staged: boolean; readonly image: string; readonly family: string },
): ServicePlan {
  const breaker = dice.weighted({ off: 30, on: 20, rollback: 50 });
  const pauses = staged && dice.chance(0.25);
  const deploymentConfiguration: JsonObject = {
    ...(breaker === 'off' ? {} : { deploymentCircuitBreaker: { enable: true, rollback: breaker === 'rollback' } }),
    ...(staged ? { strategy: 'BLUE_GREEN', bakeTimeInMinutes: dice.pick([0, 0, 1, 3]) } : {}),
    ...(pauses ? { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }] } : {}),
  };
  return {
    name,
    image,
    family,
    running: {
      desiredCount: dice.weighted({ 0: 3, 1: 47, 2: 35, 4: 15 }) === '0' ? 0 : dice.int(1, 3),
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'], securityGroups: ['sg-a'] } },
      ...(Object.keys(deploymentConfiguration).length === 0 ? {} : { deploymentConfiguration }),
    },
    ecs: drawOptions(dice),
    schedules: null,
  };
}

function drawOptions(dice: Dice): JsonObject {
  const wait = {
    ...(dice.chance(0.5) ? { budget: dice.pick(['5s', '30s', '60s', '2m', '5m']) } : {}),
    ...(dice.chance(0.2) ? { failFast: dice.pick([0, 1, 3]) } : {}),
    ...(dice.chance(0.08) ? { until: dice.pick(['started', 'paused', 'BAKE_TIME']) } : {}),
    ...(dice.chance(0.1) ? { settle: dice.pick(['10s', '60s']) } : {}),
  };
  const before = dice.chance(0.2);
  const after = dice.chance(0.12);
  const tasks = {
    ...(before
      ? { migrate: { when: 'before', command: ['migrate'], ...(dice.chance(0.3) ? { onCancel: 'stop' } : {}) } }
      : {}),
    ...(after
      ? { warm: { when: 'after', command: ['warm'], onFailure: dice.pick(['fail', 'warn', 'rollback']) } }
      : {}),
  };
  return {
    ...(Object.keys(wait).length === 0 ? {} : { wait }),
    ...(dice.chance(0.6) ? { onFailure: dice.pick(['rollback', 'stop', 'leave', 'rollback-all']) } : {}),
    ...(dice.chance(0.5) ? { onBusy: dice.pick(['wait', 'fail', 'supersede']) } : {}),
    ...(dice.chance(0.4) ? { onCancel: dice.pick(['leave', 'rollback']) } : {}),
    ...(before || after ? { tasks } : {}),
    ...(dice.chance(0.15) ? { settings: { healthCheckGracePeriodSeconds: dice.pick([0, 30]) } } : {}),
  };
}

function drawTimings(dice: Dice): Readonly<Record<string, number>> {
  if (dice.chance(0.4)) return {};
  return {
    scheduler: dice.pick([0.2, 1, 5]),
    start: dice.pick([0.5, 4, 20]),
    stop: dice.pick([0.2, 2, 30]),
    settle: dice.pick([0.5, 3, 10]),
    completion: dice.pick([0.5, 4, 15]),
    serviceDeploymentLag: dice.pick([0, 0.5, 3, 12]),
    taskLag: dice.pick([0, 0, 2]),
  };
}

function drawLatencies(dice: Dice): Readonly<Record<string, number>> {
  const operations = [
    'DescribeServices',
    'DescribeTaskDefinition',
    'RegisterTaskDefinition',
    'UpdateService',
    'RunTask',
  ];
  if (dice.chance(0.4)) return {};
  return Object.fromEntries(
    operations.filter(() => dice.chance(0.5)).map((operation) => [`ecs.${operation}`, dice.int(10, 900)]),
  );
}

const bad: readonly BehaviourInput['becomes'][] = [
  { type: 'exits', code: 1, afterSeconds: 0 },
  { type: 'exits', code: 137, afterSeconds: 2 },
  { type: 'exits', code: 3, afterSeconds: 40 },
  { type: 'exits', code: 3, afterSeconds: 200 },
  'image-missing',
  'never-starts',
  { type: 'not-placed', reason: 'capacity' },
  { type: 'container-unhealthy', afterSeconds: 5 },
  { type: 'out-of-memory', afterSeconds: 1 },
  'secret-denied',
  'no-route',
];

function drawBehaviours(dice: Dice, services: readonly ServicePlan[]): readonly BehaviourInput[] {
  const tasks: BehaviourInput = {
    match: { startedBy: 'funade/*' },
    becomes: { type: 'exits', code: dice.chance(0.85) ? 0 : 4, afterSeconds: dice.pick([0, 3, 60]) },
  };
  const troubles = dice.chance(0.45)
    ? Array.from({ length: dice.int(1, 2) }, (): BehaviourInput => {
        const { name, image } = dice.pick(services);
        const release = dice.pick(releases.slice(1));
        return {
          match: { service: name, image: `*${image}:${release}*` },
          becomes: dice.pick(bad) as never,
          // Some begin badly and go well in the end.
          ...(dice.chance(0.4) ? { times: dice.int(1, 3) } : {}),
        };
      })
    : [];
  const slow: readonly BehaviourInput[] = dice.chance(0.15)
    ? [{ match: { service: dice.pick(services).name }, startSeconds: dice.pick([60, 200]) }]
    : [];
  return [...slow, ...troubles, tasks];
}
