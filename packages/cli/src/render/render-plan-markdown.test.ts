import type { Plan } from '@funade/core';
import { buildPlan, buildStep } from '@funade/core/testing';
import { expect, test } from 'vitest';
import { renderPlanMarkdown } from './render-plan-markdown.ts';

const register = buildStep('ecs.register-task-definition:api@production', {
  phase: 'register',
  title: 'register task definition shop_api',
  changes: [
    { path: 'containerDefinitions[app].image', from: 'shop/api:v1.1.0', to: 'shop/api:v1.2.0' },
    { path: 'containerDefinitions[app].environment[DOC]', from: null, to: '```\n| <b>' },
    { path: 'containerDefinitions[app].cpu', from: 256, to: null },
  ],
});
const wait = buildStep('ecs.wait-for-rollout:api@production', {
  title: 'wait for api (up to 10m)',
  needs: [register.id],
});
const back = buildStep('ecs.update-service:api@production', {
  title: 'roll back service api to shop-api:41',
  undoes: register.id,
});
const version = { target: 'api@production', from: 'v1.1.0', to: 'v1.2.0', step: 'minor' } as const;

function shop(differs: Partial<Plan> = {}): Plan {
  const plan = buildPlan([register, wait]);
  return {
    ...plan,
    id: '3f2a9c1b2d4e'.padEnd(64, '0'),
    targets: [
      ...plan.targets.map((target) => ({ ...target, version })),
      { id: 'web@production', service: 'web', options: {}, steps: [], version: null, onFailure: 'leave' },
    ],
    rollback: [back],
    notes: [
      { targets: ['web@production'], label: 'web@production', text: 'service web already runs v1.2.0 (shop-web:7)' },
    ],
    warnings: [
      {
        code: 'ECR_TAG_MUTABLE',
        targets: register.targets,
        label: register.label,
        message: 'anybody can overwrite v1.2.0 | <script>',
      },
    ],
    ...differs,
  };
}

test('a plan is a table, what changes folded away, what is left out, and the warnings', () => {
  expect(renderPlanMarkdown(shop())).toMatchInlineSnapshot(`
    "### Deploy \`v1.2.0\` of shop to \`production\`

    commit \`0123456\` · account 222222222222 · ap-northeast-1 · plan \`3f2a9c1b2d4e\`

    | target | version | images | changes |
    | --- | --- | --- | --- |
    | \`api@production\` | v1.1.0 → v1.2.0 (minor) | \`shop/api v1.1.0 → v1.2.0 (minor)\` | 3 |
    | \`web@production\` |  |  | nothing to do |

    <details><summary>api@production</summary>

    1. register task definition shop\\_api

       \`\`\`\`diff
        containerDefinitions[app]
       !   image: shop/api v1.1.0 → v1.2.0 (minor)
       +   environment[DOC]:
             \`\`\`
             | <b>
       -   cpu: 256
       \`\`\`\`

    2. wait for api (up to 10m)

    - rollback: roll back service api to shop-api:41

    </details>

    **Left out**

    - service web already runs v1.2.0 (shop-web:7)

    **⚠ Warning**

    - anybody can overwrite v1.2.0 \\| &lt;script&gt; (\`ECR_TAG_MUTABLE\`)

    2 services: 1 to deploy, 1 unchanged; 1 warning; 3 changes: 1 added, 1 changed, 1 removed
    "
  `);
});

test('a plan with nothing to do is a title and the reasons', () => {
  expect(renderPlanMarkdown({ ...buildPlan([]), id: 'a'.repeat(64), notes: shop().notes })).toMatchInlineSnapshot(`
    "### Nothing to do: \`production\` is already at \`v1.2.0\`

    commit \`0123456\` · account 222222222222 · ap-northeast-1 · plan \`aaaaaaaaaaaa\`

    **Left out**

    - service web already runs v1.2.0 (shop-web:7)
    "
  `);
});

test('what does not fit is left out and the text says so', () => {
  const steps = Array.from({ length: 50 }, (_, index) =>
    buildStep(`ecs.register-task-definition:api-${index}@production`, { changes: register.changes }),
  );
  const text = renderPlanMarkdown(buildPlan(steps), { limit: 12_000 });
  expect(text.length).toBeLessThan(12_000);
  expect(text).toMatch(/_The changes of \d+ more targets are left out here; `funade plan` shows them\._/);
  expect(renderPlanMarkdown(buildPlan(steps), { limit: 1_000_000 })).not.toContain('left out here');
});
