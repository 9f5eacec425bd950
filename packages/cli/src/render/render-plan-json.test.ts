import { readFile } from 'node:fs/promises';
import { buildPlan, buildStep } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { renderPlanJson } from './render-plan-json.ts';

const register = buildStep('ecs.register-task-definition:api@production', {
  phase: 'register',
  title: 'register task definition shop-api',
  input: { containerDefinitions: [{ environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }] },
  changes: [{ path: 'containerDefinitions[app].image', from: 'shop/api:v1.1.0', to: 'shop/api:v1.2.0@sha256:abc' }],
});
const wait = buildStep('ecs.wait-for-rollout:api@production', {
  effect: 'none',
  deadlineSeconds: 600,
  needs: [register.id],
});
const back = buildStep('ecs.update-service:api@production', {
  title: 'roll back service api to shop-api:41',
  undoes: register.id,
});
const own = { targets: register.targets, label: register.label };
const version = { target: 'api@production', from: 'v1.1.0', to: 'v1.2.0', step: 'minor' } as const;
const plan = {
  ...buildPlan([register, wait], { facts: { ecs: { password: 'hunter2' } }, rollback: [back] }),
  id: '3f2a9c1b2d4e'.padEnd(64, '0'),
  warnings: [{ code: 'A', ...own, message: 'b' }],
  notes: [{ ...own, text: 'c' }],
};
const planned = { ...plan, targets: plan.targets.map((target) => ({ ...target, version })) };

test('the view holds what people read, and neither request bodies nor facts', () => {
  expect(renderPlanJson(planned)).not.toContain('hunter2');
  expect(JSON.parse(renderPlanJson(planned))).toMatchInlineSnapshot(`
    {
      "changedSince": null,
      "createdAt": "2026-11-23T00:00:00.000Z",
      "environment": {
        "account": "222222222222",
        "name": "production",
        "region": "ap-northeast-1",
      },
      "id": "3f2a9c1b2d4e0000000000000000000000000000000000000000000000000000",
      "notes": [
        {
          "label": "api@production",
          "targets": [
            "api@production",
          ],
          "text": "c",
        },
      ],
      "nothingToDo": false,
      "overrides": [],
      "project": "shop",
      "release": {
        "branch": null,
        "commit": "0123456789abcdef0123456789abcdef01234567",
        "dirty": false,
        "imageTag": "v1.2.0",
        "tag": "v1.2.0",
        "version": "1.2.0",
      },
      "rollback": [
        {
          "after": [],
          "changes": [],
          "effect": "changes",
          "id": "ecs.update-service:api@production",
          "kind": "ecs.update-service",
          "label": "api@production",
          "needs": [],
          "phase": "rollout",
          "targets": [
            "api@production",
          ],
          "title": "roll back service api to shop-api:41",
          "undoes": "ecs.register-task-definition:api@production",
          "verb": "update",
        },
      ],
      "schema": "funade.plan/2",
      "steps": [
        {
          "after": [],
          "changes": [
            {
              "from": "shop/api:v1.1.0",
              "path": "containerDefinitions[app].image",
              "to": "shop/api:v1.2.0@sha256:abc",
            },
          ],
          "effect": "changes",
          "id": "ecs.register-task-definition:api@production",
          "kind": "ecs.register-task-definition",
          "label": "api@production",
          "needs": [],
          "phase": "register",
          "targets": [
            "api@production",
          ],
          "title": "register task definition shop-api",
        },
        {
          "after": [],
          "changes": [],
          "deadlineSeconds": 600,
          "effect": "none",
          "id": "ecs.wait-for-rollout:api@production",
          "kind": "ecs.wait-for-rollout",
          "label": "api@production",
          "needs": [
            "ecs.register-task-definition:api@production",
          ],
          "phase": "rollout",
          "targets": [
            "api@production",
          ],
          "title": "ecs.wait-for-rollout api@production",
        },
      ],
      "targets": [
        {
          "id": "api@production",
          "images": [
            {
              "container": "app",
              "from": {
                "digest": null,
                "reference": "shop/api:v1.1.0",
                "repository": "shop/api",
                "tag": "v1.1.0",
              },
              "step": "minor",
              "to": {
                "digest": "sha256:abc",
                "reference": "shop/api:v1.2.0@sha256:abc",
                "repository": "shop/api",
                "tag": "v1.2.0",
              },
            },
          ],
          "onFailure": "leave",
          "rollback": [
            "ecs.update-service:api@production",
          ],
          "service": "api",
          "steps": [
            "ecs.register-task-definition:api@production",
            "ecs.wait-for-rollout:api@production",
          ],
          "version": {
            "from": "v1.1.0",
            "step": "minor",
            "to": "v1.2.0",
          },
          "waitSeconds": 600,
        },
      ],
      "totals": {
        "added": 0,
        "changed": 1,
        "idle": 0,
        "removed": 0,
        "steps": 2,
        "targets": 1,
        "warnings": 1,
      },
      "warnings": [
        {
          "code": "A",
          "label": "api@production",
          "message": "b",
          "targets": [
            "api@production",
          ],
        },
      ],
    }
  `);
});

test('its page describes every field', async () => {
  const page = await readFile(new URL('../../../../docs/plan-json.md', import.meta.url), 'utf8');
  const fields = new Set<string>();
  JSON.parse(renderPlanJson(planned), (key, value) => {
    if (/^[a-zA-Z]+$/.test(key)) fields.add(key);
    return value;
  });
  expect([...fields].filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
});
