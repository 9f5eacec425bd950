import type { Check } from '@funade/core';
import { lastPart } from './last-part.ts';
import type { VerifiedTarget } from './verified-target.ts';

/** Clusters and services: that they are there is what the plan was made from. */
export function checkPlaces(targets: readonly VerifiedTarget[]): readonly Check[] {
  return targets.flatMap(({ id, options, service }): readonly Check[] => [
    { target: id, kind: 'cluster', what: `cluster ${lastPart(options.cluster)}`, result: 'ok', reason: null },
    {
      target: id,
      kind: 'service',
      what: `service ${options.service}`,
      result: 'ok',
      reason: service === null ? 'it is to be created' : null,
    },
  ]);
}
