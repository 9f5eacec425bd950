import type { TargetStatus } from '@funade/core';
import { expect, test } from 'vitest';
import { type BoardEnvironment, renderBoard, standingText } from './render-board.ts';

const now = Date.UTC(2026, 10, 30, 12, 0, 0);

function target(id: TargetStatus['id'], versions: readonly string[], more: Partial<TargetStatus> = {}): TargetStatus {
  return {
    id,
    service: id.split('@')[0] ?? '',
    place: 'shop/x',
    state: 'steady',
    note: null,
    deployments: versions.map((version, index) => ({
      id: `ecs-svc/${index}`,
      role: index === 0 ? 'new' : 'old',
      revision: `shop:${9 - index}`,
      images: [],
      since: null,
      running: 2,
      desired: 2,
      version: version === '' ? null : version,
    })),
    ...more,
  };
}

const rollout = {
  deployment: 'ecs-svc/0',
  strategy: 'CANARY',
  stage: 'BAKE_TIME',
  traffic: { production: 100, test: 100 },
  until: '2026-11-30T12:25:00.000Z',
} as const;
const drift = {
  compared: ['settings', 'definition'],
  changes: [
    { path: 'desiredCount', from: 2, to: 3 },
    { path: 'containerDefinitions[app].environment[LOG_LEVEL]', from: 'debug', to: 'info' },
  ],
  unknown: [],
} as const;

const environments: readonly BoardEnvironment[] = [
  {
    name: 'staging',
    account: '111111111111',
    region: 'ap-northeast-1',
    targets: [target('api@staging', ['v1.3.0']), target('worker@staging', ['v1.3.0'], { drift })],
    error: null,
  },
  {
    name: 'production',
    account: '222222222222',
    region: 'ap-northeast-1',
    targets: [
      target('api@production', ['v1.3.0', 'v1.2.0'], {
        state: 'rolling-out',
        note: 'ecs-svc/0 is at BAKE_TIME (traffic 100% new)',
        rollout,
      }),
      target('worker@production', ['']),
    ],
    error: null,
  },
  {
    name: 'audit',
    account: '333333333333',
    region: 'ap-northeast-1',
    targets: [],
    error: {
      code: 'ACCESS_DENIED',
      category: 'failed',
      message: 'the role may not call ecs:DescribeServices',
      hint: null,
      because: [],
    },
  },
];

test('versions side by side where there is room', () => {
  expect(renderBoard(environments, { now, width: 140 })).toBe(renderBoard(environments, { now }));
  expect(renderBoard(environments, { now, width: 120 })).toMatchInlineSnapshot(`
    "service  staging        production                       audit
    api      v1.3.0         v1.2.0 → v1.3.0, BAKE_TIME 100%  not readable
    worker   v1.3.0, drift  shop:9                           not readable
    worker@staging: differs from the config: desiredCount (2, config 3), environment[LOG_LEVEL] of app (debug, config
      info)
    api@production: ecs-svc/0 is at BAKE_TIME (traffic 100% new); stage ends in 25 min
    audit is not readable: the role may not call ecs:DescribeServices (ACCESS_DENIED)
    "
  `);
});

test.each([40, 80, 120])('in %d columns no word is broken and nothing is cut', (width) => {
  const text = renderBoard(environments, { now, width });
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  for (const word of ['api', 'v1.2.0 → v1.3.0', 'BAKE_TIME 100%', 'not readable', 'drift', 'stage ends in 25 min']) {
    expect(text.replaceAll(/\s+/g, ' ')).toContain(word);
  }
  expect(text).toMatchSnapshot();
});

test('an environment without services and none at all', () => {
  expect(renderBoard([], { now })).toBe('\n');
});

test.each<[string, TargetStatus, string]>([
  ['steady', target('api@x', ['v1.0.0']), 'v1.0.0'],
  ['steady, without a version', target('api@x', ['']), 'shop:9'],
  ['a rolling update', target('api@x', ['v2.0.0', 'v1.0.0'], { state: 'rolling-out' }), 'v1.0.0 → v2.0.0, rolling out'],
  [
    'going back',
    target('api@x', ['v1.0.0', 'v2.0.0'], { state: 'rolling-back', rollout }),
    'v2.0.0 → v1.0.0, rolling back',
  ],
  ['a pause', target('api@x', ['v2.0.0'], { state: 'paused', rollout }), 'v2.0.0, paused at BAKE_TIME 100%'],
  ['a rolling pause', target('api@x', ['v2.0.0'], { state: 'paused' }), 'v2.0.0, paused'],
  ['a failure', target('api@x', ['v2.0.0'], { state: 'failed' }), 'v2.0.0, failed'],
  ['a service that is not there', target('api@x', [], { state: 'missing' }), 'missing'],
  ['drift', target('api@x', ['v2.0.0'], { drift }), 'v2.0.0, drift'],
])('%s', (_, given, text) => expect(standingText(given)).toBe(text));
