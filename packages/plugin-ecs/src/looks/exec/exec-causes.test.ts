import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { execCauses } from './exec-causes.ts';

const fine = { taskRoleArn: 'arn:aws:iam::1:role/task', containerDefinitions: [{ name: 'app' }] };
const causes = (taskDefinition: JsonObject | null, lacking: readonly string[] | null = []) =>
  execCauses({ taskDefinition, container: 'app', lacking });

test.each<[string, readonly string[], string[]]>([
  ['nothing', causes(fine), []],
  ['nothing is known', causes(null, null), []],
  [
    'no role',
    causes({ ...fine, taskRoleArn: null }),
    ['the task definition has no task role: the agent may do nothing'],
  ],
  ['permissions', causes(fine, ['ssmmessages:OpenDataChannel']), ['the task role lacks ssmmessages:OpenDataChannel']],
  [
    'a read-only root',
    causes({ ...fine, containerDefinitions: [{ name: 'app', readonlyRootFilesystem: true }] }),
    ['container app has a read-only root file system: the agent has to write to it'],
  ],
  [
    'keys of its own',
    causes({
      ...fine,
      containerDefinitions: [{ name: 'app', environment: [{ name: 'AWS_ACCESS_KEY_ID', value: 'x' }] }],
    }),
    ['container app sets AWS_ACCESS_KEY_ID, which the agent takes in place of the task role'],
  ],
  [
    'pidMode',
    causes({ ...fine, pidMode: 'task' }),
    ['pidMode is task: a command can be run in one container of the task only'],
  ],
])('%s', (_, found, expected) => expect(found).toEqual(expected));
