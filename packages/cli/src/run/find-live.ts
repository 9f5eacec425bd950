import { callerAccount } from '@funade/aws';
import { createResources, type Environment, type RunContext } from '@funade/core';
import { environmentIn, type FoundProject, liveSource } from '@funade/init';
import { usage } from '../model/errors.ts';
import type { Interruption } from '../model/interruption.ts';
import type { InitOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { maskInJob } from './mask-in-job.ts';
import { traceTo } from './trace-to.ts';

/** Reads what runs in a cluster as a project. `project`: its name. */
export async function findLive(
  options: InitOptions & { readonly project: string },
  io: Io,
  interruption: Interruption,
): Promise<FoundProject> {
  const { env, cwd, clock, random } = io;
  const region = options.region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || null);
  if (region === null) throw usage('the region of the cluster is not known', 'pass --region, or set AWS_REGION');
  const [, ofRole = null] = /^arn:[^:]+:iam::(\d{12}):role\//.exec(options.role ?? '') ?? [];
  const resources = createResources(maskInJob(io) ?? undefined);
  interruption.onExit(() => resources.close());
  const contextIn = (environment: Environment): RunContext => ({
    project: options.project,
    environment,
    clock,
    random,
    signal: interruption.signal,
    env,
    root: cwd,
    resources,
    ...(options.trace === null ? {} : { trace: traceTo(io.stderr, options.trace, resources.secrets) }),
  });
  try {
    const [name = environmentIn(options.cluster ?? '') ?? 'production'] = options.environments;
    const unknown: Environment = { name, account: '', region, role: null, confirm: false };
    const account = options.account ?? ofRole ?? (await callerAccount(contextIn(unknown)));
    const { project, cluster, services, definitions } = options;
    const context = contextIn({ ...unknown, account, role: options.role });
    return await liveSource({ project, cluster, services, definitions }, context);
  } finally {
    await resources.close();
  }
}
