import { type OtherAct, type OtherName, otherNames, type WorldPlan } from '../model/story.ts';
import type { Dice } from './dice.ts';
import { commandOf } from './draw-commands.ts';

/** What somebody else does meanwhile. */
export function drawOthers(dice: Dice, world: WorldPlan): readonly OtherAct[] {
  const count = Number(dice.weighted({ 0: 55, 1: 25, 2: 14, 3: 6 }));
  return Array.from({ length: count }, () => {
    const environment = dice.pick(world.environments).name;
    const at = Math.round(dice.fraction() ** 2 * 1200) / 10;
    if (dice.chance(0.3)) {
      const release = dice.weighted({ 'v1.0.0': 5, 'v1.1.0': 40, 'v1.2.0': 40, 'v1.3.0': 15 });
      const name = dice.weighted({ deploy: 80, rollback: 10, abort: 5, prune: 5 });
      return { at, environment, act: 'command', command: commandOf(name, environment, { release }) } as const;
    }
    const act: OtherName = dice.pick(otherNames);
    return { at, environment, act, service: dice.pick(world.services).name } as const;
  });
}
