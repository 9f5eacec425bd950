import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import { startShop } from './shop.ts';

const concurrent = {
  code: 'ClientException',
  message: 'Too many concurrent attempts to create a new revision of the specified family.',
};

test('a revision says which release, commit, run and settings made it, beside the tags that people gave it', async () => {
  await using shop = await startShop({ taskDefinition: { tags: [{ key: 'team', value: 'shop' }] } });
  await shop.apply(await shop.plan());
  expect(shop.calls('RegisterTaskDefinition')[0]?.tags).toEqual([
    { key: 'team', value: 'shop' },
    { key: 'funade:release', value: 'v1.2.0' },
    { key: 'funade:commit', value: '0123456789abcdef0123456789abcdef01234567' },
    { key: 'funade:config', value: expect.stringMatching(/^[0-9a-f]{12}$/) },
    { key: 'funade:run', value: 'run-1' },
  ]);
  await shop.apply(await shop.plan({ tag: 'v1.3.0' }));
  const tags = (shop.calls('RegisterTaskDefinition')[1]?.tags ?? []) as readonly JsonObject[];
  const keys = tags.map(({ key }) => key);
  expect(keys).toEqual(['team', 'funade:release', 'funade:commit', 'funade:config', 'funade:run']);
});

test('tags do not make a definition another one: the same release by another commit has nothing to do', async () => {
  await using shop = await startShop();
  await shop.apply(await shop.plan());
  expect((await shop.plan({ options: { wait: { budget: '20m' } } })).steps).toEqual([]);
});

test('without the permission to tag, revisions go without, and that is said once', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.RegisterTaskDefinition', { code: 'AccessDeniedException' });
  const first = await shop.apply(await shop.plan());
  expect([first.outcome, first.warnings.map(({ message }) => message)]).toEqual([
    'succeeded',
    [
      'no permission to tag task definitions (ecs:TagResource): revisions will not record which release and run created them',
    ],
  ]);
  // The same process does not ask again.
  const second = await shop.apply(await shop.plan({ tag: 'v1.3.0' }));
  expect([second.outcome, second.warnings]).toEqual(['succeeded', []]);
  expect(shop.calls('RegisterTaskDefinition').map(({ tags }) => tags !== undefined)).toEqual([true, false, false]);
});

test('without the permission to register, the run fails with that, and says nothing about tags', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.always('ecs.RegisterTaskDefinition', { code: 'AccessDeniedException' });
  const report = await shop.apply(await shop.plan());
  expect(report.outcome).toBe('failed');
  expect(report.warnings).toEqual([]);
  expect(report.steps.flatMap(({ error }) => error?.code ?? [])).toContain('AWS_ACCESS_DENIED');
});

test('one who registers the family at the same time as others tries again', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.next('ecs.RegisterTaskDefinition', concurrent, 3);
  expect((await shop.apply(await shop.plan())).outcome).toBe('succeeded');
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(4);
});

test('what was registered after all, and somebody else after it, is found when ECS refuses', async () => {
  await using shop = await startShop();
  const plan = await shop.plan();
  const { client, sdk } = await shop.ecs();
  const step = plan.steps.find(({ kind }) => kind === 'ecs.register-task-definition');
  const { definition } = (step?.input ?? {}) as { readonly definition?: object };
  for (const differs of [{}, { cpu: '512', memory: '1024' }]) {
    const body = { ...definition, ...differs } as RegisterTaskDefinitionCommandInput;
    await client.send(new sdk.RegisterTaskDefinitionCommand(body));
  }
  shop.sandbox.faults.next('ecs.RegisterTaskDefinition', concurrent);
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  expect(shop.calls('UpdateService').map(({ taskDefinition }) => taskDefinition)).toEqual([
    expect.stringMatching(/api:2$/),
  ]);
});

test('a definition that ECS refuses is refused in the end, with its words', async () => {
  await using shop = await startShop();
  shop.sandbox.faults.always('ecs.RegisterTaskDefinition', { code: 'ClientException', message: 'Invalid setting.' });
  const report = await shop.apply(await shop.plan());
  expect(report.outcome).toBe('failed');
  expect(shop.calls('RegisterTaskDefinition')).toHaveLength(5);
  expect(report.steps.flatMap(({ error }) => error?.code ?? [])).toContain('AWS_ERROR');
});

test('services of one family find the revisions that an earlier run registered, however many they are', async () => {
  const services = ['api', 'web', 'worker', 'mail', 'cart', 'search', 'auth', 'pay'];
  await using shop = await startShop({ services, service: { taskDefinition: 'api', desiredCount: 1 } });
  const optionsOf = (service: string) => ({ containers: { sidecar: { environment: { SERVICE: service } } } });
  const registered = (): number => shop.calls('RegisterTaskDefinition').length;
  shop.sandbox.faults.next('ecs.UpdateService', { code: 'InvalidParameterException' }, services.length);
  await shop.apply(await shop.plan({ optionsOf }));
  expect(registered()).toBe(services.length);
  const report = await shop.apply(await shop.plan({ optionsOf }));
  expect([report.outcome, registered()]).toEqual(['succeeded', services.length]);
});
