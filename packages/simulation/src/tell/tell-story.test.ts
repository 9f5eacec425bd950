import { expect, test } from 'vitest';
import { commandOf } from '../draw/draw-commands.ts';
import { drawStory } from '../draw/draw-story.ts';
import type { PlannedFault, Story } from '../model/story.ts';
import { minimise } from './minimise.ts';
import { storyTest, tellStory } from './tell-story.ts';

test('the same seed draws the same story, and another one another', () => {
  expect(drawStory(7)).toEqual(drawStory(7));
  expect(drawStory(8)).not.toEqual(drawStory(7));
});

const fault = (operation: string): PlannedFault => ({
  operation,
  nth: 1,
  times: 2,
  name: 'server error',
  fault: { code: 'ServerException', status: 500 },
});

test('a story is made as small as it may be while it still goes wrong', async () => {
  const drawn = drawStory(26);
  const story: Story = {
    ...drawn,
    faults: ['sts.AssumeRole', 'ecs.UpdateService', 'ecs.RunTask'].map(fault),
    commands: [commandOf('deploy', 'staging', { kill: 9 }), commandOf('resume', 'staging')],
  };
  const small = await minimise(
    story,
    async ({ faults, commands }) =>
      faults.some(({ operation }) => operation === 'ecs.UpdateService') &&
      commands.some(({ command }) => command === 'deploy'),
  );
  expect([small.others, small.finish, small.world.services.length]).toEqual([[], [], 1]);
  expect(tellStory(small).slice(1)).toEqual([
    'call 1 of ecs.UpdateService: server error',
    'somebody types funade deploy staging --tag v1.1.0 (killed in moment 9)',
  ]);
  expect(storyTest(small, 'seed 26')).toContain('expect((await simulateStory(story)).broken).toEqual([])');
});
