import { readFile } from 'node:fs/promises';
import { type Json, plannedRequests, ref } from '@funade/core';
import { buildDefinition, buildPlan, buildPlugin, buildStep, deepFreeze } from '@funade/core/testing';
import { expect, test } from 'vitest';
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
  expect(renderRequests(buildPlan([]), [])).toBe('nothing to do: production is already at v1.2.0\n');
});

test('programs read one object, which its page describes', async () => {
  const text = renderRequestsJson(plan, plannedRequests(plan, plugins));
  expect(text).toContain('"cpu": 1e3');
  const printed = JSON.parse(text);
  expect(printed).toMatchObject({ schema: 'funade.requests/2', plan: plan.id, requests: [{ masked: true }, {}] });
  const page = await readFile(new URL('../../../../docs/plan-json.md', import.meta.url), 'utf8');
  const fields = [...Object.keys(printed), ...Object.keys(printed.requests[0])];
  expect(fields.filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
});
