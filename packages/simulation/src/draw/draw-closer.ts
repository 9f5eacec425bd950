import { type OtherAct, type OtherName, otherNames, type PlannedFault, type Story } from '../model/story.ts';
import type { Dice } from './dice.ts';
import { commandOf } from './draw-commands.ts';
import { telling } from './draw-faults.ts';

/** Stories before this seed are drawn from a distance alone: seeds that once found something tell the same story still. */
export const closeFrom = 1000;

const writes: Readonly<Record<string, number>> = {
  'ecs.UpdateService': 40,
  'ecs.RegisterTaskDefinition': 30,
  'ecs.RunTask': 20,
  'ecs.StopServiceDeployment': 10,
};

/**
 * The same story with what happens between two calls of the engine: somebody acts in a moment of its processes, and not so many
 * seconds after the beginning; answers to calls that change something get lost; refusals tell secrets.
 */
export function drawCloser(dice: Dice, story: Story): Story {
  const { world } = story;
  const moment = (): number => Math.floor(dice.fraction() ** 1.5 * 90) + 1;
  const others: OtherAct[] = story.others.map((other) => (dice.chance(0.5) ? { ...other, moment: moment() } : other));
  if (dice.chance(0.35)) {
    const environment = dice.pick(story.commands).environment;
    const place = { at: 0, moment: moment(), environment };
    if (dice.chance(0.35)) {
      const release = dice.weighted({ 'v1.0.0': 10, 'v1.1.0': 40, 'v1.2.0': 40, 'v1.3.0': 10 });
      others.push({ ...place, act: 'command', command: commandOf('deploy', environment, { release }) });
    } else {
      const act: OtherName = dice.pick(['update-service', 'force-deployment', ...otherNames] as const);
      others.push({ ...place, act, service: dice.pick(world.services).name });
    }
  }
  const faults: PlannedFault[] = [...story.faults];
  if (dice.chance(0.35)) {
    const operation = dice.weighted(writes);
    faults.unshift({ operation, nth: dice.int(1, 2), times: 1, name: 'reset after', fault: { reset: 'after' } });
  }
  if (dice.chance(0.1)) {
    const operation = dice.pick([...Object.keys(writes), 'ecs.DescribeServices']);
    faults.unshift({ operation, nth: dice.int(1, 3), times: dice.int(1, 2), ...telling });
  }
  return { ...story, others, faults };
}
