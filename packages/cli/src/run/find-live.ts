import { callerAccount } from '@funade/aws';
import type { Environment } from '@funade/core';
import { environmentIn, type FoundProject, liveSource } from '@funade/init';
import { usage } from '../model/errors.ts';
import type { Interruption } from '../model/interruption.ts';
import type { InitOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { initContexts } from './init-context.ts';

/** Reads what runs in a cluster as a project. `project`: its name. */
export async function findLive(
  options: InitOptions & { readonly project: string },
  io: Io,
  interruption: Interruption,
): Promise<FoundProject> {
  const { env } = io;
  const region = options.region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || null);
  if (region === null) throw usage('the region of the cluster is not known', 'pass --region, or set AWS_REGION');
  const [, ofRole = null] = /^arn:[^:]+:iam::(\d{12}):role\//.exec(options.role ?? '') ?? [];
  const contexts = initContexts(options, io, interruption);
  try {
    const [name = environmentIn(options.cluster ?? '') ?? 'production'] = options.environments;
    const unknown: Environment = { name, account: '', region, role: null, confirm: false };
    const account = options.account ?? ofRole ?? (await callerAccount(contexts.open(unknown)));
    const { project, cluster, services, definitions } = options;
    const context = contexts.open({ ...unknown, account, role: options.role });
    return await liveSource({ project, cluster, services, definitions }, context);
  } finally {
    await contexts.close();
  }
}
