import type { Service } from '@aws-sdk/client-ecs';
import type { JsonObject } from '@funade/core';
import type { ServiceFacts } from '../model/facts.ts';
import { serviceFacts } from './service-facts.ts';

/** Facts that each setting decides. */
const decided = {
  deploymentConfiguration: [
    'circuitBreaker',
    'strategy',
    'pauses',
    'bakeMinutes',
    'shiftMinutes',
    'waves',
    'deadlocked',
  ],
  capacityProviderStrategy: ['onFargate'],
  healthCheckGracePeriodSeconds: ['gracePeriodSeconds'],
  loadBalancers: ['loadBalanced', 'targetGroups'],
  desiredCount: ['taskClass'],
} as const satisfies Readonly<Record<string, readonly (keyof ServiceFacts)[]>>;

/** The facts of a service once these settings hold: what the rollout of the update that sends them is waited for by. */
export function settledFacts(service: ServiceFacts, settings: JsonObject): ServiceFacts {
  const desiredCount = service.settings.desiredCount ?? service.taskClass;
  const after = serviceFacts({ desiredCount, ...settings } as Service);
  const changed = Object.entries(decided)
    .filter(([name]) => settings[name] !== undefined)
    .flatMap(([, facts]) => facts.map((fact) => [fact, after[fact]]));
  return { ...service, ...Object.fromEntries(changed) };
}
