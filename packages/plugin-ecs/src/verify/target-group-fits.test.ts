import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { targetGroupFits } from './target-group-fits.ts';

const use = {
  arn: 'arn:aws:elasticloadbalancing:eu-west-1:222222222222:targetgroup/api/1',
  container: 'app',
  port: 8080,
};

function definition(portMappings: readonly JsonObject[], networkMode?: string): JsonObject {
  return { networkMode, containerDefinitions: [{ name: 'side' }, { name: 'app', portMappings }] };
}

test.each<[string, string | undefined, JsonObject, string | null]>([
  ['ip and awsvpc', 'ip', definition([{ containerPort: 8080 }], 'awsvpc'), null],
  ['instance and bridge', 'instance', definition([{ containerPort: 80 }, { containerPort: 8080 }], 'bridge'), null],
  ['nothing said and the default network', undefined, definition([{ containerPort: 8080 }]), null],
  ['a port in a range', 'ip', definition([{ containerPortRange: '8000-8100' }], 'awsvpc'), null],
  [
    'a port outside a range',
    'ip',
    definition([{ containerPortRange: '8081-8100' }], 'awsvpc'),
    'container app has no port mapping for 8080',
  ],
  ['another port', 'ip', definition([{ containerPort: 80 }], 'awsvpc'), 'container app has no port mapping for 8080'],
  ['another container', 'ip', { containerDefinitions: [{ name: 'web' }] }, 'the task definition has no container app'],
  [
    'instances and awsvpc',
    'instance',
    definition([{ containerPort: 8080 }], 'awsvpc'),
    'its targets are of type instance, but network mode awsvpc requires ip',
  ],
  [
    'addresses and the default network',
    'ip',
    definition([{ containerPort: 8080 }]),
    'its targets are of type ip, but network mode bridge requires instance',
  ],
])('%s', (_, TargetType, ...[body, reason]) => {
  expect(targetGroupFits(use, { TargetType }, body)).toEqual(
    reason === null ? { result: 'ok', reason: null } : { result: 'failed', reason },
  );
});
