import { plainLine, type TurnWorld, type World } from '@funade/core';
import type { Io } from '../model/io.ts';

/** A world in which turns are waited for: how far what is in progress is, is written to stderr, each text once. */
export function turnWorld(world: World, { stderr }: Pick<Io, 'stderr'>): TurnWorld {
  const told = new Map<string, string>();
  return {
    ...world,
    say(target, text) {
      if (told.get(target) === text) return;
      told.set(target, text);
      stderr.write(`${target}: ${plainLine(text)}\n`);
    },
  };
}
