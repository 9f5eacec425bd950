import { expect, test } from 'vitest';
import { samePart, textsIn } from './config-part.ts';

const place = { service: 'api', environment: 'prod' };
const config = {
  project: 'shop',
  plugins: [() => null],
  environments: {
    prod: { account: '1', region: 'a', confirm: true, defaults: { ecs: { onFailure: 'stop' } } },
    test: { account: '2', region: 'a' },
  },
  tagRules: [{ tag: /v/ }],
  services: {
    api: { ecs: { service: 'api' }, environments: { test: { ecs: { service: 'api-test' } } } },
    web: { ecs: { service: 'web' } },
  },
};

test.each([
  ['nothing', config, true],
  ['another service', { ...config, services: { ...config.services, web: { ecs: { service: 'web-2' } } } }, true],
  ['another rule and other plugins', { ...config, plugins: [], tagRules: [] }, true],
  [
    'the service elsewhere',
    { ...config, services: { ...config.services, api: { ...config.services.api, environments: {} } } },
    true,
  ],
  ['its own options', { ...config, services: { api: { ecs: { service: 'api-2' } } } }, false],
  ['one more plugin', { ...config, services: { api: { ...config.services.api, check: { url: 'x' } } } }, false],
  ['the region', { ...config, environments: { prod: { ...config.environments.prod, region: 'b' } } }, false],
  ['a default', { ...config, environments: { prod: { account: '1', region: 'a' } } }, false],
  ['no such service', { ...config, services: {} }, false],
  ['no config', null, false],
])('%s differs: the part is the same is %s', (_, other, same) => {
  expect(samePart(config, other, place)).toBe(same);
  expect(samePart(other, config, place)).toBe(same);
});

test('texts are found at any depth', () => {
  expect(textsIn({ a: ['b', { c: 'd', e: 1 }], f: null })).toEqual(['b', 'd']);
});
