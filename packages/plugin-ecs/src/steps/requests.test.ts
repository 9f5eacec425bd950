import type { Json, StepDefinition } from '@funade/core';
import { expect, test } from 'vitest';
import { createService } from './create-service.ts';
import { registerTaskDefinition } from './register-task-definition.ts';
import { updateService } from './update-service.ts';

const place = { cluster: 'shop', service: 'api', taskDefinition: { $ref: ['ecs.register', 'arn'] } };
const tags = [{ key: 'funade:release', value: 'v1.2.0' }];

test.each<[string, StepDefinition, Json, Json]>([
  [
    'an update sends its settings beside the revision, and nothing of what the step itself is to know',
    updateService,
    {
      ...place,
      settings: { desiredCount: 2 },
      forceNewDeployment: true,
      replaces: ['ecs-svc/1'],
      whenMoved: 'refused',
      onBusy: 'wait',
      turnSeconds: 60,
      onCancel: 'leave',
    },
    { ...place, desiredCount: 2, forceNewDeployment: true },
  ],
  ['an update without settings sends the revision alone', updateService, place, place],
  [
    'a service is created under its name with its settings',
    createService,
    { ...place, settings: { desiredCount: 2 } },
    { cluster: 'shop', serviceName: 'api', taskDefinition: place.taskDefinition, desiredCount: 2 },
  ],
  [
    'a registration sends the definition, tagged with the run',
    registerTaskDefinition,
    { definition: { family: 'api', tags }, services: [] },
    { family: 'api', tags: [...tags, { key: 'funade:run', value: { $ref: ['run', 'id'] } }] },
  ],
  // A plan that somebody wrote is shown as it is.
  ['what is no definition is shown as it is', registerTaskDefinition, { definition: 'api' }, { definition: 'api' }],
  ['what is no request of an update is shown as it is', updateService, 'api', 'api'],
  ['what is no request of a creation is shown as it is', createService, 'api', 'api'],
  ['what is no registration is shown as it is', registerTaskDefinition, 'api', 'api'],
])('%s', (...[, step, input, body]) => {
  expect(step.request?.(input)?.body).toEqual(body);
});
