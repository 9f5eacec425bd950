import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { ecsOptions } from '../options/options.ts';
import { type DriftFacts, driftOf } from './drift-of.ts';

const place = { cluster: 'shop', service: 'api', container: 'app' };
const app = {
  name: 'app',
  image: 'registry.example/shop/api:v1.2.0',
  environment: [{ name: 'LOG_LEVEL', value: 'info' }],
  secrets: [],
};
const running = { family: 'api', cpu: '256', memory: '512', containerDefinitions: [app] };
const service = { desiredCount: 2, enableExecuteCommand: false, deploymentConfiguration: { maximumPercent: 200 } };
const facts: DriftFacts = { service, running, base: null, unknown: [] };
const options = (more: JsonObject) => ({ ...ecsOptions.parse({ ...place, ...more }), service: 'api' });
const changed = (more: JsonObject, given: Partial<DriftFacts> = {}) => driftOf(options(more), { ...facts, ...given });

test('a config that writes nothing of it is compared with nothing', () => {
  expect(driftOf(options({}), { ...facts, running: null })).toEqual({ compared: [], changes: [], unknown: [] });
});

test.each<[string, JsonObject]>([
  ['a setting that holds', { settings: { desiredCount: 2 } }],
  ['a member of a structure', { settings: { deploymentConfiguration: { maximumPercent: 200 } } }],
  ['what ECS answers by default', { settings: { propagateTags: 'NONE' } }],
  ['a variable that is there', { containers: { app: { environment: { LOG_LEVEL: 'info' } } } }],
  ['a variable that is to be gone and is', { containers: { app: { environment: { OTHER: null } } } }],
])('%s is no drift', (_, more) => expect(changed(more).changes).toEqual([]));

test('settings and variables that differ, and nothing of the image', () => {
  const drift = changed({
    settings: { desiredCount: 3, enableExecuteCommand: false },
    containers: { app: { environment: { LOG_LEVEL: 'warn', API_TOKEN: 'hunter2hunter2' }, cpu: 64 } },
  });
  expect(drift.compared).toEqual(['settings', 'definition']);
  expect(drift.changes).toMatchObject([
    { path: 'desiredCount', from: 2, to: 3 },
    { path: 'containerDefinitions[app].environment[LOG_LEVEL]', from: 'info', to: 'warn' },
    { path: 'containerDefinitions[app].environment[API_TOKEN]', from: null, to: '[secret]' },
    { path: 'containerDefinitions[app].cpu', from: null },
  ]);
});

test('a definition of the config is compared whole, with the image that runs', () => {
  const base = {
    ...running,
    memory: '1024',
    containerDefinitions: [{ ...app, image: 'replaced-by-the-deploy', environment: [] }],
  };
  expect(changed({}, { base }).changes.map(({ path }) => path)).toEqual([
    'memory',
    'containerDefinitions[app].environment[LOG_LEVEL]',
  ]);
});

test('what needs a release is left out and told, and so is what only a revision has', () => {
  const drift = changed({
    settings: { desiredCount: 2, monitoring: { metricConfigurations: [] } },
    containers: { app: { environment: { VERSION: '{{release.version}}', LOG_LEVEL: 'warn' } } },
  });
  expect(drift.changes.map(({ path }) => path)).toEqual(['containerDefinitions[app].environment[LOG_LEVEL]']);
  expect(drift.unknown).toEqual([
    'settings.monitoring is not compared',
    'containers.app.environment.VERSION needs a release',
  ]);
});

test('a container that the revision has not is told', () => {
  const drift = changed({ containers: { other: { cpu: 1 } } });
  expect(drift).toMatchObject({ compared: [], changes: [] });
  expect(drift.unknown[0]).toMatch(/other/);
});
