import { objectsIn, textIn } from '../../../model/input.ts';
import type { Lookup, WireJson, WireObject } from '../../../model/service.ts';
import type { EcsState, TaskDefinitionRevision } from '../state.ts';
import { containerDefinitions } from '../task/containers.ts';
import { compatibilities } from '../task-definition/compatibilities.ts';
import { portsOf } from './ports-of.ts';

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
  /** Whether a load balancer may send to this port although no container has it: it does already. */
  isPortless(containerName: WireJson | undefined, port: WireJson | undefined): boolean;
}

/** What is wrong in ECS's words; undefined when a rule has nothing to say. */
export type ServiceRule = (subject: ServiceSubject) => string | undefined;

interface Parts {
  readonly members: WireObject;
  /** Null for a service whose controller keeps the task definitions. */
  readonly definition: TaskDefinitionRevision | null;
  readonly lookup: Pick<Lookup, 'targetGroup'>;
  /** What runs now, of a service that is there. */
  readonly running?: TaskDefinitionRevision | null;
}

export function serviceSubject(state: EcsState, { members, definition, lookup, running }: Parts): ServiceSubject {
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
    isPortless: (containerName, port) =>
      running != null &&
      containerDefinitions(running).every((each) => each.name !== containerName || !portsOf(each).includes(port)),
  };
}
