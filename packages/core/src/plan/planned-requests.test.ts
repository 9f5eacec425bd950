import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { buildDefinition, buildPlan, buildPlugin, buildStep } from '../testing/builders.ts';
import { deepFreeze } from '../testing/deep-freeze.ts';
import { plannedRequests } from './planned-requests.ts';
import { ref } from './ref.ts';
import { renderRequests, renderRequestsJson } from './render-requests.ts';

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
      subject: register.subject,
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
      subject: update.subject,
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

test('people read them one after the other, numbers as they are sent', () => {
  expect(renderRequests(plan, plannedRequests(plan, plugins))).toMatchInlineSnapshot(`
    "ecs:Register  ecs.register:api@production
    {
      "family": "shop-api",
      "containerDefinitions": [
        {
          "name": "app",
          "environment": [
            {
              "name": "DB_PASSWORD",
              "value": "[secret]"
            }
          ],
          "cpu": 1e3
        }
      ]
    }

    ecs:Update  ecs.update:api@production
    {
      "cluster": "shop",
      "taskDefinition": {
        "$ref": [
          "ecs.register:api@production",
          "arn"
        ]
      }
    }
    "
  `);
  expect(renderRequests(buildPlan([]), [])).toBe('nothing to do: production is at v1.2.0 already\n');
});

test('programs read one object, which its page describes', async () => {
  const text = renderRequestsJson(plan, plannedRequests(plan, plugins));
  expect(text).toContain('"cpu": 1e3');
  const printed = JSON.parse(text);
  expect(printed).toMatchObject({ schema: 'funade.requests/1', plan: plan.id, requests: [{ masked: true }, {}] });
  const page = await readFile(new URL('../../../../docs/plan-json.md', import.meta.url), 'utf8');
  const fields = [...Object.keys(printed), ...Object.keys(printed.requests[0])];
  expect(fields.filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
});
