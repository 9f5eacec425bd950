import { expect, test } from 'vitest';
import { logPlace } from './log-place.ts';
import type { LogPlace } from './stop-report.ts';

const options = { 'awslogs-group': '/shop', 'awslogs-stream-prefix': 'shop', 'awslogs-region': 'eu-west-1' };
const awslogs = { logConfiguration: { logDriver: 'awslogs', options } };
const app = { name: 'app', ...awslogs };
const silent = { name: 'silent' };
const splunk = { name: 'splunk', logConfiguration: { logDriver: 'splunk', options: {} } };
const elsewhere = { ...options, 'awslogs-region': undefined };

function place(containerDefinitions: readonly object[], container: string | null) {
  const taskDefinition = { containerDefinitions } as never;
  return logPlace({ taskDefinition, container, taskId: 'a1', region: 'us-east-1' });
}

test.each<[string, readonly object[], string | null, LogPlace | string]>([
  ['of the failing container', [silent, app], 'app', { group: '/shop', stream: 'shop/app/a1', region: 'eu-west-1' }],
  [
    'of the first that has one, when none is to blame',
    [silent, app],
    null,
    { group: '/shop', stream: 'shop/app/a1', region: 'eu-west-1' },
  ],
  [
    'in the region of the environment, when none is written',
    [{ name: 'app', logConfiguration: { logDriver: 'awslogs', options: elsewhere } }],
    'app',
    { group: '/shop', stream: 'shop/app/a1', region: 'us-east-1' },
  ],
  ['nowhere', [silent], 'silent', 'no log: container silent has no log configuration'],
  ['of another driver', [splunk], 'splunk', 'the log of container splunk goes to splunk: look there'],
  [
    'without a group',
    [{ name: 'app', logConfiguration: { logDriver: 'awslogs' } }],
    'app',
    'no log: container app names no log group',
  ],
  [
    'in a stream that nobody can name',
    [{ name: 'app', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/shop' } } }],
    'app',
    'the log of container app is in /shop, in a stream without a known name',
  ],
  ['of a container that is not there', [app], 'ghost', 'no log: the task definition does not say where it is'],
  ['of no container at all', [], null, 'no log: the task definition does not say where it is'],
])('the log is %s', (_, ...[containers, container, expected]) => {
  expect(place(containers, container)).toEqual(expected);
});
