import { textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import { resolveCauses } from '../events.ts';
import { arnOf, nextNanoid, nextRevisionNumber } from '../identifiers.ts';
import type { Deployment, EcsState, Service, ServiceDeployment, ServiceRevision } from '../state.ts';
import { watchesAlarms } from './alarms.ts';
import { breakerThreshold, circuitBreakerOf } from './circuit-breaker.ts';
import { revisionMembers } from './revision-members.ts';
import { supersede } from './service-deployments.ts';
import { wake } from './wake.ts';

const startDelay = 150;

/** Starts a new deployment of a service as it is now: it becomes PRIMARY with nothing desired yet, the one before turns ACTIVE. */
export function beginDeployment(state: EcsState, service: Service): Deployment {
  supersede(state, service);
  const sources = service.deployments.map((deployment) => deployment.revision);
  for (const deployment of service.deployments) {
    deployment.status = 'ACTIVE';
    deployment.updatedAt = state.now;
  }
  const revision = newRevision(state, service);
  const deployment = newDeployment(state, revision);
  service.revisions.unshift(revision);
  service.deployments.unshift(deployment);
  service.steadySince = null;
  resolveCauses(service);
  if (service.controller === 'ECS') {
    service.serviceDeployments.unshift(newServiceDeployment(state, service, { revision, sources }));
  }
  wake(state, service);
  return deployment;
}

function newRevision(state: EcsState, service: Service): ServiceRevision {
  const number = nextRevisionNumber(state);
  return {
    number,
    arn: arnOf(state, `service-revision/${service.cluster}/${service.name}/${number}`),
    taskDefinition: service.taskDefinition,
    settings: pick(service.settings),
    createdAt: state.now,
    digests: new Map(),
  };
}

function newDeployment(state: EcsState, revision: ServiceRevision): Deployment {
  const id = `ecs-svc/${revision.number}`;
  return {
    id,
    revision,
    status: 'PRIMARY',
    desiredCount: 0,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    failuresInARow: 0,
    notBefore: 0,
    stalled: false,
    readySince: null,
    failsAt: null,
    createdAt: state.now,
    updatedAt: state.now,
  };
}

function newServiceDeployment(
  state: EcsState,
  service: Service,
  { revision, sources }: { revision: ServiceRevision; sources: readonly ServiceRevision[] },
): ServiceDeployment {
  const strategy = textIn(service.deploymentConfiguration, 'strategy') ?? 'ROLLING';
  return {
    arn: arnOf(state, `service-deployment/${service.cluster}/${service.name}/${nextNanoid(state)}`),
    target: revision,
    sources,
    createdAt: state.now,
    visibleAt: state.now + state.timings.serviceDeploymentLag * 1000,
    configuration: service.deploymentConfiguration,
    status: 'PENDING',
    statusReason: null,
    startedAt: null,
    stoppedAt: null,
    finishedAt: null,
    updatedAt: state.now,
    due: { at: state.now + startDelay, to: 'IN_PROGRESS' },
    rollback: null,
    triggered: null,
    triggeredAlarms: [],
    watchesAlarms: watchesAlarms(state, service.deploymentConfiguration),
    failureCount: 0,
    threshold: breakerThreshold(circuitBreakerOf(service.deploymentConfiguration), service.desiredCount),
    progress:
      strategy === 'ROLLING'
        ? null
        : {
            stage: sources.length > 1 ? 'RECONCILE_SERVICE' : 'PRE_SCALE_UP',
            enteredAt: state.now,
            since: state.now,
            hookedAt: null,
            hooks: [],
            testWeight: 0,
            productionWeight: 0,
          },
  };
}

function pick(settings: WireObject): WireObject {
  return Object.fromEntries(
    revisionMembers.filter((key) => settings[key] !== undefined).map((key) => [key, settings[key]]),
  );
}
