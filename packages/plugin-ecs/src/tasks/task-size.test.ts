import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { taskSizeProblems } from './task-size.ts';

const definition = { cpu: '256', memory: '512', requiresCompatibilities: ['FARGATE'] };
const fargate = { launchType: 'FARGATE' };
const cpus = 'write one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 CPU units';

test.each<[string, JsonObject, JsonObject, readonly string[]]>([
  ['no size of its own', fargate, {}, []],
  ['a size of Fargate', fargate, { cpu: '1024', memory: '2048' }, []],
  ['the same in words', fargate, { cpu: '1 vCPU', memory: '2 GB' }, []],
  ['no text of a size', fargate, { cpu: 'a lot' }, ['cpu: expected CPU units, such as 1024, not "a lot"']],
  ['no CPU of Fargate', fargate, { cpu: '300', memory: '512' }, [`cpu: "300" is not a size of Fargate; ${cpus}`]],
  [
    'a CPU that does not go with the memory of the definition',
    { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] },
    { cpu: '1024' },
    ['memory: Fargate has no size of 1024 CPU units with "512"; write 2048 to 8192 MiB in steps of 1024'],
  ],
  ['by the definition alone', {}, { cpu: '300' }, [`cpu: "300" is not a size of Fargate; ${cpus}`]],
  ['any size on EC2', { launchType: 'EC2' }, { cpu: '300', memory: '512' }, []],
  [
    'a placeholder that is left',
    { launchType: 'EC2' },
    { memory: '<MEM>' },
    ['memory: expected MiB, such as 2048, not "<MEM>"'],
  ],
])('%s', (_, launch, ...rest) => {
  const [overrides, expected] = rest;
  const problems = taskSizeProblems({ ...launch, overrides }, definition);
  expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual(expected);
});
