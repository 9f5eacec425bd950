import type { Change, Json } from '@funade/core';
import { diffJson, diffThreeWay } from '@funade/core';
import { expect, test } from 'vitest';
import { plainPalette } from './palette.ts';
import { renderChanges } from './render-change.ts';

const registry = '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com';
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

const before: Json = {
  family: 'shop-api',
  cpu: '256',
  containerDefinitions: [
    {
      name: 'app',
      image: `${registry}/shop/api:v1.1.0@${digest('a')}`,
      cpu: 128,
      command: ['node', 'server.js'],
      environment: [
        { name: 'MODE', value: 'slow' },
        { name: 'DB_PASSWORD', value: 'hunter1' },
        { name: 'OLD', value: '' },
        { name: 'CONFIG', value: 'a: 1\nb: 2\nc: 3\nd: 4\n' },
      ],
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/shop-api' } },
    },
  ],
};
const after: Json = {
  family: 'shop-api',
  cpu: 256,
  containerDefinitions: [
    {
      name: 'app',
      image: `${registry}/shop/api:v1.2.0@${digest('b')}`,
      command: ['node', '--enable-source-maps', '--max-old-space-size=460', 'server.js', '--port', '8080'],
      environment: [
        { name: 'DB_PASSWORD', value: 'hunter2' },
        { name: 'MODE', value: 'fast' },
        { name: 'API_KEY', value: 'abc' },
        { name: 'CONFIG', value: 'a: 1\nb: 2\nc: 4\nd: 4\n' },
      ],
      secrets: [{ name: 'DB_PASSWORD', valueFrom: '/shop/db/password' }],
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/shop-api' } },
    },
    {
      name: 'proxy',
      image: 'envoy:v1',
      environment: [{ name: 'ADMIN_TOKEN', value: 'abc' }],
      portMappings: [{ containerPort: 80 }],
    },
  ],
  runtimePlatform: { cpuArchitecture: 'ARM64' },
};

const page = (width: number) => ({ colour: plainPalette, width });
const lines = (changes: readonly Change[], width = 100) => `\n${renderChanges(changes, page(width), '').join('\n')}\n`;

test('a wide page', () => {
  expect(lines(diffJson(before, after))).toMatchInlineSnapshot(`
    "
    ~ cpu: "256" → 256
    containerDefinitions[app]
      ~ image: shop/api v1.1.0@sha256:aaaaaaaaaaaa → v1.2.0@sha256:bbbbbbbbbbbb (minor)
      ~ command:
            [node, server.js]
          → [node, --enable-source-maps, --max-old-space-size=460, server.js, --port, 8080]
      ~ environment[DB_PASSWORD]: [secret] (changed)
      ~ environment[MODE]: slow → fast
      + environment[API_KEY]: [secret]
      ~ environment[CONFIG]:
           b: 2
          -c: 3
          +c: 4
           d: 4
      - environment[OLD]: ""
      ~ environment: order is now DB_PASSWORD, MODE, CONFIG
      + secrets[DB_PASSWORD]: /shop/db/password
      - cpu: 128
    + containerDefinitions[proxy]:
        name: proxy
        image: envoy:v1
        environment: [{name: ADMIN_TOKEN, value: "[secret]"}]
        portMappings: [{containerPort: 80}]
    + runtimePlatform: {cpuArchitecture: ARM64}
    "
  `);
});

test('a page of forty columns', () => {
  expect(lines(diffJson(before, after), 40)).toMatchInlineSnapshot(`
    "
    ~ cpu: "256" → 256
    containerDefinitions[app]
      ~ image:
          shop/api
          v1.1.0@sha256:aaaaaaaaaaaa →
          v1.2.0@sha256:bbbbbbbbbbbb (minor)
      ~ command:
            [node, server.js]
          → [node, --enable-source-maps,
              --max-old-space-size=460,
              server.js, --port, 8080]
      ~ environment[DB_PASSWORD]: [secret] (changed)
      ~ environment[MODE]: slow → fast
      + environment[API_KEY]: [secret]
      ~ environment[CONFIG]:
           b: 2
          -c: 3
          +c: 4
           d: 4
      - environment[OLD]: ""
      ~ environment:
          order is now DB_PASSWORD, MODE,
          CONFIG
      + secrets[DB_PASSWORD]:
          /shop/db/password
      - cpu: 128
    + containerDefinitions[proxy]:
        name: proxy
        image: envoy:v1
        environment: [{name: ADMIN_TOKEN,
          value: "[secret]"}]
        portMappings: [{containerPort:
          80}]
    + runtimePlatform:
        cpuArchitecture: ARM64
    "
  `);
});

test('nothing that looks like a secret is on the page', () => {
  expect(lines([...diffJson(before, after), ...diffJson(after, before), ...diffJson(null, after)])).not.toMatch(
    /hunter|abc/,
  );
});

