import { resourceName } from '@funade/aws';
import type { Check } from '@funade/core';
import type { VerifiedTarget } from './verified-target.ts';

/** Clusters and services: that they are there is what the plan was made from. */
export function checkPlaces(targets: readonly VerifiedTarget[]): readonly Check[] {
  return targets.flatMap(({ id, options, service }): readonly Check[] => [
    { target: id, kind: 'cluster', what: `cluster ${resourceName(options.cluster)}`, result: 'ok', reason: null },
    ...(options.service === undefined
      ? []
      : [
          {
            target: id,
            kind: 'service',
            what: `service ${options.service}`,
            result: 'ok' as const,
            reason: service === null ? 'it will be created' : null,
          },
        ]),
  ]);
}
