import type { JsonObject } from '@funade/core';
import { expect, test } from 'vitest';
import type { ServiceFacts } from '../model/facts.ts';
import { serviceFacts } from './service-facts.ts';
import { settledFacts } from './settled-facts.ts';

const running: ServiceFacts = {
  ...serviceFacts({
    taskDefinition: 'shop-api:12',
    desiredCount: 2,
    healthCheckGracePeriodSeconds: 30,
    deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
  }),
  settings: {},
  scaling: null,
  launch: {},
};

test.each<[JsonObject, Partial<ServiceFacts>]>([
  [{}, {}],
  [{ healthCheckGracePeriodSeconds: 90 }, { gracePeriodSeconds: 90 }],
  [{ desiredCount: 300 }, { taskClass: 400 }],
  [{ loadBalancers: [{ targetGroupArn: 't' }] }, { loadBalanced: true, targetGroups: ['t'] }],
  [
    { deploymentConfiguration: { maximumPercent: 200, deploymentCircuitBreaker: { enable: true, rollback: true } } },
    { circuitBreaker: 'rollback', deadlocked: false, waves: 1 },
  ],
  [{ enableExecuteCommand: true }, {}],
])('%j settles %j', (settings, facts) => expect(settledFacts(running, settings)).toEqual({ ...running, ...facts }));
