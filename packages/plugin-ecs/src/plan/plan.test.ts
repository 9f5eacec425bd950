import type { Allowances, Artifact, JsonObject, PluginRequest, PluginTarget, Ref } from '@funade/core';
import { buildAllowances, buildEnvironment, buildRelease, deepFreeze, pluginContract } from '@funade/core/testing';
import { describe, expect, test } from 'vitest';
import { described, pushedReference, repositoryUri, revisionArn } from '../../test/task-definitions.ts';
import type { EcsFacts, ServiceFacts } from '../model/facts.ts';
import type { EcsOptions } from '../options/options.ts';
import { ecsPlugin } from '../plugin.ts';
import { plan } from './plan.ts';

const digest = `sha256:${'d'.repeat(64)}`;
const api = target('api', { container: 'app' });
const running = revisionArn('shop-api', 12);

function target(service: string, options: Partial<EcsOptions> = {}): PluginTarget<EcsOptions> {
  return { id: `${service}@production`, service, options: { cluster: 'shop', service, ...options } };
}

function image(
  service: string,
  reference: string | Ref<string> = pushedReference('shop/api'),
  tag = 'v1.2.0',
): Extract<Artifact, { readonly type: 'image' }> {
  const uri = repositoryUri('shop/api');
  return {
    type: 'image',
    target: `${service}@production`,
    name: null,
    reference,
    repositoryUri: uri,
    platforms: ['linux/amd64'],
    tag,
    digest: null,
  };
}

function facts(
  services: Readonly<Record<string, Partial<ServiceFacts>>> = { 'api@production': {} },
  fields = {},
): EcsFacts {
  const service: ServiceFacts = {
    taskDefinition: running,
    deployment: 'ecs-svc/1',
    controller: 'ECS',
    onFargate: false,
    circuitBreaker: 'rollback',
    gracePeriodSeconds: 0,
    bakeMinutes: 0,
    shiftMinutes: 0,
    unsettled: null,
    settings: {},
    scaling: null,
    launch: {},
    loadBalanced: false,
    targetGroups: [],
    waves: 1,
    deadlocked: false,
    taskClass: 50,
  };
  return {
    services: Object.fromEntries(Object.entries(services).map(([id, own]) => [id, { ...service, ...own }])),
    taskDefinitions: { [running]: described(fields) },
    sources: {},
    deregistration: {},
    revisions: {},
  };
}

interface Given {
  readonly targets?: readonly PluginTarget<EcsOptions>[];
  readonly facts?: EcsFacts;
  readonly images?: readonly Artifact[];
  readonly allow?: Partial<Allowances>;
}

function requestOf({ targets = [api], allow }: Given): PluginRequest<EcsOptions> {
  const environment = buildEnvironment();
  return { project: 'shop', environment, release: buildRelease(), targets, allow: buildAllowances(allow) };
}

function planned(given: Given = {}) {
  return plan(
    deepFreeze(requestOf(given)),
    deepFreeze(given.facts ?? facts()),
    deepFreeze(given.images ?? [image('api')]),
  );
}

const reference = `${repositoryUri('shop/api')}:v1.2.0@${digest}`;
const unchanged: Given = {
  facts: facts(undefined, { containerDefinitions: [{ name: 'app', image: reference }] }),
  images: [image('api', reference)],
};

