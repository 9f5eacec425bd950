import { plainLine, type RunContext, type TurnContext } from '@funade/core';
import type { Io } from '../model/io.ts';

/** A context in which turns are waited for: how far what is in progress is, is written to stderr, each text once. */
export function turnContext(context: RunContext, { stderr }: Pick<Io, 'stderr'>): TurnContext {
  const told = new Map<string, string>();
  return {
    ...context,
    say(target, text) {
      if (told.get(target) === text) return;
      told.set(target, text);
      stderr.write(`${target}: ${plainLine(text)}\n`);
    },
  };
}
