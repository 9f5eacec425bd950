import type { JsonObject } from '@funade/core';
import { registerOther } from './rivals.ts';
import { imageReference, type ReleaseOptions, type Shop, type ShopOptions } from './shop.ts';

/** A deploy that is killed. */
export interface KillCase {
  readonly shop: ShopOptions;
  readonly release?: ReleaseOptions;
  /** How it ends, if nobody kills it. */
  readonly outcome: 'succeeded' | 'rolled-back' | 'failed' | 'paused';
  /** What goes on in the shop before. */
  readonly before?: (shop: Shop) => Promise<void>;
}

const missing = { behaviours: [{ match: { image: '*v1.2.0*' }, becomes: 'image-missing' }] };
const service = (deploymentConfiguration: JsonObject) => ({ service: { deploymentConfiguration } });
const breaker = (rollback: boolean) => service({ deploymentCircuitBreaker: { enable: true, rollback } });
const pausing = service({
  strategy: 'BLUE_GREEN',
  bakeTimeInMinutes: 10,
  lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }],
});
const infrastructureRoleArn = 'arn:aws:iam::222222222222:role/infrastructure';
const express = { options: { container: 'Main', express: {} } } satisfies ReleaseOptions;

/** A shop whose one service `api` is of Express Mode; `null`: there is none yet. */
function expressShop(seed: JsonObject | null): ShopOptions {
  const primaryContainer = { image: imageReference('v1.1.0') };
  const expressServices = seed === null ? {} : { api: { infrastructureRoleArn, primaryContainer, ...seed } };
  return {
    region: { clusters: { shop: { expressServices } } },
    roles: { infrastructure: { trust: { services: ['ecs.amazonaws.com'] } } },
  };
}

const three = ['api', 'worker', 'web'];

/** Plans of every kind that a deploy may be killed in. */
export const killCases: Readonly<Record<string, KillCase>> = {
  'one service': { shop: {}, outcome: 'succeeded' },
  'a forced deployment of what runs': {
    shop: {},
    release: { tag: 'v1.1.0', allow: { force: true } },
    outcome: 'succeeded',
  },
  'a service that is made': {
    shop: {},
    release: {
      services: ['report'],
      options: {
        settings: {
          desiredCount: 1,
          launchType: 'FARGATE',
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } },
        },
        taskDefinition: {
          family: 'report',
          cpu: '256',
          memory: '512',
          networkMode: 'awsvpc',
          requiresCompatibilities: ['FARGATE'],
          containerDefinitions: [{ name: 'app', image: 'placeholder', essential: true }],
        },
      },
    },
    outcome: 'succeeded',
  },
  'settings that change with the revision': {
    shop: {},
    release: { options: { settings: { healthCheckGracePeriodSeconds: 30 } } },
    outcome: 'succeeded',
  },
  'three services': { shop: { services: three }, outcome: 'succeeded' },
  'three services of one family': {
    shop: { services: three, service: { taskDefinition: 'api' } },
    outcome: 'succeeded',
  },
  'blue and green': { shop: service({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 }), outcome: 'succeeded' },
  'a deployment that pauses': {
    shop: pausing,
    outcome: 'paused',
  },
  'a deployment that is checked where it pauses': { shop: pausing, release: { checked: 'good' }, outcome: 'succeeded' },
  'a deployment that fails its check where it pauses': {
    shop: pausing,
    release: { checked: 'bad', options: { onFailure: 'rollback' } },
    outcome: 'rolled-back',
  },
  'an Express service': { shop: expressShop({}), release: express, outcome: 'succeeded' },
  'an Express service that is made': {
    shop: expressShop(null),
    release: { options: { ...express.options, express: { infrastructureRoleArn } } },
    outcome: 'succeeded',
  },
  'an Express service that ECS rolls back': {
    shop: { ...expressShop({}), region: { ...expressShop({}).region, ...missing } },
    release: express,
    outcome: 'rolled-back',
  },
  'a deployment that supersedes another one': {
    shop: {},
    release: { options: { onBusy: 'supersede' } },
    before: async (shop) => {
      await registerOther(shop);
      shop.sandbox.ecs.deploy('shop/api', 'other:1');
      await shop.sandbox.clock.advance({ seconds: 5 });
    },
    outcome: 'succeeded',
  },
  'a rollout that ECS rolls back': { shop: { ...breaker(true), region: missing }, outcome: 'rolled-back' },
  'a rollout that we roll back by an update': {
    shop: { ...breaker(false), region: missing },
    release: { options: { onFailure: 'rollback', wait: { failFast: 0 } } },
    outcome: 'rolled-back',
  },
  'a rollout that we roll back midway': {
    shop: { region: missing },
    release: { options: { onFailure: 'rollback' } },
    outcome: 'rolled-back',
  },
  'a rollout that we stop': {
    shop: { region: missing },
    release: { options: { onFailure: 'stop' } },
    outcome: 'failed',
  },
  'three services that are rolled back together': {
    shop: {
      services: three,
      region: { behaviours: [{ match: { service: 'web', image: '*v1.2.0*' }, becomes: 'image-missing' }] },
    },
    release: { options: { onFailure: 'rollback-all' } },
    outcome: 'rolled-back',
  },
};
