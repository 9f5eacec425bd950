import { expect, test } from 'vitest';
import { missingForCreation } from './missing-for-creation.ts';

const fargate = { requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc' };
const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-a'] } };

test.each([
  [{}, fargate, ['desiredCount', 'networkConfiguration', 'launchType']],
  [{ desiredCount: 0, networkConfiguration, launchType: 'FARGATE' }, fargate, []],
  [{ desiredCount: 2, networkConfiguration, capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] }, fargate, []],
  [{ desiredCount: 2 }, { networkMode: 'bridge' }, []],
  [{ schedulingStrategy: 'DAEMON' }, {}, []],
])('%j for %j lacks %j', (settings, definition, missing) =>
  expect(missingForCreation(settings, definition)).toEqual(missing),
);
