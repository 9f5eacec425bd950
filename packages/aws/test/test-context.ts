import { createResources, type Environment, type RunContext, systemRandom } from '@funade/core';
import type { Sandbox, Seed } from '@funade/sandbox';

/** The account and the role of these tests. */
export const account = '222222222222';
export const role = `arn:aws:iam::${account}:role/deploy`;

/** An account of somebody else. */
export const other = '111111111111';

const audience = ['sts.amazonaws.com', 'https://gitlab.example'];

/** Two accounts; the role trusts tags of one repository on GitHub and on GitLab, the other account, and a pod's role. */
export const seed: Seed = {
  accounts: {
    [account]: {
      roles: {
        deploy: {
          trust: {
            audience,
            subjects: ['repo:o/r:ref:refs/tags/*', 'project_path:g/p:ref_type:tag:ref:*'],
            principals: [other, `arn:aws:iam::${account}:role/pod`],
          },
        },
        pod: { trust: { audience, subjects: ['system:serviceaccount:ci:runner'] } },
      },
      regions: { 'eu-west-1': {} },
    },
    [other]: { regions: { 'eu-west-1': {} } },
  },
};

/** Jobs that the role trusts. */
export const githubJob = { repository: 'o/r', ref: 'refs/tags/v1.2.0' };
export const gitlabSub = 'project_path:g/p:ref_type:tag:ref:v1.2.0';

/** Differences from the context of an environment `production` without a role. */
export interface ContextOverrides {
  readonly environment?: Partial<Environment>;
  readonly env?: RunContext['env'];
  readonly signal?: AbortSignal;
}

/** A context on the sandbox's clock, with nothing in its variables but the endpoint. */
export function worldOf(
  sandbox: Pick<Sandbox, 'clock' | 'endpoint'>,
  { environment, env, signal }: ContextOverrides = {},
): RunContext {
  return {
    project: 'shop',
    environment: { name: 'production', account, region: 'eu-west-1', role: null, confirm: false, ...environment },
    clock: sandbox.clock,
    random: systemRandom,
    signal: signal ?? new AbortController().signal,
    env: { AWS_ENDPOINT_URL: sandbox.endpoint, ...env },
    root: '/nowhere',
    resources: createResources(),
  };
}

/** A context of the environment with the role. */
export function deploying(
  sandbox: Pick<Sandbox, 'clock' | 'endpoint'>,
  env: RunContext['env'],
  differs: Partial<Environment> = {},
): RunContext {
  return worldOf(sandbox, { environment: { role, ...differs }, env });
}

/** Every call so far, in order. */
export function calls(sandbox: Sandbox): readonly string[] {
  return sandbox.requests().map(({ operation }) => operation);
}
