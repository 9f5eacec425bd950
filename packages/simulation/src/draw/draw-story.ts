import type { Story } from '../model/story.ts';
import { createDice } from './dice.ts';
import { closeFrom, drawCloser } from './draw-closer.ts';
import { drawCommands, finishOf } from './draw-commands.ts';
import { drawFaults } from './draw-faults.ts';
import { drawOthers } from './draw-others.ts';
import { drawWorld } from './draw-world.ts';

/** What a seed decides. The same seed draws the same story. */
export function drawStory(seed: number): Story {
  const dice = createDice(seed);
  const world = drawWorld(dice);
  const commands = drawCommands(dice, world);
  const story: Story = {
    seed,
    world,
    commands,
    finish: finishOf(world, commands),
    others: drawOthers(dice, world),
    faults: drawFaults(dice),
    skews: drawSkews(dice),
  };
  return seed < closeFrom ? story : drawCloser(dice, story);
}

function drawSkews(dice: ReturnType<typeof createDice>): Story['skews'] {
  if (!dice.chance(0.15)) return [];
  return Array.from({ length: dice.int(1, 2) }, (_, index) => ({
    at: index === 0 ? 0 : dice.int(1, 300),
    by: dice.pick([-3_600_000, -600_000, -20_000, 20_000, 600_000, 3_600_000]),
  }));
}
