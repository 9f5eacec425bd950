import { createResources, type Environment, type RunContext } from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { InitOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { maskInJob } from './mask-in-job.ts';
import { traceTo } from './trace-to.ts';

/** Opens contexts in which `init` reads AWS, and closes them together. */
export interface InitContexts {
  open(environment: Environment): RunContext;
  close(): Promise<void>;
}

/** The contexts of one `init`, one for each environment that it reads. */
export function initContexts(
  { project, trace }: Pick<InitOptions, 'trace'> & { readonly project: string },
  io: Io,
  interruption: Interruption,
): InitContexts {
  const { env, cwd, clock, random } = io;
  const resources = createResources(maskInJob(io) ?? undefined);
  interruption.onExit(() => resources.close());
  interruption.hide(resources.secrets);
  return {
    open: (environment) => ({
      project,
      environment,
      clock,
      random,
      signal: interruption.signal,
      env,
      root: cwd,
      resources,
      ...(trace === null ? {} : { trace: traceTo(io.stderr, trace, resources.secrets) }),
    }),
    close: () => resources.close(),
  };
}
