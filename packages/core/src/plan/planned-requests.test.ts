import { expect, test } from 'vitest';
import type { Json } from '../model/json.ts';
import { ref } from '../model/ref.ts';
import { buildDefinition, buildPlan, buildPlugin, buildStep } from '../testing/builders.ts';
import { deepFreeze } from '../testing/deep-freeze.ts';
import { plannedRequests } from './planned-requests.ts';

const body = {
  family: 'shop-api',
  containerDefinitions: [
    { name: 'app', environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }], cpu: { $number: '1e3' } },
  ],
} satisfies Json;
const register = buildStep('ecs.register:api@production', { input: { ...body } });
const update = buildStep('ecs.update:api@production', {
  needs: [register.id],
  input: { cluster: 'shop', taskDefinition: ref(register.id, 'arn'), internal: true },
});
const wait = buildStep('ecs.wait:api@production', { needs: [update.id], input: { budgetSeconds: 600 } });
const plan = deepFreeze(buildPlan([register, update, wait]));
const plugins = [
  buildPlugin('ecs', {
    steps: [
      { ...buildDefinition('ecs.register'), request: (input: Json) => ({ operation: 'ecs:Register', body: input }) },
      {
        ...buildDefinition('ecs.update'),
        request: (input: Json) => ({ operation: 'ecs:Update', body: { ...(input as object), internal: undefined } }),
      },
      buildDefinition('ecs.wait'),
    ],
  }),
];

test('every call that a plan makes, in its order, with what looks like a secret hidden', () => {
  expect(plannedRequests(plan, plugins)).toEqual([
    {
      step: register.id,
      targets: register.targets,
      label: register.label,
      operation: 'ecs:Register',
      body: {
        family: 'shop-api',
        containerDefinitions: [
          { name: 'app', environment: [{ name: 'DB_PASSWORD', value: '[secret]' }], cpu: { $number: '1e3' } },
        ],
      },
      masked: true,
    },
    {
      step: update.id,
      targets: update.targets,
      label: update.label,
      operation: 'ecs:Update',
      body: { cluster: 'shop', taskDefinition: { $ref: [register.id, 'arn'] } },
      masked: false,
    },
  ]);
});

test('nothing is hidden where that is asked for', () => {
  const [first] = plannedRequests(plan, plugins, { showSecrets: true });
  expect(first).toMatchObject({ body, masked: false });
});
