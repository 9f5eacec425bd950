import { type Environment, isDeployError, type LookupCall } from '@funade/core';
import type { Sandbox } from '@funade/sandbox';
import { entryOf, type RegionSeed } from './seed-types.ts';
import type { BucketStandIns } from './stand-in-buckets.ts';
import { standInState } from './stand-in-state.ts';
import { standInValue } from './stand-in-value.ts';

/** What templates of one environment look up, put into a sandbox while they are read, and kept for its seed. */
export interface StandIns {
  /** Gives everything that calls ask for a value, as far as a name says where it is. */
  put(calls: readonly LookupCall[]): void;
  /** Puts a Terraform state where one was asked for in vain; false where the error is another one. */
  putState(error: unknown, calls: readonly LookupCall[]): boolean;
  /** All that was put. */
  seed(): RegionSeed;
}

/** Stand-ins for the lookups of an environment, in a sandbox that has its account and region. */
export function createStandIns(sandbox: Sandbox, environment: Environment, buckets: BucketStandIns): StandIns {
  const { account, region } = environment;
  const scope = { account, region };
  const valueFor = (name: string): string => standInValue(name, environment);
  const parameters: Record<string, { type: 'String' | 'SecureString'; value: string }> = {};
  const secrets: Record<string, string> = {};
  const stacks: Record<string, { outputs: Record<string, { value: string; exportName?: string }> }> = {};
  const stackOf = (name: string) => entryOf(stacks, name, () => ({ outputs: {} }));

  const putOne = ({ helper, args: [name = '', key = ''] }: LookupCall): void => {
    if (helper === 'ssm' || helper === 'ssmArn') {
      const plain = name.replace(/^arn:[^:]*:ssm:[^:]*:[^:]*:parameter/, '').split(':')[0] ?? name;
      const type = helper === 'ssm' ? 'String' : (parameters[plain]?.type ?? 'SecureString');
      if (parameters[plain]?.type === type) return;
      parameters[plain] = { type, value: valueFor(plain) };
      sandbox.ssm.at(scope).remove(plain);
      sandbox.ssm.at(scope).put(plain, parameters[plain]);
    } else if (helper === 'secretArn' && !Object.hasOwn(secrets, name)) {
      secrets[name] = '{}';
      sandbox.secretsManager.at(scope).put(name, '{}');
    } else if (helper === 'cfnOutput') {
      stackOf(name).outputs[key] = { value: valueFor(key) };
      sandbox.cloudFormation.at(scope).put(name, stackOf(name));
    } else if (helper === 'cfnExport') {
      const stack = stackOf('exports');
      const output = name.replaceAll(/[^A-Za-z0-9]/g, '');
      stack.outputs[output] = { value: valueFor(name), exportName: name };
      sandbox.cloudFormation.at(scope).put('exports', stack);
    }
  };
  return {
    put(calls) {
      for (const call of calls) putOne(call);
    },
    putState(error, calls) {
      if (!isDeployError(error) || error.code !== 'TERRAFORM_STATE_MISSING') return false;
      const addresses = calls.flatMap(({ helper, args: [address = ''] }) => (helper === 'tfstate' ? [address] : []));
      return buckets.putAsked(JSON.stringify(standInState(addresses, valueFor)), scope);
    },
    seed: () => ({ parameters, secrets, stacks }),
  };
}
