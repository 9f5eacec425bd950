import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, Plan } from '@funade/core';
import { describe, expect, test } from 'vitest';
import { imageReference, type Shop, startShop } from './shop.ts';

/** A folder with files in it, gone at the end. */
async function folderWith(
  files: Readonly<Record<string, string>>,
): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'funade-definitions-'));
  await mkdir(join(path, 'ecs'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, 'ecs', name), text);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** The one body that was registered. */
function registered(shop: Shop): JsonObject {
  const bodies = shop.calls('RegisterTaskDefinition');
  expect(bodies).toHaveLength(1);
  return bodies[0] ?? {};
}

function changesOf({ steps }: Plan) {
  return steps.find(({ kind }) => kind === 'ecs.register-task-definition')?.changes ?? [];
}

/** Registers a revision that nobody runs. */
async function registerAside(shop: Shop, differs: JsonObject): Promise<void> {
  const { client, sdk } = await shop.ecs();
  await client.send(
    new sdk.RegisterTaskDefinitionCommand({
      family: 'api',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'app', image: imageReference('v1.1.0'), essential: true }],
      ...differs,
    }),
  );
}

describe('a file', () => {
  const files = {
    'api.json': `{ "family": "api", "cpu": 512, "memory": 1024, "networkMode": "awsvpc",
      "requiresCompatibilities": ["FARGATE"], "futureField": 12345678901234567890,
      "containerDefinitions": [{ "name": "app", "image": "placeholder", "linuxParameters": { "sharedMemorySize": "{{environment.account}}" }, "essential": "true",
        "environment": [{ "name": "RELEASE", "value": "{{release.tag}}" }, { "name": "EMPTY", "value": "" }] }] }`,
    'api.json5': `{
      family: 'api', cpu: '512', memory: '1024', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [{ name: 'app', image: 'placeholder', essential: true, /* in units */ cpu: '64' }],
    }`,
    'api.yaml': [
      'family: api',
      'cpu: 512',
      'memory: 1024',
      'networkMode: awsvpc',
      'requiresCompatibilities: [FARGATE]',
      'containerDefinitions:',
      '  - name: app',
      '    image: placeholder',
      '    essential: true',
      '    environment:',
      '      - { name: ACCOUNT, value: 0123456789012345678 }',
      '      - { name: SERVICE, value: "{{service}}" }',
    ].join('\n'),
    'broken.json': '{ "family": "api", "containerDefinitions": [{ "name": "{{releas.tag}}" }] }',
  };

  test.each([
    [
      'api.json',
      {
        cpu: '512',
        memory: '1024',
        container: {
          linuxParameters: { sharedMemorySize: 222_222_222_222 },
          essential: true,
          environment: [
            { name: 'RELEASE', value: 'v1.2.0' },
            { name: 'EMPTY', value: '' },
          ],
        },
      },
    ],
    ['api.json5', { cpu: '512', memory: '1024', container: { essential: true, cpu: 64 } }],
    [
      'api.yaml',
      {
        cpu: '512',
        memory: '1024',
        container: {
          essential: true,
          environment: [
            { name: 'ACCOUNT', value: '0123456789012345678' },
            { name: 'SERVICE', value: 'api' },
          ],
        },
      },
    ],
  ])(
    '%s is the base, its templates rendered and its scalars as ECS wants them',
    async (name, { container, ...task }) => {
      await using folder = await folderWith(files);
      await using shop = await startShop({ root: folder.path });
      const plan = await shop.plan({ options: { taskDefinition: `ecs/${name}` } });
      const input = plan.steps.find(({ kind }) => kind === 'ecs.register-task-definition')?.input;
      expect(input).toMatchObject({
        definition: {
          family: 'api',
          ...task,
          containerDefinitions: [{ name: 'app', image: imageReference('v1.2.0'), ...container }],
        },
      });
      expect(changesOf(plan)).toContainEqual({
        path: 'cpu',
        from: '256',
        to: '512',
        other: { name: `ecs/${name}`, value: '512' },
        winner: 'other',
      });
    },
  );

  test('that cannot be read or is wrong is refused with its path, and nothing is written', async () => {
    await using folder = await folderWith(files);
    await using shop = await startShop({ root: folder.path });
    await expect(shop.plan({ options: { taskDefinition: 'ecs/none.json' } })).rejects.toMatchObject({
      code: 'TASK_DEFINITION_UNREADABLE',
    });
    await expect(shop.plan({ options: { taskDefinition: 'ecs/broken.json' } })).rejects.toMatchObject({
      code: 'TASK_DEFINITION_INVALID',
      message: expect.stringContaining('there is no "releas"'),
    });
    expect(shop.calls('RegisterTaskDefinition')).toEqual([]);
  });

  test('is what runs, once it is deployed', async () => {
    await using folder = await folderWith(files);
    await using shop = await startShop({ root: folder.path });
    const release = { options: { taskDefinition: 'ecs/api.yaml' as const } };
    expect((await shop.apply(await shop.plan(release))).outcome).toBe('succeeded');
    expect((await shop.plan(release)).steps).toEqual([]);
  });
});

