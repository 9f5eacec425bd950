import { expect, test } from 'vitest';
import { misplacedMembers } from './misplaced-members.ts';
import { serviceShape } from './service-shape.ts';

test.each([
  [{ networkConfiguration: { subnets: ['a'] } }, 'networkConfiguration.subnets', 'awsvpcConfiguration.subnets'],
  [
    { networkConfiguration: { awsVpcConfiguration: {} } },
    'networkConfiguration.awsVpcConfiguration',
    'awsvpcConfiguration',
  ],
  [
    { volumeConfigurations: [{ name: 'data', sizeInGiB: 5 }] },
    'volumeConfigurations.0.sizeInGiB',
    'managedEBSVolume.sizeInGiB',
  ],
])('%j is told', (settings, path, meant) => {
  const told = misplacedMembers(settings, serviceShape).map((each) => [each.path.join('.'), each.message]);
  expect(told).toEqual([[path, `unknown key; did you mean "${meant}"?`]]);
});

test.each([
  [{ networkConfiguration: { awsvpcConfiguration: { subnets: ['a'], future: 1 }, future: {} } }],
  // More than one structure has it.
  [{ deploymentConfiguration: { enable: true } }],
  [{ serviceConnectConfiguration: { logConfiguration: { options: { Name: 'x', name: 'y' } } } }],
])('%j may be newer than the shape', (settings) => expect(misplacedMembers(settings, serviceShape)).toEqual([]));
