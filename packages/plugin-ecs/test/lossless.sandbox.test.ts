import { sendRaw } from '@funade/aws';
import { exactJsonText, isJsonObject, type JsonObject, parseExactJson } from '@funade/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeTaskDefinition } from '../src/api/describe-task-definition.ts';
import { responseOnlyFields } from '../src/model/response-only-fields.ts';
import { withoutOwnTags } from '../src/task-definition/revision-tags.ts';
import { toRegisterInput } from '../src/task-definition/to-register-input.ts';
import { publishedRequest } from './published-arbitrary.ts';
import { realTaskDefinitions } from './real-task-definitions.ts';
import { imageReference, type Shop, startShop } from './shop.ts';

/** What no SDK knows and no JavaScript number holds, at every level. */
const strange = `{
  "family": "api",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "futureTaskField": { "mode": "ON", "limit": 12345678901234567890, "none": null },
  "volumes": [{ "name": "data", "efsVolumeConfiguration": { "fileSystemId": "fs-1", "futureVolumeField": 0, "rootDirectory": "" } }],
  "containerDefinitions": [
    {
      "name": "app",
      "image": "${imageReference('v1.1.0')}",
      "essential": true,
      "cpu": 0,
      "command": [],
      "dockerLabels": { "empty": "" },
      "environment": [{ "name": "EMPTY", "value": "" }, { "name": "ACCOUNT", "value": "0123456789012345678" }],
      "futureContainerField": [1e3, -9223372036854775809, 0.30000000000000000004, { "deep": [[], {}, ""] }],
      "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }],
      "healthCheck": { "command": ["CMD", "true"], "futureHealthField": { "startAt": 18446744073709551615 } }
    }
  ]
}`;

test('fields that no SDK knows and numbers that JavaScript cannot hold are registered again as they are', async () => {
  await using shop = await startShop();
  await run(shop, strange);
  expect((await shop.apply(await shop.plan())).outcome).toBe('succeeded');
  const sent = shop.calls('RegisterTaskDefinition').at(-1) as JsonObject;
  const text = JSON.stringify(sent.containerDefinitions) + JSON.stringify(sent.futureTaskField);
  for (const number of ['12345678901234567890', '1e3', '-9223372036854775809', '0.30000000000000000004']) {
    expect(text).toContain(number);
  }
  expect(text).toContain('{"startAt":18446744073709551615}');
  const first = parseExactJson(strange) as JsonObject;
  const [written] = first.containerDefinitions as readonly JsonObject[];
  expect(parseExactJson(exactJsonText(sent))).toMatchObject({
    ...first,
    containerDefinitions: [{ ...written, image: imageReference('v1.2.0') }],
  });
});

test('what is registered is what DescribeTaskDefinition answered, to the letter', async () => {
  await using shop = await startShop();
  await run(shop, strange);
  await shop.apply(await shop.plan({ tag: 'v1.2.0' }));
  const sent = shop.calls('RegisterTaskDefinition').at(-1) as JsonObject;
  const answers = shop.sandbox.requests('ecs.DescribeTaskDefinition').map(({ response }) => response as JsonObject);
  const described = answers
    .map(({ taskDefinition }) => taskDefinition as JsonObject)
    .find(({ revision }) => revision === 2);
  const kept = Object.fromEntries(
    Object.entries(described ?? {}).filter(([field]) => !responseOnlyFields.includes(field)),
  );
  const again = JSON.stringify(kept).replace(imageReference('v1.1.0'), imageReference('v1.2.0'));
  const { tags: _, ...body } = sent;
  expect(JSON.stringify(body)).toBe(again);
});