test('a definition in the config is registered over the wire, members that no SDK knows included', async () => {
  await using shop = await startShop();
  const taskDefinition = {
    family: 'api',
    cpu: 512,
    memory: 1024,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    containerDefinitions: [
      { name: 'app', image: 'placeholder', essential: 'true', cpu: '0', command: [], futureField: { on: true } },
    ],
    futureField: 0,
  };
  expect((await shop.apply(await shop.plan({ options: { taskDefinition } }))).outcome).toBe('succeeded');
  expect(registered(shop)).toMatchObject({
    ...taskDefinition,
    cpu: '512',
    memory: '1024',
    containerDefinitions: [
      { ...taskDefinition.containerDefinitions[0], essential: true, cpu: 0, image: imageReference('v1.2.0') },
    ],
  });
});

describe('a revision that nobody runs', () => {
  const edit = { cpu: '1024', memory: '2048' };

  test('stays aside by default, and the plan says that what runs wins', async () => {
    await using shop = await startShop();
    await registerAside(shop, edit);
    const plan = await shop.plan();
    expect(changesOf(plan)).toContainEqual({
      path: 'cpu',
      from: '256',
      to: '256',
      other: { name: 'api:2', value: '1024' },
      winner: 'running',
    });
    await shop.apply(plan);
    expect(shop.calls('RegisterTaskDefinition').at(-1)).toMatchObject({ cpu: '256', memory: '512' });
  });

  test("is the base with 'latest', and the plan says that it wins", async () => {
    await using shop = await startShop();
    await registerAside(shop, edit);
    const plan = await shop.plan({ options: { taskDefinition: 'latest' } });
    expect(changesOf(plan)).toContainEqual({
      path: 'cpu',
      from: '256',
      to: '1024',
      other: { name: 'api:2', value: '1024' },
      winner: 'other',
    });
    await shop.apply(plan);
    expect(shop.calls('RegisterTaskDefinition').at(-1)).toMatchObject(edit);
  });

  test('is run and not registered again when it is what is wanted', async () => {
    await using shop = await startShop();
    await shop.apply(await shop.plan({ tag: 'v1.2.0' }));
    await shop.apply(await shop.plan({ tag: 'v1.3.0' }));
    const plan = await shop.plan({ tag: 'v1.2.0', allow: { downgrade: true } });
    expect(plan.notes.map(({ text }) => text)).toContain(
      'task definition api:2 is identical: it is reused, and nothing is registered',
    );
    expect(plan.steps.map(({ kind }) => kind)).not.toContain('ecs.register-task-definition');
    expect(plan.steps.flatMap(({ changes }) => changes)).toEqual([
      { path: 'taskDefinition', from: 'api:3', to: 'api:2' },
      {
        path: 'containerDefinitions[app].image',
        from: imageReference('v1.3.0'),
        to: imageReference('v1.2.0'),
      },
    ]);
    expect((await shop.apply(plan)).outcome).toBe('succeeded');
    expect(shop.calls('RegisterTaskDefinition')).toHaveLength(2);
    expect(shop.calls('UpdateService').at(-1)?.taskDefinition).toMatch(/api:2$/);
  });
});

test('what is written about a container is laid over what runs, by key, and null takes away', async () => {
  await using shop = await startShop({
    container: {
      environment: [
        { name: 'MODE', value: 'a' },
        { name: 'OLD', value: '1' },
        { name: 'EMPTY', value: '' },
      ],
      secrets: [{ name: 'KEY', valueFrom: 'arn:aws:ssm:ap-northeast-1:222222222222:parameter/key' }],
      dockerLabels: { team: 'shop', tier: 'web' },
    },
  });
  const parameter = 'arn:aws:ssm:ap-northeast-1:222222222222:parameter/other';
  const containers = {
    app: {
      environment: { MODE: 'b', OLD: null, WORKERS: 4 },
      secrets: { OTHER: parameter },
      dockerLabels: { tier: 'edge' },
      cpu: '64',
    },
    sidecar: { command: ['run'], essential: null },
  };
  expect((await shop.apply(await shop.plan({ options: { containers } }))).outcome).toBe('succeeded');
  expect(registered(shop).containerDefinitions).toMatchObject([
    { name: 'sidecar', command: ['run'] },
    {
      name: 'app',
      cpu: 64,
      environment: [
        { name: 'MODE', value: 'b' },
        { name: 'EMPTY', value: '' },
        { name: 'WORKERS', value: '4' },
      ],
      secrets: [
        { name: 'KEY', valueFrom: expect.any(String) },
        { name: 'OTHER', valueFrom: parameter },
      ],
      dockerLabels: { team: 'shop', tier: 'edge' },
    },
  ]);
});

test('a secret in plain sight is warned of by its name, and its value is in no change, note or warning', async () => {
  await using shop = await startShop({ container: { environment: [{ name: 'DB_PASSWORD', value: 'hunter2-old' }] } });
  const containers = { app: { environment: { DB_PASSWORD: 'hunter2-new' } } };
  const { steps, notes, warnings } = await shop.plan({ options: { containers } });
  expect(warnings).toContainEqual({
    code: 'PLAIN_SECRET',
    targets: ['api@production'],
    label: 'api@production',
    message:
      'container app has what looks like a secret in environment: DB_PASSWORD; name it under secrets, and keep the value in Secrets Manager or SSM',
  });
  expect(JSON.stringify([steps.map(({ changes }) => changes), notes, warnings])).not.toContain('hunter2');
});

test('what ECS would refuse for its size is refused while planning', async () => {
  await using shop = await startShop();
  const containers = { app: { environment: { LONG: 'x'.repeat(70_000) } } };
  await expect(shop.plan({ options: { containers } })).rejects.toMatchObject({
    code: 'TASK_DEFINITION_REFUSED',
    message: expect.stringContaining("Max allowed length is '65536' bytes"),
  });
});
