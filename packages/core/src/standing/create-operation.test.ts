import { expect, test } from 'vitest';
import * as z from 'zod';
import { emptyOperation } from '../model/operation.ts';
import { defineOperations, type Plugin } from '../model/plugin.ts';
import type { StepId } from '../model/step.ts';
import { buildContext, buildDefinition, buildPlugin, buildRequest, buildStep } from '../testing/builders.ts';
import { createOperation, type OperationWanted } from './create-operation.ts';
import { readStatus } from './read-status.ts';

const session = buildPlugin('aws', {
  steps: [buildDefinition('aws.assume-role')],
  operations: defineOperations({
    facts: z.null(),
    observe: async () => null,
    plan: () => ({ ...emptyOperation, steps: [buildStep('aws.assume-role:production')] }),
  }),
});

/** Waits for the targets that its facts name. */
function inProgress(...targets: readonly string[]): Plugin {
  return buildPlugin('ecs', {
    options: z.strictObject({ place: z.string() }),
    steps: [buildDefinition('ecs.wait')],
    operations: defineOperations({
      facts: z.array(z.string()),
      observe: async () => [...targets],
      plan: (_, facts) => ({
        ...emptyOperation,
        steps: facts.map((id) =>
          buildStep(`ecs.wait:${id}` as StepId, { needs: ['aws.assume-role:production' as StepId] }),
        ),
      }),
    }),
  });
}

const wanted = (): OperationWanted => {
  const options = { ecs: { place: 'here' } };
  const { project, environment, targets } = buildRequest([
    { service: 'api', options },
    { service: 'web', options },
    { service: 'docs', options: {} },
  ]);
  return { operation: 'watch', project, environment, targets, started: {}, begun: {} };
};

test('an operation is steps for what is in progress, behind what proves who we are', async () => {
  const plan = await createOperation(wanted(), [session, inProgress('web@production')], buildContext());
  expect(plan.steps.map(({ id }) => id)).toEqual(['aws.assume-role:production', 'ecs.wait:web@production']);
  expect(plan.targets.map(({ id, steps }) => [id, steps.length])).toEqual([
    ['api@production', 0],
    ['web@production', 2],
    ['docs@production', 0],
  ]);
  expect(plan).toMatchObject({
    operation: 'watch',
    plugins: ['aws', 'ecs'],
    facts: { aws: null, ecs: ['web@production'] },
  });
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});

test('the same facts give the same operation, whenever it is made', async () => {
  const later = buildContext();
  await later.clock.sleep(60_000);
  const plugins = [session, inProgress('web@production')];
  const [one, two] = [
    await createOperation(wanted(), plugins, buildContext()),
    await createOperation(wanted(), plugins, later),
  ];
  expect(two.createdAt).not.toBe(one.createdAt);
  expect(two.id).toBe(one.id);
});

test('nothing in progress is no step at all', async () => {
  expect((await createOperation(wanted(), [session, inProgress()], buildContext())).steps).toEqual([]);
});

test('facts that the plugin does not allow are a fault of the plugin', async () => {
  const broken = buildPlugin('ecs', {
    operations: defineOperations({
      facts: z.array(z.string()),
      observe: async () => [1] as never,
      plan: () => emptyOperation,
    }),
  });
  await expect(createOperation(wanted(), [broken], buildContext())).rejects.toMatchObject({ code: 'FACTS_INVALID' });
});

test('status asks the plugins that run something, once they have proven who we are', async () => {
  const log: string[] = [];
  const plugins = [
    buildPlugin('aws', { connect: async () => void log.push('connect') }),
    buildPlugin('ecs', {
      options: z.strictObject({ place: z.string() }),
      status: async ({ targets }) => {
        log.push('status');
        return targets
          .toReversed()
          .map(({ id, service }) => ({ id, service, place: 'here', state: 'steady', note: null, deployments: [] }));
      },
    }),
  ];
  const status = await readStatus(wanted(), plugins, buildContext());
  expect(log).toEqual(['connect', 'status']);
  expect(status.map(({ id }) => id)).toEqual(['api@production', 'web@production']);
});

test('what stands beside a target is told with it, by plugins that know what runs', async () => {
  const steady = { place: 'here', state: 'steady', note: null, deployments: [] } as const;
  const plugins = [
    buildPlugin('ecs', {
      options: z.strictObject({ place: z.string() }),
      status: async ({ targets }) => targets.map(({ id, service }) => ({ id, service, ...steady })),
    }),
    buildPlugin('clock', {
      options: null,
      beside: async ({ standing }) => [
        {
          target: 'web@production',
          kind: 'rule',
          what: 'rule nightly',
          text: `one of ${standing.length}`,
          amiss: false,
        },
      ],
    }),
  ];
  const status = await readStatus(wanted(), plugins, buildContext());
  expect(status.map(({ id, beside = [] }) => [id, ...beside.map(({ what, text }) => `${what}: ${text}`)])).toEqual([
    ['api@production'],
    ['web@production', 'rule nightly: one of 2'],
  ]);
});
