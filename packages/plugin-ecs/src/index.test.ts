import { expect, test } from 'vitest';
import * as api from './index.ts';

test('the package exports one name', () => {
  expect(Object.keys(api)).toEqual(['ecs']);
});

test('the reference says its name and loads the plugin', async () => {
  const reference = api.ecs();
  expect(reference.name).toBe('ecs');
  const plugin = await reference.load();
  expect([plugin.name, ...plugin.steps.map(({ kind }) => kind)]).toEqual([
    'ecs',
    'ecs.check-platforms',
    'ecs.register-task-definition',
    'ecs.create-service',
    'ecs.update-service',
    'ecs.create-express-service',
    'ecs.update-express-service',
    'ecs.wait-for-pause',
    'ecs.wait-for-rollout',
    'ecs.confirm-serving',
    'ecs.continue-service-deployment',
    'ecs.stop-service-deployment',
    'ecs.roll-back-by-ecs',
    'ecs.wait-for-rollback',
    'ecs.set-desired-count',
    'ecs.register-scalable-target',
    'ecs.wait-for-count',
    'ecs.run-task',
    'ecs.wait-for-task',
    'ecs.deregister-task-definitions',
    'ecs.delete-task-definitions',
  ]);
});

test('what only waits is known as a wait: it takes no place of a step that does something', async () => {
  const { steps } = await api.ecs().load();
  const waits = steps.filter((step) => step.waits === true).map(({ kind }) => kind);
  expect(waits).toEqual([
    'ecs.wait-for-pause',
    'ecs.wait-for-rollout',
    'ecs.wait-for-rollback',
    'ecs.wait-for-count',
    'ecs.wait-for-task',
  ]);
});