describe('one target with a new image', () => {
  const { steps, rollback, notes, warnings, versions } = planned();
  const [register, update, wait] = steps;

  test('is registered, updated and waited for, in this order', () => {
    expect(steps.map(({ id, needs }) => [id, needs])).toEqual([
      [
        'ecs.register-task-definition:api@production',
        ['aws.assume-role:production', 'ecr.push-image:shop/api@production'],
      ],
      [
        'ecs.update-service:api@production',
        ['aws.assume-role:production', 'ecs.register-task-definition:api@production'],
      ],
      [
        'ecs.wait-for-rollout:api@production',
        ['aws.assume-role:production', 'ecs.update-service:api@production', 'ecr.push-image:shop/api@production'],
      ],
    ]);
  });

  test('registers what runs with that one image changed', () => {
    const { definition, services } = (register?.input ?? {}) as JsonObject;
    expect(services).toEqual([{ cluster: 'shop', service: 'api', replaces: ['ecs-svc/1'] }]);
    expect(definition).toEqual({
      family: 'shop-api',
      containerDefinitions: [
        { name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.27', cpu: 0, essential: true, environment: [] },
        {
          name: 'app',
          image: { $ref: ['ecr.push-image:shop/api@production', 'reference'] },
          cpu: 0,
          essential: true,
          environment: [{ name: 'EMPTY', value: '' }],
          futureContainerField: { a: 1 },
        },
      ],
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      enableFaultInjection: false,
      tags: [
        { key: 'funade:release', value: 'v1.2.0' },
        { key: 'funade:commit', value: '0123456789abcdef0123456789abcdef01234567' },
        { key: 'funade:config', value: expect.stringMatching(/^[0-9a-f]{12}$/) },
      ],
    });
    expect(register?.changes).toEqual([
      {
        path: 'containerDefinitions[app].image',
        from: `${repositoryUri('shop/api')}:v1.1.0`,
        to: `${repositoryUri('shop/api')}:v1.2.0`,
      },
    ]);
  });

  test('updates the service with the new revision and nothing else', () => {
    expect(update?.input).toEqual({
      cluster: 'shop',
      service: 'api',
      taskDefinition: { $ref: ['ecs.register-task-definition:api@production', 'taskDefinitionArn'] },
      replaces: ['ecs-svc/1'],
      onBusy: 'wait',
      turnSeconds: 900,
      onCancel: 'leave',
    });
    expect(update?.changes).toEqual([{ path: 'taskDefinition', from: 'shop-api:12', to: 'shop-api (new revision)' }]);
  });

  test('waits for the deployment that the update starts', () => {
    expect(wait?.title).toBe('wait for api (up to 15m; rolled back when it fails)');
    expect(wait?.input).toEqual({
      cluster: 'shop',
      service: 'api',
      taskDefinition: { $ref: ['ecs.update-service:api@production', 'taskDefinition'] },
      deploymentId: { $ref: ['ecs.update-service:api@production', 'deploymentId'] },
      knownDeploymentIds: { $ref: ['ecs.update-service:api@production', 'knownDeploymentIds'] },
      createdAt: { $ref: ['ecs.update-service:api@production', 'createdAt'] },
      previousTaskDefinition: { $ref: ['ecs.update-service:api@production', 'previousTaskDefinition'] },
      images: { app: { $ref: ['ecr.push-image:shop/api@production', 'reference'] } },
      budgetSeconds: 900,
      failFast: null,
      settleSeconds: 0,
      onFailure: 'rollback',
      onCancel: 'leave',
    });
  });

  test('has a rollback to the revision that runs', () => {
    expect(rollback.map(({ title, input }) => [title, input])).toEqual([
      [
        'roll back service api to shop-api:12',
        {
          cluster: 'shop',
          service: 'api',
          taskDefinition: running,
          replaces: [{ $ref: ['ecs.update-service:api@production', 'deploymentId'] }, 'ecs-svc/1'],
          whenMoved: 'superseded',
          onBusy: 'supersede',
        },
      ],
      [
        'wait for api (up to 15m)',
        expect.objectContaining({
          taskDefinition: { $ref: ['ecs.update-service:rollback:api@production', 'taskDefinition'] },
          images: {},
          onFailure: 'leave',
          onCancel: 'leave',
        }),
      ],
    ]);
  });

  test('is one version step, with nothing to say but of a field that nobody knows', () => {
    expect(versions).toEqual([{ target: 'api@production', from: 'v1.1.0', to: 'v1.2.0', step: 'minor' }]);
    expect([notes, warnings.map(({ code }) => code)]).toEqual([[], ['UNKNOWN_FIELD']]);
  });
});

describe('a target that runs the image already', () => {
  test('has no steps, and a note says why', () => {
    const { steps, rollback, notes } = planned(unchanged);
    expect([steps, rollback]).toEqual([[], []]);
    expect(notes.map(({ text }) => text)).toEqual(['service api already runs v1.2.0 (shop-api:12)']);
  });

  test('is deployed again when forced, without a new revision', () => {
    const { steps, rollback } = planned({ ...unchanged, allow: { force: true } });
    expect(steps.map(({ id, input }) => [id, input])).toEqual([
      [
        'ecs.update-service:api@production',
        {
          cluster: 'shop',
          service: 'api',
          taskDefinition: running,
          forceNewDeployment: true,
          replaces: ['ecs-svc/1'],
          onBusy: 'wait',
          turnSeconds: 900,
          onCancel: 'leave',
        },
      ],
      [
        'ecs.wait-for-rollout:api@production',
        expect.objectContaining({ taskDefinition: { $ref: ['ecs.update-service:api@production', 'taskDefinition'] } }),
      ],
    ]);
    expect(rollback).toEqual([]);
  });
});

test('an image that is in the registry already is set as it is', () => {
  const [register] = planned({ images: [image('api', reference)] }).steps;
  expect(register?.needs).toEqual(['aws.assume-role:production']);
  expect(register?.changes[0]?.to).toBe(reference);
});

test('several containers get their images by name', () => {
  const images = ['app', 'proxy'].map((name): Artifact => {
    return {
      ...image('api'),
      name,
      repositoryUri: repositoryUri(`shop/${name}`),
      reference: pushedReference(`shop/${name}`),
    };
  });
  const [register] = planned({
    targets: [target('api', { containers: { app: 'app', proxy: 'proxy' } })],
    images,
  }).steps;
  expect(register?.changes.map(({ path }) => path)).toEqual([
    'containerDefinitions[proxy].image',
    'containerDefinitions[app].image',
  ]);
  expect(register?.needs.slice(1)).toEqual([
    'ecr.push-image:shop/proxy@production',
    'ecr.push-image:shop/app@production',
  ]);
});

test('a definition that two services share is registered once', () => {
  const { steps } = planned({
    targets: [api, target('canary', { container: 'app' })],
    facts: facts({ 'api@production': {}, 'canary@production': {} }),
    images: [image('api'), image('canary')],
  });
  expect(steps.map(({ id }) => id)).toEqual([
    'ecs.register-task-definition:api@production',
    'ecs.update-service:api@production',
    'ecs.wait-for-rollout:api@production',
    'ecs.update-service:canary@production',
    'ecs.wait-for-rollout:canary@production',
  ]);
  expect(steps[3]?.needs).toContain('ecs.register-task-definition:api@production');
});

test('the written budget goes into the plan', () => {
  const { steps } = planned({ targets: [target('api', { container: 'app', wait: { budget: '20m' } })] });
  expect(steps[2]).toMatchObject({
    title: 'wait for api (up to 20m; rolled back when it fails)',
    input: { budgetSeconds: 1200 },
  });
});

test.each([
  [
    'off',
    'service api has no deployment circuit breaker: once as many tasks as one would tolerate have stopped for the same reason, its rollout counts as failed',
  ],
  [
    'stop',
    'service api has a deployment circuit breaker without rollback: ECS will stop a failing rollout where it is',
  ],
] as const)('a circuit breaker that is %s is noted', (circuitBreaker, text) => {
  expect(planned({ facts: facts({ 'api@production': { circuitBreaker } }) }).notes.map((note) => note.text)).toEqual([
    text,
  ]);
});

test('without fail fast and breaker, the end of the wait is all there is', () => {
  const targets = [target('api', { container: 'app', wait: { failFast: 0 } })];
  const given = { targets, facts: facts({ 'api@production': { circuitBreaker: 'off' } }) };
  expect(planned(given).notes.map((note) => note.text)).toEqual([
    'service api has no deployment circuit breaker: ECS will keep starting tasks that fail until the wait ends',
  ]);
});

test.each<[Partial<EcsOptions>, Partial<ServiceFacts>, string, object]>([
  [{}, { circuitBreaker: 'stop' }, 'up to 15m; stopped when it fails', { onFailure: 'stop' }],
  [{}, { circuitBreaker: 'off' }, 'up to 15m; rolled back when it fails', { onFailure: 'rollback' }],
  [{ onFailure: 'rollback' }, { circuitBreaker: 'stop' }, 'up to 15m; rolled back when it fails', {}],
  [{ onFailure: 'rollback-all' }, {}, 'up to 15m; rolled back when it fails', { onFailure: 'rollback' }],
  [{ onFailure: 'leave', wait: { failFast: 0 } }, {}, 'up to 15m; left to ECS when it fails', { failFast: 0 }],
  [
    { onCancel: 'rollback' },
    {},
    'up to 15m; rolled back when it fails; rolled back when the run is interrupted',
    { onCancel: 'rollback' },
  ],
  [
    {},
    { loadBalanced: true, waves: 2 },
    'up to 25m, with 2 × 5m of deregistration delay, which is assumed; rolled back when it fails',
    { budgetSeconds: 1500 },
  ],
])('%j with %j waits %s', (options, ...[own, text, input]) => {
  const given = { targets: [target('api', { container: 'app', ...options })], facts: facts({ 'api@production': own }) };
  expect(planned(given).steps[2]).toMatchObject({ title: `wait for api (${text})`, input });
});

test.each([
  ['wait', 'a deploy waits for it to end, and then plans'],
  ['fail', 'a deploy fails unless it ends first'],
  ['supersede', 'this deploy supersedes it'],
] as const)('another deployment in progress is noted with %s', (onBusy, text) => {
  const targets = [target('api', { container: 'app', onBusy })];
  const busy = facts({ 'api@production': { unsettled: 'in-progress' } });
  const { notes, steps, waitsFor } = planned({ targets, facts: busy });
  expect(notes.map((note) => note.text)).toEqual([`another deployment of service api is in progress: ${text}`]);
  expect(waitsFor).toEqual(onBusy === 'supersede' ? [] : [{ target: 'api@production', occupant: 'ecs-svc/1' }]);
  expect(steps[1]?.input).toMatchObject({ onBusy });
});

test('a release that is rolling out already is waited for and not for its turn', () => {
  const rolling = facts(
    { 'api@production': { unsettled: 'in-progress' } },
    { containerDefinitions: [{ name: 'app', image: reference }] },
  );
  expect(planned({ ...unchanged, facts: rolling }).waitsFor).toEqual([]);
});

test('a rollout that cannot get anywhere is warned of before it starts', () => {
  expect(planned({ facts: facts({ 'api@production': { deadlocked: true } }) }).warnings).toContainEqual({
    code: 'ROLLOUT_DEADLOCK',
    targets: ['api@production'],
    label: 'api@production',
    message:
      'the deployment percentages of service api allow it neither to stop an old task nor to start a new one, so no rollout can make progress: lower minimumHealthyPercent or raise maximumPercent',
  });
});

describe('a target whose revision would not change', () => {
  const standing = (unsettled: ServiceFacts['unsettled']) => ({
    ...unchanged,
    facts: { ...facts({ 'api@production': { unsettled } }), taskDefinitions: unchanged.facts?.taskDefinitions ?? {} },
  });

  test('is waited for while its rollout is in progress', () => {
    const { steps, notes, rollback } = planned(standing('in-progress'));
    expect(steps.map(({ id, title }) => [id, title])).toEqual([
      ['ecs.update-service:api@production', 'find the rollout of service api'],
      ['ecs.wait-for-rollout:api@production', 'wait for api (up to 15m; rolled back when it fails)'],
    ]);
    expect(steps[0]?.input).not.toHaveProperty('forceNewDeployment');
    expect(notes[0]?.text).toBe('service api is already rolling out v1.2.0 (shop-api:12); waiting for it');
    expect(rollback).toEqual([]);
  });

  test('is deployed again when its rollout has failed', () => {
    const { steps, notes } = planned(standing('failed'));
    expect(steps[0]).toMatchObject({ title: 'update service api', input: { forceNewDeployment: true } });
    expect(notes[0]?.text).toBe('the rollout of v1.2.0 to service api failed (shop-api:12); deployed again');
  });
});

test('a deregistered base and fields of the future are warned of', () => {
  const { warnings, steps } = planned({
    facts: facts(undefined, { status: 'INACTIVE', futureTaskField: { mode: 'ON' } }),
  });
  expect(warnings.map(({ message }) => message)).toEqual([
    'task definition shop-api:12 has a field that this version of Funade does not know: containerDefinitions[app].futureContainerField; it is sent as it is',
    'task definition shop-api:12 has a field that this version of Funade does not know: futureTaskField; it is sent as it is',
    'task definition shop-api:12, which api@production runs, was deregistered: ECS may refuse to roll back to it',
  ]);
  expect(steps[0]?.input).toMatchObject({ definition: { futureTaskField: { mode: 'ON' } } });
});

test.each<[string, string, Given]>([
  [
    'CODE_DEPLOY',
    'CONTROLLER_NOT_SUPPORTED',
    { facts: facts({ 'api@production': { controller: 'CODE_DEPLOY', taskDefinition: null } }) },
  ],
  ['a wrong container', 'UNKNOWN_CONTAINER', { targets: [target('api', { container: 'web' })] }],
  ['no image', 'ECS_NO_IMAGE', { images: [] }],
  ['an older version', 'DOWNGRADE', { images: [image('api', pushedReference('shop/api'), 'v1.0.9')] }],
  [
    'two targets of one service',
    'SERVICE_CLAIMED_TWICE',
    { targets: [api, { ...api, id: 'other@production' as const }] },
  ],
])('%s is refused while planning', (_, ...[code, given]) => {
  expect(() => planned(given)).toThrow(expect.objectContaining({ code }));
});

test('an older version is planned once allowed', () => {
  const given = { images: [image('api', pushedReference('shop/api'), 'v1.0.9')], allow: { downgrade: true } };
  expect(planned(given).versions[0]?.step).toBe('downgrade');
});

const two = { targets: [api, target('canary', { container: 'app' })], images: [image('api'), image('canary')] };

pluginContract(
  ecsPlugin,
  (
    [
      ['one target', {}],
      ['two that share a definition', { ...two, facts: facts({ 'api@production': {}, 'canary@production': {} }) }],
      ['a forced redeploy', { ...unchanged, allow: { force: true } }],
      ['nothing to do', unchanged],
    ] as const satisfies readonly (readonly [string, Given])[]
  ).map(([name, given]: readonly [string, Given]) => ({
    name,
    request: requestOf(given),
    facts: given.facts ?? facts(),
    upstream: given.images ?? [image('api')],
    earlier: ['aws.assume-role:production'],
  })),
);
