import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { logsOfDefinition } from './log-source.ts';

const group = { 'awslogs-group': '/ecs/api' };

test.each<[string, JsonObject | undefined, object]>([
  [
    'a prefix: streams by task',
    { logDriver: 'awslogs', options: { ...group, 'awslogs-stream-prefix': 'ecs' } },
    { region: 'here', group: '/ecs/api', prefix: 'ecs/app/', container: 'app' },
  ],
  [
    'no prefix, another region: streams by runtime id',
    { logDriver: 'awslogs', options: { ...group, 'awslogs-region': 'there' } },
    { region: 'there', group: '/ecs/api', prefix: null, container: null },
  ],
])('%s', (_, logConfiguration, source) => {
  const taskDefinition = { containerDefinitions: [{ name: 'app', logConfiguration }] } as JsonObject;
  const found = logsOfDefinition({ taskDefinition, container: null, region: 'here' });
  expect(found).toEqual({ sources: [expect.objectContaining(source)], elsewhere: [] });
});

test.each<[JsonObject | undefined, string]>([
  [undefined, 'container app has no log configuration: what it writes is not kept'],
  [
    { logDriver: 'awsfirelens' },
    'the log of container app goes to its log router (firelens), whose configuration says where to: look there',
  ],
  [{ logDriver: 'splunk' }, 'the log of container app goes to splunk: look there'],
  [{ logDriver: 'awslogs' }, 'container app names no log group'],
])('%j: %s', (logConfiguration, text) => {
  const taskDefinition = { containerDefinitions: [{ name: 'app', logConfiguration }] } as unknown as JsonObject;
  const found = logsOfDefinition({ taskDefinition, container: null, region: 'here' });
  expect(found).toEqual({ sources: [], elsewhere: [text] });
});

test('only the container that is asked for', () => {
  const options = { ...group, 'awslogs-stream-prefix': 'ecs' };
  const containerDefinitions = ['app', 'proxy'].map((name) => ({
    name,
    logConfiguration: { logDriver: 'awslogs', options },
  }));
  const found = logsOfDefinition({ taskDefinition: { containerDefinitions }, container: 'proxy', region: 'here' });
  expect(found.sources.map(({ prefix }) => prefix)).toEqual(['ecs/proxy/']);
});
