import { expect, test } from 'vitest';
import type { Check, VerifyInput } from '../model/check.ts';
import { DeployError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import type { Plugin, PluginRequest } from '../model/plugin.ts';
import { buildContext, buildDefinition, buildPlugin, buildRequest, buildStep } from '../testing/builders.ts';
import { verifyTargets } from './verify-targets.ts';

const request = buildRequest(['api', 'worker', 'web']);
const context = buildContext();

/** Plans a step for every target but `refused`, and has one check for each. */
function plugin(differs: Partial<Plugin> = {}, refuse: (request: PluginRequest) => void = () => undefined): Plugin {
  return buildPlugin('ecs', {
    plan: (asked) => {
      refuse(asked);
      return {
        steps: asked.targets.map(({ id }) => buildStep(`ecs.update-service:${id}`)),
        rollback: [],
        artifacts: [],
        notes: [],
        warnings: [],
        versions: [],
      };
    },
    steps: [
      {
        ...buildDefinition('ecs.update-service'),
        request: (body: Json) => ({ operation: 'ecs:UpdateService', body }),
      },
    ],
    verify: async ({ request: { targets } }: VerifyInput) =>
      targets.toReversed().map(({ id }): Check => {
        return { target: id, kind: 'role', what: `role ${id}`, result: 'ok', reason: null };
      }),
    ...differs,
  });
}

const refuseWeb = ({ targets }: PluginRequest): void => {
  if (!targets.some(({ service }) => service === 'web')) return;
  throw new DeployError('SERVICE_NOT_FOUND', 'there is no service "web"', {
    category: 'usage',
    hint: 'set ecs.service',
  });
};

const lines = (checks: readonly Check[]) =>
  checks.map(({ target, what, result, reason }) => `${target} ${what} ${result} ${reason}`);

test('every target has its plan and the checks of the plugins, in the order of the request', async () => {
  expect(lines(await verifyTargets(request, [plugin(), buildPlugin('quiet')], context))).toEqual([
    'api@production plan ok 1 step',
    'api@production role api@production ok null',
    'worker@production plan ok 1 step',
    'worker@production role worker@production ok null',
    'web@production plan ok 1 step',
    'web@production role web@production ok null',
  ]);
});

test('a target that cannot be planned fails alone, and says why', async () => {
  expect(lines(await verifyTargets(request, [plugin({}, refuseWeb)], context))).toEqual([
    'api@production plan ok 1 step',
    'api@production role api@production ok null',
    'worker@production plan ok 1 step',
    'worker@production role worker@production ok null',
    'web@production plan failed there is no service "web"; set ecs.service',
  ]);
});

test('targets that only exclude each other are an error', async () => {
  const refuse = ({ targets }: PluginRequest): void => {
    if (targets.length > 1) throw new DeployError('SERVICE_CLAIMED_TWICE', 'both', { category: 'usage' });
  };
  await expect(verifyTargets(request, [plugin({}, refuse)], context)).rejects.toMatchObject({
    code: 'SERVICE_CLAIMED_TWICE',
  });
});

test('what tells nothing about a target is an error: a read that failed, a caller that is nobody', async () => {
  const lost = plugin({ observe: () => Promise.reject(new DeployError('AWS_NETWORK', 'no answer')) });
  await expect(verifyTargets(request, [lost], context)).rejects.toMatchObject({ code: 'AWS_NETWORK' });
  const wrong = plugin({
    connect: () => Promise.reject(new DeployError('WRONG_ACCOUNT', 'no', { category: 'refused' })),
  });
  await expect(verifyTargets(request, [wrong], context)).rejects.toMatchObject({ code: 'WRONG_ACCOUNT' });
});

test('a plugin sees the plan and what was handed on', async () => {
  const seen: VerifyInput[] = [];
  const looking = plugin({
    verify: async (input) => {
      seen.push(input);
      return [];
    },
  });
  await verifyTargets(request, [looking], context);
  expect(seen.map(({ plan, requests, artifacts }) => [plan.steps.length, requests.length, artifacts])).toEqual([
    [3, 3, []],
  ]);
});
