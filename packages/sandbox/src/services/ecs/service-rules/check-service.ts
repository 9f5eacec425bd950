import type { Lookup, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import type { EcsState, TaskDefinitionRevision } from '../state.ts';
import { connectionRules, taskVolumes } from './connections.ts';
import { placementRules } from './placement.ts';
import { schedulingRules } from './scheduling.ts';
import { type ServiceRule, type ServiceSubject, serviceSubject } from './subject.ts';

interface Parts {
  readonly members: WireObject;
  readonly definition: TaskDefinitionRevision | null;
  readonly lookup: Pick<Lookup, 'targetGroup'>;
  readonly running?: TaskDefinitionRevision | null;
}

/** Throws InvalidParameterException for a request to CreateService that ECS refuses. */
export function checkNewService(state: EcsState, parts: Parts): void {
  check([...schedulingRules, ...placementRules, ...connectionRules], serviceSubject(state, parts));
}

/** The same for a service that is there, as it would be after UpdateService, or as a seed writes it. */
export function checkService(state: EcsState, parts: Parts): void {
  check([...placementRules, ...connectionRules], serviceSubject(state, parts));
}

/** The same for RunTask, which has its own words for one thing. */
export function checkRunTask(state: EcsState, parts: Parts): void {
  const subject = serviceSubject(state, parts);
  if (subject.launchType !== undefined && subject.strategy.length > 0) {
    throw invalidParameter('Specify either Launch Type or Capacity Provider Strategy, but not both.');
  }
  check([...placementRules, taskVolumes], subject);
}

function check(rules: readonly ServiceRule[], subject: ServiceSubject): void {
  for (const rule of rules) {
    const message = rule(subject);
    if (message !== undefined) throw invalidParameter(message);
  }
}