test('the rollback', () => {
  expect(lines(diffJson(after, before))).toMatchInlineSnapshot(`
    "
    ~ cpu: 256 → "256"
    containerDefinitions[app]
      ~ image: shop/api v1.2.0@sha256:bbbbbbbbbbbb → v1.1.0@sha256:aaaaaaaaaaaa (downgrade)
      + cpu: 128
      ~ command:
            [node, --enable-source-maps, --max-old-space-size=460, server.js, --port, 8080]
          → [node, server.js]
      ~ environment[MODE]: fast → slow
      ~ environment[DB_PASSWORD]: [secret] (changed)
      + environment[OLD]: ""
      ~ environment[CONFIG]:
           b: 2
          -c: 4
          +c: 3
           d: 4
      - environment[API_KEY]: [secret]
      ~ environment: order is now MODE, DB_PASSWORD, CONFIG
      - secrets[DB_PASSWORD]: /shop/db/password
    - containerDefinitions[proxy]:
        name: proxy
        image: envoy:v1
        environment: [{name: ADMIN_TOKEN, value: "[secret]"}]
        portMappings: [{containerPort: 80}]
    - runtimePlatform: {cpuArchitecture: ARM64}
    "
  `);
});

test('where three differ it says who wins', () => {
  const task = (cpu: string, memory: string, token: string): Json => ({
    cpu,
    memory,
    environment: [{ name: 'TOKEN', value: token }],
    pidMode: cpu,
  });
  const other = { name: 'shop-api:43', value: { ...(task('512', '2048', 'b') as object), pidMode: null } as Json };
  const changes = diffThreeWay({ running: task('256', '1024', 'a'), other, result: task('1024', '1024', 'a') });
  expect(lines(changes)).toMatchInlineSnapshot(`
    "
    ~ cpu: 256 → 1024 (shop-api:43 has 512; the config wins)
    ~ pidMode: 256 → 1024 (shop-api:43 does not have it; the config wins)
    = memory: 1024 (shop-api:43 has 2048; the running revision wins)
    = environment[TOKEN]: [secret] (shop-api:43 has a different value; the running revision wins)
    "
  `);
  expect(
    lines(diffThreeWay({ running: task('256', '1024', 'a'), other, result: other.value }), 40),
  ).toMatchInlineSnapshot(`
    "
    ~ cpu: 256 → 512 (shop-api:43 wins)
    ~ memory: 1024 → 2048 (shop-api:43 wins)
    ~ environment[TOKEN]: [secret] (changed)
        shop-api:43 wins
    - pidMode: 256 (shop-api:43 wins)
    "
  `);
});

test.each<[scenario: string, change: Partial<Change>, text: string]>([
  ['a number that becomes a text', { from: 256, to: '256' }, '~ x: 256 → "256"'],
  ['an empty text', { from: 'a', to: '' }, '~ x: a → ""'],
  ['blanks around a text', { from: 'a', to: ' a' }, '~ x: a → " a"'],
  ['a list', { from: ['a'], to: ['a', 'b, c'] }, '~ x: [a] → [a, "b, c"]'],
  ['another order', { from: ['a', 'b'], to: ['b', 'a'], only: 'order' }, '~ x: order is now b, a'],
  ['a control character', { from: null, to: 'a\u001b[2J' }, '+ x: "a\\u001b[2J"'],
  [
    'an image of another repository',
    { path: 'c[a].image', from: 'nginx', to: `${registry}/api:v1@${digest('c')}` },
    `~ c[a].image: nginx → ${registry}/api:v1@sha256:cccccccccccc`,
  ],
  [
    'an image whose digest changes',
    { path: 'c[a].image', from: `shop/api:v1@${digest('a')}`, to: `shop/api:v1@${digest('b')}` },
    '~ c[a].image: shop/api v1@sha256:aaaaaaaaaaaa → v1@sha256:bbbbbbbbbbbb',
  ],
  ['an image that comes', { path: 'c[a].image', from: null, to: 'envoy:v1' }, '+ c[a].image: envoy:v1'],
])('%s is shown as such', (_, change, text) => {
  expect(renderChanges([{ path: 'x', from: null, to: null, ...change }], page(140), '')).toEqual([text]);
});

test('of long texts only the difference is shown', () => {
  const text = (middle: string) => `{"widgets":[${'"a",'.repeat(100)}"${middle}",${'"b",'.repeat(100)}"end"]}`;
  expect(lines([{ path: 'environment[DASHBOARD]', from: text('one'), to: text('two') }])).toMatchInlineSnapshot(`
    "
    ~ environment[DASHBOARD]:
          …a","a","a","a","one","b","b","b","b…
        → …a","a","a","a","two","b","b","b","b…
    "
  `);
  expect(lines([{ path: 'environment[DASHBOARD]', from: null, to: text('one') }], 40).length).toBeLessThan(300);
});
