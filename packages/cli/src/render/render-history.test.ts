import type { PastDeployment, TargetHistory } from '@funade/core';
import { expect, test } from 'vitest';
import { renderHistory } from './render-history.ts';

const now = Date.UTC(2026, 10, 30, 12, 0, 0);
const deployment: PastDeployment = {
  id: 'ecs-svc/3',
  revision: 'shop-api:13',
  release: 'v1.2.0',
  step: 'minor',
  commit: 'c0ffee1234567890c0ffee1234567890c0ffee12',
  images: [
    {
      container: 'app',
      repository: '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com/shop/api',
      tag: 'v1.2.0',
      digest: `sha256:${'0123456789ab'.repeat(5)}0123`,
    },
  ],
  at: '2026-11-30T11:30:00.000Z',
  duration: 125_000,
  end: 'succeeded',
  reason: null,
  registeredBy: 'arn:aws:sts::222222222222:assumed-role/deploy/github-4711',
  run: 'run-1',
  primary: true,
  lastStable: false,
};
const tasks: PastDeployment['tasks'] = [
  { name: 'api/migrate', when: 'before', state: 'succeeded', task: '0a1b2c3d', at: '2026-11-30T11:29:00Z' },
  { name: 'api/warm', when: 'after', state: 'started', task: '4e5f6071', at: '2026-11-30T11:33:00Z' },
];
const unknown = { revision: null, release: null, step: null, commit: null, images: [], at: null, duration: null };
const targets: readonly TargetHistory[] = [
  {
    id: 'api@production',
    service: 'api',
    place: 'shop-production/api',
    note: null,
    deployments: [
      { ...deployment, tasks },
      {
        ...deployment,
        release: 'v1.1.1',
        step: 'patch',
        primary: false,
        end: 'rolled-back',
        reason: 'the circuit breaker was triggered as 10 tasks of the deployment failed to start in time',
      },
      {
        ...deployment,
        release: 'v1.1.0',
        step: null,
        primary: false,
        lastStable: true,
        at: '2026-11-20T11:30:00.000Z',
      },
      { ...deployment, ...unknown, primary: false, end: 'unknown', registeredBy: null, run: null },
    ],
  },
  {
    id: 'web@production',
    service: 'web',
    place: 'shop-production/web',
    note: 'there is no such service',
    deployments: [],
  },
  {
    id: 'worker@production',
    service: 'worker',
    place: 'shop-production/worker',
    note: 'what is unknown needs ecs:ListServiceDeployments',
    deployments: [{ ...deployment, images: [] }],
  },
];

test('in 80 columns, with what nothing says told as such', () => {
  expect(renderHistory(targets, { now, width: 80 })).toMatchInlineSnapshot(`
    "api: shop-production/api
      v1.2.0 (minor): succeeded, primary
        2026-11-30 11:30 UTC (30 min ago), took 2 min 5 s; shop-api:13, commit
          c0ffee1
        app shop/api:v1.2.0 sha256:0123456789ab
        registered by assumed-role/deploy/github-4711 in run run-1
        task api/migrate before the rollout: succeeded, 2026-11-30 11:29 UTC (task
          0a1b2c3d)
        task api/warm after the rollout: started, and nothing says how it ended,
          2026-11-30 11:33 UTC (task 4e5f6071)
      v1.1.1 (patch): rolled back: the circuit breaker was triggered as 10 tasks
        of the deployment failed to start in time
        2026-11-30 11:30 UTC (30 min ago), took 2 min 5 s; shop-api:13, commit
          c0ffee1
        app shop/api:v1.2.0 sha256:0123456789ab
        registered by assumed-role/deploy/github-4711 in run run-1
      v1.1.0: succeeded, last stable before that
        2026-11-20 11:30 UTC (10 days ago), took 2 min 5 s; shop-api:13, commit
          c0ffee1
        app shop/api:v1.2.0 sha256:0123456789ab
        registered by assumed-role/deploy/github-4711 in run run-1
      unknown release: it is not known how it ended
        at an unknown time; revision unknown, commit unknown

    web: shop-production/web
      there is no such service

    worker: shop-production/worker
      v1.2.0 (minor): succeeded, primary
        2026-11-30 11:30 UTC (30 min ago), took 2 min 5 s; shop-api:13, commit
          c0ffee1
        registered by assumed-role/deploy/github-4711 in run run-1
      what is unknown needs ecs:ListServiceDeployments
      no earlier successful deployment is known
    "
  `);
});

test.each([40, 80, 120])('in %d columns nothing is cut', (width) => {
  const text = renderHistory(targets, { now, width });
  const whole = text.replaceAll(/\s+/g, ' ');
  for (const word of ['v1.2.0 (minor)', 'took 2 min 5 s', 'commit c0ffee1', 'last stable before that', 'run-1']) {
    expect(whole).toContain(word);
  }
  expect(text.split('\n').filter((line) => line.length > width && line.trim().includes(' '))).toEqual([]);
});
