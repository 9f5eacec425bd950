import type { Command, CommandName, ReleaseName, WorldPlan } from '../model/story.ts';
import type { Dice } from './dice.ts';

/** A plain command: what differs is laid over it. */
export function commandOf(command: CommandName, environment: string, differs: Partial<Command> = {}): Command {
  return {
    command,
    environment,
    release: 'v1.1.0',
    services: null,
    downgrade: false,
    force: false,
    until: null,
    pause: 0,
    kill: null,
    signal: null,
    ...differs,
  };
}

/** What the first operator types: releases one after the other, and what comes after a process that was killed. */
export function drawCommands(dice: Dice, world: WorldPlan): readonly Command[] {
  const commands: Command[] = [];
  const rounds = Number(dice.weighted({ 1: 72, 2: 22, 3: 6 }));
  for (let round = 0; round < rounds; round += 1) {
    const environment = dice.pick(world.environments).name;
    const release: ReleaseName = dice.weighted({ 'v1.0.0': 3, 'v1.1.0': 45, 'v1.2.0': 40, 'v1.3.0': 12 });
    const services = world.services.length > 1 && dice.chance(0.2) ? [dice.pick(world.services).name] : null;
    const differs = {
      release,
      services,
      downgrade: dice.chance(0.1),
      force: dice.chance(0.08),
      until: dice.chance(0.06) ? dice.pick(['started', 'paused', 'steady']) : null,
    };
    const deploy = commandOf('deploy', environment, {
      ...differs,
      pause: round === 0 ? 0 : dice.pick([0, 5, 60, 900]),
    });
    const fate = dice.weighted({ lives: 45, killed: 40, signalled: 15 });
    const moment = Math.floor(dice.fraction() ** 2 * 120) + 1;
    if (fate === 'lives') commands.push(deploy);
    else {
      commands.push({ ...deploy, [fate === 'killed' ? 'kill' : 'signal']: moment });
      commands.push(...drawAfterwards(dice, environment, differs));
    }
    if (dice.chance(0.15)) commands.push(drawLater(dice, environment, differs));
    // What runs is then not the newest revision.
    const isBack = commands.at(-1)?.command === 'rollback' || commands.at(-1)?.kill !== null;
    if (isBack && dice.chance(0.4))
      commands.push(commandOf('prune', environment, { ...differs, until: null, pause: 5 }));
  }
  return commands;
}

function drawAfterwards(dice: Dice, environment: string, differs: Partial<Command>): readonly Command[] {
  const again = dice.weighted({ resume: 43, deploy: 29, watch: 9, rollback: 8, abort: 6, prune: 5 });
  const command = commandOf(again, environment, {
    ...differs,
    until: null,
    pause: dice.pick([0, 0, 2, 30, 600]),
    kill: dice.chance(0.25) ? dice.int(1, 60) : null,
  });
  return command.kill === null ? [command] : [command, { ...command, pause: dice.pick([0, 10]), kill: null }];
}

function drawLater(dice: Dice, environment: string, differs: Partial<Command>): Command {
  const later = dice.weighted({ rollback: 40, prune: 25, watch: 10, abort: 10, continue: 15 });
  return commandOf(later, environment, { ...differs, until: null, pause: dice.pick([0, 20, 300]) });
}

/** What is typed in the end: the last release of each environment that something was deployed to, once more. */
export function finishOf(world: WorldPlan, commands: readonly Command[]): readonly Command[] {
  return world.environments.flatMap(({ name }) => {
    const last = commands.findLast(({ environment, command }) => environment === name && command === 'deploy');
    if (last === undefined) return [];
    const deploy = commandOf('deploy', name, { release: last.release, downgrade: true });
    // Whoever waits for too short a time waits once more.
    return [deploy, deploy];
  });
}
