import type { TargetStatus } from '@funade/core';
import { expect, test } from 'vitest';
import { renderStatus } from './render-status.ts';

const now = Date.UTC(2026, 10, 30, 12, 0, 0);
const image = {
  container: 'app',
  repository: '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com/shop/api',
  tag: 'v1.2.0',
  digest: `sha256:${'0123456789ab'.repeat(5)}0123`,
};
const deployment = {
  id: 'ecs-svc/1',
  role: 'new',
  revision: 'shop-api:13',
  images: [image],
  since: '2026-11-30T11:30:00.000Z',
  running: 1,
  desired: 3,
} as const;
const targets: readonly TargetStatus[] = [
  {
    id: 'api@production',
    service: 'api',
    place: 'shop-production/api',
    state: 'rolling-out',
    note: 'somebody else started it by hand in the console',
    deployments: [deployment, { ...deployment, id: 'ecs-svc/0', role: 'old', revision: 'shop-api:12', running: 2 }],
  },
  { id: 'web@production', service: 'web', place: 'shop-production/web', state: 'missing', note: null, deployments: [] },
];

test('a table where there is room for it, with the zone of its times', () => {
  expect(renderStatus(targets, { now, width: 160 })).toBe(renderStatus(targets, { now }));
  expect(renderStatus(targets, { now, width: 160 })).toMatchInlineSnapshot(`
    "service  runs in              revision     image                                    running  since                          state
    api      shop-production/api  shop-api:13  app shop/api:v1.2.0 sha256:0123456789ab  1/3      2026-11-30 11:30 UTC (30 min)  rolling out
                                  shop-api:12  app shop/api:v1.2.0 sha256:0123456789ab  2/3      2026-11-30 11:30 UTC (30 min)  draining
    web      shop-production/web                                                                                                missing
    api@production: somebody else started it by hand in the console
    "
  `);
});

test.each([40, 80, 120])('in %d columns no word is broken and nothing is cut', (width) => {
  const text = renderStatus(targets, { now, width });
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  for (const word of ['v1.2.0', 'sha256:0123456789ab', '1/3', '2026-11-30 11:30 UTC', 'shop-api:12', 'missing']) {
    expect(text.replaceAll(/\s+/g, ' ')).toContain(word);
  }
  if (width === 40)
    expect(text).toMatchInlineSnapshot(`
      "api: rolling out, shop-production/api
        shop-api:13: 1/3 running, since
          2026-11-30 11:30 UTC (30 min)
          app shop/api:v1.2.0
            sha256:0123456789ab
        shop-api:12: 2/3 running, draining,
          since 2026-11-30 11:30 UTC (30 min)
          app shop/api:v1.2.0
            sha256:0123456789ab
        somebody else started it by hand in
          the console

      web: missing, shop-production/web
      "
    `);
});

test('what stands beside a service is told below', () => {
  const [api] = targets;
  const rule = {
    target: 'api@production',
    kind: 'rule',
    what: 'rule nightly',
    text: 'runs shop-api:12',
    amiss: true,
  } as const;
  const told = renderStatus(api === undefined ? [] : [{ ...api, note: null, beside: [rule] }], { now });
  expect(told.split('\n')).toContain('api@production: rule nightly runs shop-api:12');
});

const staged: TargetStatus = {
  ...(targets[0] as TargetStatus),
  note: 'ecs-svc/1 is at PRODUCTION_TRAFFIC_SHIFT (traffic 25% new)',
  rollout: {
    deployment: 'ecs-svc/1',
    strategy: 'LINEAR',
    stage: 'PRODUCTION_TRAFFIC_SHIFT',
    traffic: { production: 25, test: 100 },
    until: '2026-11-30T12:06:00.000Z',
  },
};
const drifting: TargetStatus = {
  ...(targets[1] as TargetStatus),
  state: 'steady',
  drift: { compared: ['settings'], changes: [{ path: 'desiredCount', from: 2, to: 3 }], unknown: [] },
};

test.each([40, 80, 120, 160])('what is in progress and what differs is told in %d columns', (width) => {
  const text = renderStatus([staged, drifting], { now, width });
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  const told = text.replaceAll(/\s+/g, ' ');
  expect(told).toContain('at PRODUCTION_TRAFFIC_SHIFT (traffic 25% new); stage ends in 6 min');
  expect(told).toContain('differs from the config: desiredCount (2, config 3)');
});