test.each(realTaskDefinitions)('$what: goes round without loss', async ({ container, body }) => {
  await using shop = await startShop(body.includes('"bridge"') ? onInstances : {});
  await run(shop, body);
  const plan = await shop.plan({ options: { container } });
  expect((await shop.apply(plan)).outcome).toBe('succeeded');
  const [asFirst = {}, asNext = {}] = shop.calls('RegisterTaskDefinition');
  const described = shop.sandbox
    .requests('ecs.DescribeTaskDefinition')
    .map(({ response }) => response as JsonObject)
    .find(({ taskDefinition }) => (taskDefinition as JsonObject).family === asFirst.family);
  const { taskDefinition = {}, tags = [] } = (described ?? {}) as Record<string, JsonObject>;
  const kept = Object.entries(taskDefinition).filter(([field]) => !responseOnlyFields.includes(field));
  const expected = JSON.stringify({ ...Object.fromEntries(kept), ...(tags.length === 0 ? {} : { tags }) });
  const { image } =
    (taskDefinition.containerDefinitions as readonly JsonObject[]).find(({ name }) => name === container) ?? {};
  const sent = JSON.stringify(withoutOwnTags(asNext));
  // The one image apart, the texts are the same to the last digit.
  const swapped = `"name":"${container}","image":${JSON.stringify(image)}`;
  expect(expected).toContain(swapped);
  expect(sent).toBe(expected.replace(swapped, `"name":"${container}","image":"${imageReference('v1.2.0')}"`));
  // And what was written first is in it, whatever ECS filled in.
  expect(parseExactJson(sent)).toMatchObject(withoutImages(parseExactJson(JSON.stringify(asFirst)) as JsonObject));
  expect((await shop.plan({ options: { container } })).steps).toEqual([]);
});

test('registering what is described is the same text over the wire, for the full published shape', async () => {
  await using shop = await startShop();
  // Nearly nothing that is generated would pass.
  shop.sandbox.ecs.checkDefinitions(false);
  const ecs = await shop.ecs();
  const { client, sdk } = ecs;
  const register = async (body: JsonObject): Promise<void> => {
    const command = new sdk.RegisterTaskDefinitionCommand({ family: 'any', containerDefinitions: [] });
    await sendRaw(client, command, { body });
  };
  await fc.assert(
    fc.asyncProperty(publishedRequest, async (generated) => {
      const containers = (generated.containerDefinitions ?? []) as readonly JsonObject[];
      // What ECS checks is given; everything else is as it was generated.
      await register({
        ...generated,
        family: 'any',
        memory: '512',
        requiresCompatibilities: ['EC2'],
        containerDefinitions: [{}, ...containers].map((container, index) => ({
          ...container,
          name: `c${index}`,
          image: 'any:1',
          essential: true,
          memory: 128,
          memoryReservation: 0,
        })),
        tags: [{ key: 'team', value: 'shop' }],
      });
      const described = await describeTaskDefinition(ecs, 'any', shop.context);
      await register(toRegisterInput(described));
      const again = await describeTaskDefinition(ecs, 'any', shop.context);
      expect(exactJsonText(toRegisterInput(again))).toBe(exactJsonText(toRegisterInput(described)));
      const answers = shop.sandbox.requests('ecs.DescribeTaskDefinition').map(({ response }) => response as JsonObject);
      const wire = Object.entries(answers.at(-2)?.taskDefinition ?? {}).filter(
        ([field]) => !responseOnlyFields.includes(field),
      );
      const { tags, ...sent } = shop.calls('RegisterTaskDefinition').at(-1) ?? {};
      expect(JSON.stringify(sent)).toBe(JSON.stringify(Object.fromEntries(wire)));
      expect(tags).toEqual([{ key: 'team', value: 'shop' }]);
    }),
    { numRuns: 60 },
  );
});

function withoutImages(definition: JsonObject): JsonObject {
  const containers = definition.containerDefinitions as readonly JsonObject[];
  return { ...definition, containerDefinitions: containers.map(({ image: _, ...container }) => container) };
}

/** A service that task definitions without a network of their own can run in. */
const onInstances = {
  service: { launchType: 'EC2' },
  taskDefinition: { networkMode: 'bridge', requiresCompatibilities: ['EC2'] },
};

/** Registers a body to the letter and makes the service run it. */
async function run(shop: Shop, body: string): Promise<void> {
  const { client, sdk } = await shop.ecs();
  const command = new sdk.RegisterTaskDefinitionCommand({ family: 'api', containerDefinitions: [] });
  const parsed = parseExactJson(body);
  if (!isJsonObject(parsed)) throw new TypeError('no body');
  const { output } = await sendRaw(client, command, { body: parsed });
  const taskDefinition = output.taskDefinition?.taskDefinitionArn;
  await client.send(new sdk.UpdateServiceCommand({ cluster: 'shop', service: 'api', taskDefinition }));
  await shop.sandbox.clock.advance({ minutes: 10 });
}
