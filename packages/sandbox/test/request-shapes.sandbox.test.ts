import * as ecs from '@aws-sdk/client-ecs';
import * as events from '@aws-sdk/client-eventbridge';
import * as scheduler from '@aws-sdk/client-scheduler';
import { expect, test } from 'vitest';
import { ecsService } from '../src/services/ecs/ecs-service.ts';
import { eventsServiceOf } from '../src/services/events/index.ts';
import { schedulerServiceOf } from '../src/services/scheduler/index.ts';
import { requestShapes } from './request-shapes.ts';

const nowhere = () => ecsService.createState('111111111111', 'eu-west-1');

// `vitest run -u` writes them anew, for a newer client or another operation.
test.each([
  ['ecs', { ...ecs }, ecsService],
  ['events', { ...events }, eventsServiceOf(nowhere)],
  ['scheduler', { ...scheduler }, schedulerServiceOf(nowhere)],
])('the shapes that requests to %s are held to are the published ones', async (name, model, { operations }) => {
  const shapes = requestShapes(model, Object.keys(operations));
  await expect(`${JSON.stringify(shapes, null, 1)}\n`).toMatchFileSnapshot(
    `../src/services/${name}/models/requests.json`,
  );
});
