import type { Json, PlannedRequest } from '@funade/core';
import type { Seed } from '@funade/sandbox';
import { expect, test } from 'vitest';
import { type Shop, startShop } from './shop.ts';

/** The shop's containers get a password, an empty value and a number that JavaScript cannot hold. */
function withSecrets(seed: Seed): Seed {
  const copy = structuredClone(seed);
  for (const { regions } of Object.values(copy.accounts)) {
    for (const region of Object.values(regions ?? {})) {
      for (const { containerDefinitions } of region?.taskDefinitions ?? []) {
        for (const container of containerDefinitions as Record<string, unknown>[]) {
          container.environment = [
            { name: 'DB_PASSWORD', value: 'correct-horse' },
            { name: 'EMPTY', value: '' },
          ];
        }
      }
    }
  }
  return copy;
}

async function rendered(shop: Shop, typed: string): Promise<readonly PlannedRequest[]> {
  const { code, out } = await shop.funade(`render staging --tag v1.0.0 --json ${typed}`);
  expect(code).toBe(0);
  return JSON.parse(out).requests;
}

/** The body with what the run made in the place of references. */
function resolved(body: Json, arns: Readonly<Record<string, string>>): unknown {
  return JSON.parse(JSON.stringify(body), (_, value) => (Array.isArray(value?.$ref) ? arns[value.$ref[0]] : value));
}

test('what render prints is what a deploy sends, field by field', async () => {
  await using shop = await startShop({ seed: withSecrets });
  const requests = await rendered(shop, '--service api,web --show-secrets');
  expect(shop.writes()).toEqual([]);
  await shop.funade('deploy staging --tag v1.0.0 --service api,web');
  const sent = shop.sandbox
    .requests('ecs.*')
    .filter(({ operation }) => /Register|Update/.test(operation))
    .map(({ operation, body }) => ({ operation: operation.replace('.', ':'), body }));
  const run = JSON.stringify(sent).match(/"funade:run","value":"([^"]+)"/)?.[1] ?? '';
  const arns = Object.fromEntries([
    ['run', run],
    ...['api', 'web'].map((name) => [
      `ecs.register-task-definition:${name}@staging`,
      `arn:aws:ecs:ap-northeast-1:111111111111:task-definition/shop-${name}:2`,
    ]),
  ]);
  const planned = requests.map(({ operation, body }) => ({ operation, body: resolved(body, arns) }));
  expect(planned.length).toBe(4);
  expect(sent).toEqual(expect.arrayContaining(planned));
  expect(sent.length).toBe(planned.length);
});

test('values that look like secrets are hidden unless they are asked for', async () => {
  await using shop = await startShop({ seed: withSecrets });
  const hidden = await shop.funade('render staging --tag v1.0.0 --service api');
  expect(hidden.out).toContain('"value": "[secret]"');
  expect(hidden.out).not.toContain('correct-horse');
  expect(hidden.err).toBe(
    'values that look like secrets are shown as [secret]; --show-secrets prints them as they are sent\n',
  );
  const shown = await shop.funade('render staging --tag v1.0.0 --service api --show-secrets');
  expect([shown.out.includes('correct-horse'), shown.err]).toEqual([true, '']);
  const [register, update] = await rendered(shop, '--service api');
  expect([register?.masked, update?.masked]).toEqual([true, false]);
});

test('an image that is yet to be pushed stands as a reference to the step that pushes it', async () => {
  await using shop = await startShop({ pushed: [] });
  const [register] = await rendered(shop, '--service api');
  expect(register).toMatchObject({
    operation: 'ecs:RegisterTaskDefinition',
    body: {
      containerDefinitions: [{ image: { $ref: ['ecr.push-image:shop/api@staging', 'reference'] } }],
    },
  });
});

test('nothing to do is nothing to render', async () => {
  await using shop = await startShop();
  await shop.funade('deploy staging --tag v1.0.0');
  expect(await shop.funade('render staging --tag v1.0.0')).toMatchObject({
    code: 0,
    out: 'nothing to do: staging is already at v1.0.0\n',
  });
  expect(await rendered(shop, '--service api')).toEqual([]);
});
