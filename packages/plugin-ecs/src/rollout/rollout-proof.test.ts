import { expect, test } from 'vitest';
import { type RunningTask, rolloutProof } from './rollout-proof.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const wanted = {
  deploymentId: 'ecs-svc/2',
  taskDefinition: 'api:8',
  images: { app: `registry/shop/api:v1@${digest}` },
};

function task(
  more: Partial<RunningTask> = {},
  container: Partial<RunningTask['containers'][number]> = {},
): RunningTask {
  const containers = [{ name: 'app', image: `registry/shop/api:v1@${digest}`, digest, ...container }];
  return { id: 'a1', deploymentId: 'ecs-svc/2', taskDefinition: 'api:8', containers, ...more };
}

test.each<[string, readonly RunningTask[], number, readonly string[]]>([
  ['our image on our revision', [task()], 1, []],
  ['no task', [], 0, []],
  ['tasks of another deployment do not count', [task({ deploymentId: 'ecs-svc/1', taskDefinition: 'api:7' })], 0, []],
  ['another revision', [task({ taskDefinition: 'api:7' })], 1, ['task a1 runs api:7']],
  [
    'another image behind the same tag',
    [task({}, { image: 'registry/shop/api:v1', digest: other })],
    1,
    [`container app of task a1 runs ${other}, not ${digest}`],
  ],
  ['one platform of our index', [task({}, { digest: other })], 1, []],
  ['a digest that ECS does not show', [task({}, { image: 'registry/shop/api:v1', digest: null })], 1, []],
  ['a container that got no image of ours', [task({}, { name: 'sidecar', image: 'x:1', digest: other })], 1, []],
])('%s', (_, ...[tasks, count, wrong]) => {
  expect(rolloutProof(tasks, wanted)).toEqual({ tasks: count, wrong });
});

test('without a known digest the revision is the proof', () => {
  const images = { app: 'registry/shop/api:v1' };
  const tasks = [task({}, { image: 'registry/shop/api:v1', digest: other })];
  expect(rolloutProof(tasks, { ...wanted, images })).toEqual({ tasks: 1, wrong: [] });
});
