import { type DeployError, type StepContext, toDeployError } from '@funade/core';
import { isTransientError } from '../api/is-transient-error.ts';
import { pauseAfterSilence } from '../api/poll-schedule.ts';
import { namesOf } from '../arrival/names-of.ts';
import { formatDuration } from '../model/duration.ts';
import type { ServiceRef } from '../model/errors.ts';
import { rolloutTimedOut } from '../model/rollout-errors.ts';
import type { ServiceView } from '../model/rollout-views.ts';
import type { ServiceDeploymentView } from '../model/service-deployment.ts';
import { rolloutUnseen, serviceDeploymentMissing } from '../model/watch-errors.ts';
import type { Watch } from '../poll/rollout-poller.ts';
import { type RolloutLook, useRolloutPoller } from '../poll/use-rollout-poller.ts';
import type { ServiceEvent } from '../service/new-events.ts';
import { findServiceDeployment } from './find-service-deployment.ts';
import { rolloutStand } from './rollout-stand.ts';
import { sayBlind } from './say-blind.ts';

/** What is seen of a rollout, kept from look to look. */
export interface DeploymentTracker {
  /** Null when ECS says that there is no such service. */
  readonly service: ServiceView | null;
  /** Ours; null while it cannot be seen. */
  readonly serviceDeployment: ServiceDeploymentView | null;
  /** Whether service deployments cannot be seen at all. */
  readonly blind: boolean;
  /** All that ECS lists, newest first. */
  readonly events: readonly ServiceEvent[];
  /**
   * Takes in the next look and says what it was at: the service, our service deployment, or nothing that tells more.
   * Throws `ROLLOUT_UNSEEN`, `ROLLOUT_TIMED_OUT`, and at once what AWS refuses.
   */
  take(look: RolloutLook, deploymentId: string): Promise<'service' | 'service-deployment' | 'nothing'>;
  /** Forgets the service deployment, as another deployment is followed from now on. */
  turn(): void;
}

/** What is tracked, and how long. */
export interface Tracked {
  readonly place: ServiceRef;
  readonly watch: Watch<RolloutLook>;
  readonly budgetSeconds: number;
}

/** A service that names no service deployment of ours for so many looks is asked for a list of them. */
const looksBeforeList = 4;

/** After so many looks without one there is none to wait for. */
const looksBeforeBlind = 40;

/** A tracker that begins now. */
export function createDeploymentTracker(
  { place, watch, budgetSeconds }: Tracked,
  context: StepContext,
): DeploymentTracker {
  const { clock, environment } = context;
  const begun = clock.monotonic();
  let silent = 0;
  let seen = false;
  let blind = false;
  let service: ServiceView | null = null;
  let serviceDeployment: ServiceDeploymentView | null = null;
  let events: readonly ServiceEvent[] = [];
  let missed = 0;

  const lose = async (error: DeployError): Promise<void> => {
    if (isTransientError(error)) return;
    blind = true;
    serviceDeployment = null;
    watch.follow(null);
    await sayBlind(error, context);
  };

  /** Follows the service deployment that the service names, or the one that is listed where it names none of ours. */
  const seek = async (deploymentId: string): Promise<void> => {
    if (blind || serviceDeployment !== null) return;
    watch.follow(service?.serviceDeployment ?? null);
    missed += 1;
    if (missed === looksBeforeBlind) return lose(serviceDeploymentMissing(place, deploymentId));
    // Once another deployment took over, the service names only that one's.
    const takenOver = service?.deployments.some(({ id, status }) => status === 'PRIMARY' && id !== deploymentId);
    if (takenOver !== true && missed % looksBeforeList !== 0) return;
    try {
      const poller = await useRolloutPoller(context);
      poller.spend(1);
      const listed = await findServiceDeployment(place, deploymentId, context);
      if (listed !== null) watch.follow(listed);
    } catch (error) {
      context.signal.throwIfAborted();
      await lose(toDeployError(error));
    }
  };

  /** Bears a look that saw nothing, or throws. */
  const bear = (error: Extract<RolloutLook, { type: 'unseen' }>['error'], deploymentId: string): void => {
    if ((clock.monotonic() - begun) / 1000 >= budgetSeconds) {
      const pending = `ECS does not answer (${error.message})`;
      const budget = formatDuration(budgetSeconds);
      throw rolloutTimedOut(place, { deploymentId, budget, pending, environment: environment.name });
    }
    if (!isTransientError(error)) {
      const stand = rolloutStand({ deploymentId, taskDefinition: null, service, serviceDeployment });
      throw rolloutUnseen(place, { deploymentId, ...namesOf(context), stand, cause: error });
    }
    if (silent === 0) {
      const { message, code } = error;
      context.progress(`ECS does not answer; asking less often until it does: ${message}`, { code });
    }
    silent += 1;
    watch.rest(pauseAfterSilence(silent));
  };

  const hear = (): void => {
    if (silent > 0) context.progress('ECS answers again');
    silent = 0;
  };

  return {
    get service() {
      return service;
    },
    get serviceDeployment() {
      return serviceDeployment;
    },
    get blind() {
      return blind;
    },
    get events() {
      return events;
    },
    async take(look, deploymentId) {
      switch (look.type) {
        case 'unseen':
          bear(look.error, deploymentId);
          return 'nothing';
        case 'blind':
          await lose(look.error);
          return 'nothing';
        case 'seen':
          hear();
          seen = true;
          ({ service, events } = look);
          await seek(deploymentId);
          return 'service';
        case 'service-deployment': {
          hear();
          const found = look.serviceDeployment;
          if (found?.deploymentId !== deploymentId) {
            // Somebody else's, or one from before ours: the next look at the service names another.
            if (serviceDeployment === null) watch.follow(null);
            return 'nothing';
          }
          serviceDeployment = found;
          missed = 0;
          return seen ? 'service-deployment' : 'nothing';
        }
      }
    },
    turn() {
      serviceDeployment = null;
      watch.follow(null);
    },
  };
}
