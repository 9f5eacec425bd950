import { expect, test } from 'vitest';
import { differentSettings } from './different-settings.ts';

const network = (...subnets: readonly string[]) => ({ networkConfiguration: { awsvpcConfiguration: { subnets } } });
const balanced = { loadBalancers: [{ targetGroupArn: 'arn:tg', containerName: 'app', containerPort: 80 }] };

test.each([
  [network('a', 'b'), network('b', 'a'), []],
  [network('a'), network('a', 'b'), ['networkConfiguration']],
  [balanced, {}, ['loadBalancers']],
  [{}, balanced, ['loadBalancers']],
  [{ loadBalancers: [] }, {}, []],
  [{ launchType: 'FARGATE' }, { launchType: 'EC2' }, ['launchType']],
  [
    { launchType: 'FARGATE' },
    { capacityProviderStrategy: [{ capacityProvider: 'FARGATE' }] },
    ['launchType', 'capacityProviderStrategy'],
  ],
  [{ taskDefinition: 'a:1', createdAt: 1 }, { taskDefinition: 'a:2', createdAt: 2 }, []],
])('%j and %j differ in %j', (one, other, names) => expect(differentSettings(one, other)).toEqual(names));
