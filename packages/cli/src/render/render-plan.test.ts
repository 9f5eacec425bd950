import type { Plan } from '@funade/core';
import { buildPlan, buildStep } from '@funade/core/testing';
import { expect, test } from 'vitest';
import type { Palette } from './palette.ts';
import { planSummary, renderPlan } from './render-plan.ts';

const registry = '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com';
const session = buildStep('aws.assume-role:production', { title: 'assume role arn:aws:iam::222222222222:role/deploy' });
const image = { targets: ['api@production', 'worker@production'], label: 'shop/api@production' } as const;
const both = ['api@production', 'worker@production'] as const;
const build = buildStep('ecr.build-image:shop/api@production', {
  targets: both,
  title: 'build shop/api:v1.2.0 from services/api with docker',
  needs: [session.id],
});
const push = buildStep('ecr.push-image:shop/api@production', {
  targets: both,
  title: 'push shop/api:v1.2.0',
  needs: [session.id, build.id],
});
const service = (name: string) => {
  const register = buildStep(`ecs.register-task-definition:${name}@production`, {
    phase: 'register',
    title: `register task definition shop-${name}`,
    needs: [session.id, push.id],
    changes: [
      {
        path: 'containerDefinitions[app].image',
        from: `${registry}/shop/api:v1.1.0`,
        to: `${registry}/shop/api:v1.2.0`,
      },
      { path: 'containerDefinitions[app].environment[MODE]', from: null, to: 'fast' },
      { path: 'containerDefinitions[app].cpu', from: 256, to: null },
    ],
  });
  const update = buildStep(`ecs.update-service:${name}@production`, {
    title: `update service ${name}`,
    needs: [register.id],
    changes: [{ path: 'taskDefinition', from: `shop-${name}:41`, to: `shop-${name} (new revision)` }],
  });
  const wait = buildStep(`ecs.wait-for-rollout:${name}@production`, {
    title: `wait for ${name} (up to 10m)`,
    needs: [update.id],
  });
  return [register, update, wait];
};
const back = buildStep('ecs.update-service:api@production', {
  undoes: 'ecs.update-service:api@production',
  title: 'roll back service api to shop-api:41',
  changes: [{ path: 'taskDefinition', from: 'shop-api (new revision)', to: 'shop-api:41' }],
});

function shop(differs: Partial<Plan> = {}): Plan {
  const plan = buildPlan([session, build, push, ...service('api'), ...service('worker')]);
  const version = { target: 'api@production', from: 'v1.1.0', to: 'v1.2.0', step: 'minor' } as const;
  return {
    ...plan,
    id: '3f2a9c1b2d4e'.padEnd(64, '0'),
    targets: [
      ...plan.targets.map((target) => (target.service === 'api' ? { ...target, version } : target)),
      { id: 'web@production', service: 'web', options: {}, steps: [], version: null, onFailure: 'leave' },
    ],
    rollback: [session, back],
    notes: [
      { targets: ['web@production'], label: 'web@production', text: 'service web already runs v1.2.0 (shop-web:7)' },
      {
        targets: [],
        label: 'shop/proxy@production',
        text: 'image shop/proxy:v1.2.0 is already in ECR, built from this commit',
      },
    ],
    warnings: [
      {
        code: 'ECR_TAG_MUTABLE',
        ...image,
        message: 'repository shop/api allows overwriting v1.2.0: set it to IMMUTABLE',
      },
    ],
    ...differs,
  };
}

test('a wide page has one line to a change', () => {
  expect(renderPlan(shop(), { width: 160 })).toMatchInlineSnapshot(`
    "deploy v1.2.0 (0123456) of shop to production
    account 222222222222 · ap-northeast-1 · plan 3f2a9c1b2d4e
    first assume role arn:aws:iam::222222222222:role/deploy

    api@production  v1.1.0 → v1.2.0 (minor)
      1  build shop/api:v1.2.0 from services/api with docker
      2  push shop/api:v1.2.0
      3  register task definition shop-api
           containerDefinitions[app]
             ~ image: shop/api v1.1.0 → v1.2.0 (minor)
             + environment[MODE]: fast
             - cpu: 256
      4  update service api
           ~ taskDefinition: shop-api:41 → shop-api (new revision)
      5  wait for api (up to 10m)
      ↩  rollback: roll back service api to shop-api:41

    worker@production
      1  build shop/api:v1.2.0 from services/api with docker (once, with api@production)
      2  push shop/api:v1.2.0 (once, with api@production)
      3  register task definition shop-worker
           containerDefinitions[app]
             ~ image: shop/api v1.1.0 → v1.2.0 (minor)
             + environment[MODE]: fast
             - cpu: 256
      4  update service worker
           ~ taskDefinition: shop-worker:41 → shop-worker (new revision)
      5  wait for worker (up to 10m)

    web@production
      –  nothing to do: service web already runs v1.2.0 (shop-web:7)

    left out
      –  image shop/proxy:v1.2.0 is already in ECR, built from this commit

    warning
      !  repository shop/api allows overwriting v1.2.0: set it to IMMUTABLE [ECR_TAG_MUTABLE]

    3 services: 2 to update, 1 unchanged; 1 image to build; 1 warning
    8 changes: 2 added, 4 changed, 2 removed
    signs: + added · ~ changed · - removed
    "
  `);
});

