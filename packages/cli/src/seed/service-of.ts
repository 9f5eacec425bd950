import type { JsonObject, Target } from '@funade/core';
import { imagesOf } from './target-images.ts';
import { objectAt, textAt } from './values-at.ts';

/** What a seed takes of the settings of a service. */
const members = [
  'deploymentConfiguration',
  'deploymentController',
  'schedulingStrategy',
  'launchType',
  'capacityProviderStrategy',
  'platformVersion',
  'loadBalancers',
  'serviceRegistries',
  'networkConfiguration',
  'placementConstraints',
  'placementStrategy',
  'healthCheckGracePeriodSeconds',
  'availabilityZoneRebalancing',
  'enableECSManagedTags',
  'enableExecuteCommand',
  'propagateTags',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  'tags',
];

/** A service as a seed has it: with the settings of the config, on Fargate where they do not say. */
export function serviceOf(taskDefinition: string, ecs: JsonObject): JsonObject {
  const settings = objectAt(ecs, 'settings');
  const written = Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => members.includes(key) && value !== null && value !== undefined),
  );
  const onFargate = settings.launchType === undefined && settings.capacityProviderStrategy === undefined;
  const count = Number(settings.desiredCount ?? 1);
  return {
    taskDefinition,
    desiredCount: Number.isInteger(count) && count > 0 ? count : 1,
    ...(onFargate ? { launchType: 'FARGATE' } : {}),
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    ...written,
  };
}

/** A service of Express Mode as a seed has it. */
export function expressOf(target: Target, account: string): JsonObject {
  const express = objectAt(objectAt(target.options, 'ecs'), 'express');
  const [image] = imagesOf(target).values();
  const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
  return {
    ...express,
    infrastructureRoleArn: textAt(express, 'infrastructureRoleArn') ?? role('ecsInfrastructureRoleForExpressServices'),
    executionRoleArn: textAt(express, 'executionRoleArn') ?? role('ecsTaskExecutionRole'),
    primaryContainer: { ...objectAt(express, 'primaryContainer'), image: image?.reference ?? 'stand-in:v0.0.0' },
  };
}
