import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import type { JsonObject } from '@funade/core';
import type { ReleaseOptions, Shop } from './shop.ts';

const definition = {
  family: 'other',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'app', image: 'registry.example/other:1' }],
} satisfies RegisterTaskDefinitionCommandInput;

/** Registers `other:1`, which is no revision of the shop's. */
export async function registerOther(shop: Shop): Promise<void> {
  const { client, sdk } = await shop.ecs();
  await client.send(new sdk.RegisterTaskDefinitionCommand(definition));
}

/** Registers one more revision of a family, as a hot fix does that somebody makes in the console. */
export async function registerCopy(shop: Shop, differs: JsonObject, of = 'api'): Promise<void> {
  const { client, sdk } = await shop.ecs();
  const { taskDefinition = {} } = await client.send(new sdk.DescribeTaskDefinitionCommand({ taskDefinition: of }));
  const { family, networkMode, cpu, memory, requiresCompatibilities, containerDefinitions } = taskDefinition;
  const copy = { family, networkMode, cpu, memory, requiresCompatibilities, containerDefinitions, ...differs };
  await client.send(new sdk.RegisterTaskDefinitionCommand(copy as RegisterTaskDefinitionCommandInput));
}

const settings = {
  desiredCount: 1,
  launchType: 'FARGATE',
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
} as const;

/** A release of a service that is not there, and somebody who makes it. */
export const otherRelease = {
  release: {
    services: ['report'],
    options: { taskDefinition: { ...definition, family: 'report' }, settings },
  } as ReleaseOptions,
  async create(shop: Shop): Promise<void> {
    await registerOther(shop);
    const { client, sdk } = await shop.ecs();
    const service = { cluster: 'shop', serviceName: 'report', taskDefinition: 'other:1' };
    await client.send(
      new sdk.CreateServiceCommand({
        ...service,
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
      }),
    );
  },
};
