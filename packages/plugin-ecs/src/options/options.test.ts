import { expect, test } from 'vitest';
import { z } from 'zod';
import { containersOf, ecsOptions } from './options.ts';

const place = { cluster: 'shop', service: 'api' };

test.each([
  [{ ...place, container: 'app' }],
  [{ ...place, containers: { web: 'web', nginx: 'proxy' } }],
  [{ ...place, container: 'app', wait: { budget: '1h30m', failFast: 0 } }],
  [{ ...place, container: 'app', onFailure: 'rollback-all', onBusy: 'supersede', onCancel: 'rollback' }],
])('%j is accepted as it is', (written) => expect(ecsOptions.parse(written)).toEqual(written));

test.each([
  [place, 'name the container that gets the image: container: "app"'],
  [{ ...place, container: 'app', containers: { app: 'app' } }, 'write either container or containers, not both'],
  [{ ...place, containers: {} }, 'names no container\n  → at containers'],
  [{ ...place, container: '' }, 'must not be empty\n  → at container'],
  [{ service: 'api', container: 'app' }, 'Invalid input: expected string, received undefined\n  → at cluster'],
  [{ ...place, container: 'app', desired: 3 }, 'Unrecognized key: "desired"'],
  [
    { ...place, container: 'app', wait: { budget: 'soon' } },
    'not a duration: "soon"; write it as "20m", "90s" or "1h30m"\n  → at wait.budget',
  ],
  [
    { ...place, container: 'app', wait: { failFast: -1 } },
    'Too small: expected number to be >=0\n  → at wait.failFast',
  ],
  [
    { ...place, container: 'app', onFailure: 'undo' },
    'Invalid option: expected one of "rollback"|"stop"|"leave"|"rollback-all"\n  → at onFailure',
  ],
])('%j is refused', (written, message) => {
  const { error } = ecsOptions.safeParse(written);
  expect(error === undefined ? null : z.prettifyError(error)).toBe(`✖ ${message}`);
});

test('the single container stands for the only image', () => {
  expect([...containersOf({ ...place, container: 'app' })]).toEqual([['app', null]]);
  expect([...containersOf({ ...place, containers: { web: 'web', nginx: 'proxy' } })]).toEqual([
    ['web', 'web'],
    ['nginx', 'proxy'],
  ]);
});

test.each([
  [{ desiredCount: '3' }, { desiredCount: 3 }],
  [{ desiredCount: 3 }, { desiredCount: 3 }],
  [{ desiredCount: null, enableExecuteCommand: 'true' }, { enableExecuteCommand: true }],
  [{ platformVersion: 1.4 }, { platformVersion: '1.4' }],
  [{ deploymentConfiguration: { maximumPercent: '150' } }, { deploymentConfiguration: { maximumPercent: 150 } }],
])('settings %j are parsed once, and stay so', (settings, parsed) => {
  const once = ecsOptions.parse({ ...place, container: 'app', settings });
  expect(once.settings).toEqual(parsed);
  expect(ecsOptions.parse(once)).toEqual(once);
});
