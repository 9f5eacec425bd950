import { expect, test } from 'vitest';
import { buildContext, buildPlugin, buildRequest } from '../testing/builders.ts';
import { readEvents } from './read-events.ts';
import { readHistory } from './read-history.ts';
import { readTasks } from './read-tasks.ts';

/** A plugin whose methods use each other, as those of a class do. */
const plugin = {
  ...buildPlugin('ecs'),
  place: 'shop-production',
  async events() {
    return [{ id: 'api@production' as const, service: 'api', place: this.place, note: null, events: [] }];
  },
  async history() {
    return [{ id: 'api@production' as const, service: 'api', place: this.place, note: null, deployments: [] }];
  },
  async tasks() {
    return [{ id: 'api@production' as const, service: 'api', place: this.place, note: null, desired: 1, tasks: [] }];
  },
};

const wanted = () => {
  const { project, environment, targets } = buildRequest([{ service: 'api', options: {} }]);
  return { project, environment, targets, limit: 10, stopped: false };
};

test.each([
  ['events', readEvents],
  ['history', readHistory],
  ['tasks', readTasks],
])('%s are asked of the plugin itself', async (_, read) => {
  const [found] = await read(wanted(), [plugin], buildContext());
  expect(found?.place).toBe('shop-production');
});
