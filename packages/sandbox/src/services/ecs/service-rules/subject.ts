import { objectsIn, textIn } from '../../../model/input.ts';
import type { Lookup, WireObject } from '../../../model/service.ts';
import type { EcsState, TaskDefinitionRevision } from '../state.ts';
import { containerDefinitions } from '../task/containers.ts';
import { compatibilities } from '../task-definition/compatibilities.ts';

/** A service, or a task without one, as it would be: what is sent, over what is there. */
export interface ServiceSubject {
  readonly members: WireObject;
  readonly containers: readonly WireObject[];
  readonly usesVpc: boolean;
  readonly volumes: readonly WireObject[];
  readonly launchType: string | undefined;
  readonly strategy: readonly WireObject[];
  /** Whether its tasks run on Fargate, by launch type or by capacity provider. */
  readonly isOnFargate: boolean;
  readonly compatibilities: readonly string[];
  hasTargetGroup(arn: string): boolean;
}

/** What is wrong in ECS's words; undefined when a rule has nothing to say. */
export type ServiceRule = (subject: ServiceSubject) => string | undefined;

interface Parts {
  readonly members: WireObject;
  /** Null for a service whose controller keeps the task definitions. */
  readonly definition: TaskDefinitionRevision | null;
  readonly lookup: Pick<Lookup, 'targetGroup'>;
}

export function serviceSubject(state: EcsState, { members, definition, lookup }: Parts): ServiceSubject {
  const strategy = objectsIn(members, 'capacityProviderStrategy') ?? [];
  const launchType = textIn(members, 'launchType');
  const providers = strategy.map((each) => textIn(each, 'capacityProvider') ?? '');
  return {
    members,
    containers: definition === null ? [] : containerDefinitions(definition),
    usesVpc: definition?.body.networkMode === 'awsvpc',
    volumes: definition === null ? [] : (objectsIn(definition.body, 'volumes') ?? []),
    launchType,
    strategy,
    isOnFargate: launchType === 'FARGATE' || providers.some((name) => name.startsWith('FARGATE')),
    compatibilities: definition === null ? ['EC2', 'FARGATE', 'EXTERNAL'] : compatibilities(definition.body),
    hasTargetGroup: (arn) => lookup.targetGroup(arn, state),
  };
}
