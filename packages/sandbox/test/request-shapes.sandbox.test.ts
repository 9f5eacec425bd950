import * as ecs from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { ecsService } from '../src/services/ecs/ecs-service.ts';
import { requestShapes } from './request-shapes.ts';

// `vitest run -u` writes them anew, for a newer client or another operation.
test('the shapes that requests are held to are the published ones', async () => {
  const shapes = requestShapes({ ...ecs }, Object.keys(ecsService.operations));
  await expect(`${JSON.stringify(shapes, null, 1)}\n`).toMatchFileSnapshot('../src/services/ecs/models/requests.json');
});
