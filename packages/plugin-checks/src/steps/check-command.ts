import { defineStep } from '@funade/core';
import { runChild } from '@funade/core/node';
import { z } from 'zod';
import { commandFailed } from '../model/errors.ts';
import { deadlineOf } from './deadline-of.ts';

/**
 * Runs a program once on this machine, in the folder of the config, with the variables of this process and those of the plan.
 * Throws `CHECK_FAILED` unless its exit code is 0.
 */
export const checkCommand = defineStep({
  kind: 'check.command',
  effect: 'none',
  readsSources: true,
  deadlineSeconds: deadlineOf,
  input: z.strictObject({
    command: z.array(z.string()).min(1),
    timeoutSeconds: z.number(),
    /** What is not known has an empty value. */
    variables: z.record(z.string(), z.string()),
    /** What becomes of the rollout that waits for it, where it is not rolled back. */
    otherwise: z.string().optional(),
  }),
  output: z.object({ seconds: z.number() }),
  async run({ command, timeoutSeconds, variables, otherwise }, context) {
    const [file = '', ...args] = command;
    const begun = context.clock.monotonic();
    const end = await runChild(context, {
      file,
      args,
      cwd: context.root,
      env: { ...context.env, ...variables },
      timeout: timeoutSeconds * 1000,
      onLine: (line) => context.output(line),
    });
    if (end.exitCode === 0 && !end.timedOut) {
      return { seconds: Math.round((context.clock.monotonic() - begun) / 1000) };
    }
    const cause = end.timedOut
      ? 'timeout'
      : end.notFound
        ? 'not-found'
        : end.exitCode === null
          ? 'signal'
          : 'exit-code';
    throw commandFailed({ command, cause, how: end.how, timeoutSeconds, lines: end.lines, otherwise });
  },
});