test('a narrow page breaks lines and keeps long words whole', () => {
  expect(renderPlan(shop(), { width: 44 })).toMatchInlineSnapshot(`
    "deploy v1.2.0 (0123456) of shop to
    production
    account 222222222222 · ap-northeast-1 · plan
    3f2a9c1b2d4e
    first assume role
          arn:aws:iam::222222222222:role/deploy

    api@production  v1.1.0 → v1.2.0 (minor)
      1  build shop/api:v1.2.0 from services/api
         with docker
      2  push shop/api:v1.2.0
      3  register task definition shop-api
           containerDefinitions[app]
             ~ image:
                 shop/api v1.1.0 → v1.2.0
                 (minor)
             + environment[MODE]: fast
             - cpu: 256
      4  update service api
           ~ taskDefinition:
                 shop-api:41
               → shop-api (new revision)
      5  wait for api (up to 10m)
      ↩  rollback: roll back service api to
         shop-api:41

    worker@production
      1  build shop/api:v1.2.0 from services/api
         with docker (once, with api@production)
      2  push shop/api:v1.2.0 (once, with
         api@production)
      3  register task definition shop-worker
           containerDefinitions[app]
             ~ image:
                 shop/api v1.1.0 → v1.2.0
                 (minor)
             + environment[MODE]: fast
             - cpu: 256
      4  update service worker
           ~ taskDefinition:
                 shop-worker:41
               → shop-worker (new revision)
      5  wait for worker (up to 10m)

    web@production
      –  nothing to do: service web already runs
         v1.2.0 (shop-web:7)

    left out
      –  image shop/proxy:v1.2.0 is already in
         ECR, built from this commit

    warning
      !  repository shop/api allows overwriting
         v1.2.0: set it to IMMUTABLE
         [ECR_TAG_MUTABLE]

    3 services: 2 to update, 1 unchanged; 1
    image to build; 1 warning
    8 changes: 2 added, 4 changed, 2 removed
    signs: + added · ~ changed · - removed
    "
  `);
});

test('a plan with nothing to do is one line, its place, and the reasons', () => {
  const notes = shop().notes;
  expect(renderPlan({ ...buildPlan([]), id: 'a'.repeat(64), notes })).toMatchInlineSnapshot(`
    "nothing to do: production is already at v1.2.0
    account 222222222222 · ap-northeast-1 · plan aaaaaaaaaaaa

    left out
      –  service web already runs v1.2.0 (shop-web:7)
      –  image shop/proxy:v1.2.0 is already in ECR, built from this commit
    "
  `);
});

test('colours add nothing to the text', () => {
  const mark = (text: string) => `<${text}>`;
  const colour: Palette = { bold: mark, dim: mark, red: mark, green: mark, yellow: mark, cyan: mark };
  expect(renderPlan(shop(), { colour }).replace(/[<>]/g, '')).toBe(renderPlan(shop()));
});

test.each([0, -1, Number.NaN])('a terminal of width %d is taken for one of 100 columns', (width) => {
  expect(renderPlan(shop(), { width })).toBe(renderPlan(shop(), { width: 100 }));
});

test('control characters are shown and not obeyed', () => {
  const evil = buildStep('ecs.update-service:api@production', {
    title: 'update \u001b[2J',
    changes: [{ path: 'a\u0007', from: 'x\ny', to: null }],
  });
  expect(renderPlan(buildPlan([evil]))).not.toMatch(/(?!\n)\p{Cc}/u);
});

test.each([
  [shop(), '3 services: 2 to update, 1 unchanged; 1 image to build; 1 warning'],
  [
    buildPlan([session, ...[build, push].map((step) => ({ ...step, targets: [both[0]] })), ...service('api')]),
    '1 service: 1 to update; 1 image to build',
  ],
  [buildPlan([]), 'nothing to do: production is already at v1.2.0'],
])('a summary is one line: %#', (plan, text) => {
  expect(planSummary(plan)).toBe(text);
});

test('a hundred services are counted', () => {
  const changes = Array.from({ length: 30 }, (_, index) => ({
    path: `containerDefinitions[app].environment[NAME_${index}]`,
    from: 'before',
    to: `after, which is a longer text ${index}`,
  }));
  const steps = Array.from({ length: 100 }, (_, index) => [
    buildStep(`ecs.register-task-definition:service-${index}@production`, { changes }),
    buildStep(`ecs.update-service:service-${index}@production`),
  ]).flat();
  const plan = buildPlan(steps);
  expect(renderPlan(plan)).toContain('100 services: 100 to update\n3000 changed\nsigns: ~ changed\n');
});

test('what is said of many services is said once, below them', () => {
  const names = ['api', 'web', 'worker'];
  const steps = names.map((name) => buildStep(`ecs.update-service:${name}@production`));
  const notes = names.map((name) => ({
    targets: [`${name}@production`],
    label: `${name}@production`,
    text: `service ${name} has no deployment circuit breaker`,
  }));
  const text = renderPlan({ ...buildPlan(steps), notes } as never);
  expect(text.match(/circuit breaker/g)).toHaveLength(1);
  expect(text).toContain(
    'of several services\n  –  service api has no deployment circuit breaker\n     also applies to web, worker\n',
  );
});
