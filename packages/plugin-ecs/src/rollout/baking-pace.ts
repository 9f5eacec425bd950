import type { Clock } from '@funade/core';
import { pauseWhileBaking } from '../api/poll-schedule.ts';
import type { ServiceDeploymentView } from '../model/service-deployment.ts';
import { stageEnd } from './stage-end.ts';

/** How fast a deployment is looked at while its traffic bakes. */
export interface BakingPace {
  /** Milliseconds to rest after this look; 0 while something else than time is waited for. */
  pause(seen: ServiceDeploymentView | null): number;
}

/** A pace that slows down as long as stage and traffic stay the same. */
export function createBakingPace(clock: Clock): BakingPace {
  let last = '';
  let since = clock.monotonic();
  return {
    pause(seen) {
      const now = clock.monotonic();
      const { stage = null, shift = null } = seen ?? {};
      const key = `${stage} ${shift?.production}`;
      if (key !== last) since = now;
      last = key;
      const isBaking = stage === 'BAKE_TIME' || stage === 'PRODUCTION_TRAFFIC_SHIFT';
      if (!isBaking) return 0;
      const end = stageEnd({ stage, shift }, clock.now());
      return pauseWhileBaking(now - since, end === null ? null : end - clock.now());
    },
  };
}
