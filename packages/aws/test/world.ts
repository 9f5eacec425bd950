import { createResources, type Environment, type World } from '@funade/core';
import type { Sandbox } from '@funade/sandbox';

/** The account and the role of these tests. */
export const account = '222222222222';
export const role = `arn:aws:iam::${account}:role/deploy`;

/** Differences from the world of an environment `production` without a role. */
export interface WorldDiffers {
  readonly environment?: Partial<Environment>;
  readonly env?: World['env'];
  readonly signal?: AbortSignal;
}

/** A world on the sandbox's clock, with nothing in its variables but the endpoint. */
export function worldOf(
  sandbox: Pick<Sandbox, 'clock' | 'endpoint'>,
  { environment, env, signal }: WorldDiffers = {},
): World {
  return {
    project: 'shop',
    environment: { name: 'production', account, region: 'eu-west-1', role: null, confirm: false, ...environment },
    clock: sandbox.clock,
    signal: signal ?? new AbortController().signal,
    env: { AWS_ENDPOINT_URL: sandbox.endpoint, ...env },
    root: '/nowhere',
    resources: createResources(),
  };
}
