import { objectIn, objectsIn, textIn, textsIn } from '../../../model/input.ts';
import { AwsFault, type Call, type Operation, type WireObject } from '../../../model/service.ts';
import { type Express, type ExpressConfiguration, expressDeployment, mainContainer } from '../express/express.ts';
import {
  changedDefinition,
  checkOneDefinition,
  checkOwnDefinition,
  newDefinition,
  servedPort,
} from '../express/express-definition.ts';
import { configurationView, expressView, summaryOf } from '../express/express-view.ts';
import { accessDenied, invalidParameter } from '../faults.ts';
import { clusterOf } from '../find.ts';
import { arnOf, hashOf } from '../identifiers.ts';
import { beginDeployment } from '../rollout/begin-deployment.ts';
import { checkService } from '../service-rules/check-service.ts';
import { activeTaskDefinition, newService } from '../services.ts';
import type { EcsState, Service, TaskDefinitionRevision } from '../state.ts';
import { checkTagOnCreate, tagsIn } from '../tags.ts';
import { checkPassRole, passRoleDenied } from '../task-definition/check-pass-role.ts';
import { normalizeTaskDefinition } from '../task-definition/normalize.ts';
import { taskDefinitionFault } from '../task-definition/validate.ts';
import { taskDefinitionOf } from '../task-definitions.ts';
import { removeService } from './delete-service.ts';
import { newRevision } from './register-task-definition.ts';

const gracePeriod = 300;
const defaultScaling = {
  minTaskCount: 1,
  maxTaskCount: 20,
  autoScalingMetric: 'AVERAGE_CPU',
  autoScalingTargetValue: 60,
};
/** Its load balancer comes with it. */
const anyTargetGroup = { targetGroup: () => true };

export const createExpressGatewayService: Operation<EcsState> = (state, call) => {
  const { input } = call;
  const role = textIn(input, 'infrastructureRoleArn') ?? '';
  if (role === '') throw invalidParameter('infrastructureRoleArn can not be blank.');
  const denial = passRoleDenied(call, role, 'ecs.amazonaws.com');
  if (denial !== null) throw denial;
  if (call.lookup.role(role)?.trusts('ecs.amazonaws.com') === false) {
    throw new AwsFault('AccessDeniedException', 'Cannot assume role');
  }
  checkOneDefinition(input);
  const cluster = clusterOf(state, input);
  const suffix = hashOf(`${cluster.name}/${textIn(input, 'serviceName')}`).slice(0, 4);
  const name = textIn(input, 'serviceName') ?? `express-${suffix}`;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalidParameter('Service name is invalid.');
  if ((state.services.get(`${cluster.name}/${name}`)?.status ?? 'INACTIVE') !== 'INACTIVE') {
    throw invalidParameter('Creation of service was not idempotent.');
  }
  const place = { account: state.account, region: state.region, cluster: cluster.name, name, suffix };
  const definition = ownDefinition(state, input) ?? register(state, newDefinition(input, place), call);
  const current = configurationAfter(undefined, input);
  const members = membersOf(state, { input, name, definition });
  checkService(state, { members, definition, lookup: anyTargetGroup });
  const service = newService(
    state,
    { ...members, taskDefinition: definition.arn, desiredCount: current.scalingTarget.minTaskCount },
    { cluster: cluster.name, name, createdBy: call.callerArn },
  );
  service.tags = tagsIn(input);
  if (service.tags.length > 0) checkTagOnCreate(call, service.arn);
  const endpoint = `https://${name}-${hashOf(service.arn).slice(0, 12)}.ecs.${state.region}.on.aws`;
  const express: Express = {
    infrastructureRoleArn: role,
    endpoint,
    current,
    byRevision: new Map(),
    updatedAt: state.now,
  };
  service.express = express;
  begin(state, service, express);
  return { service: { ...expressView(state, service, express), tags: service.tags } };
};

/** Everything that is not sent stays, edits by UpdateService among it. */
export const updateExpressGatewayService: Operation<EcsState> = (state, call) => {
  const { input } = call;
  const { service, express } = expressOf(state, input);
  checkActive(service);
  checkOneDefinition(input);
  const running = taskDefinitionOf(state, service.taskDefinition);
  const definition =
    ownDefinition(state, input) ?? register(state, changedDefinition(running.body, input, state.region), call);
  express.current = configurationAfter(express.current, input);
  express.updatedAt = state.now;
  service.taskDefinition = definition.arn;
  service.settings = { ...service.settings, ...membersAfter(service, { input, definition }) };
  const deployment = begin(state, service, express);
  return {
    service: {
      ...summaryOf(service, express),
      targetConfiguration: configurationView(state, deployment, express),
    },
  };
};

export const describeExpressGatewayService: Operation<EcsState> = (state, { input }) => {
  const { service, express } = expressOf(state, input);
  const tags = (textsIn(input, 'include') ?? []).includes('TAGS');
  return { service: { ...expressView(state, service, express), tags: tags ? service.tags : undefined } };
};

/** Drains the service, which cannot be restored. */
export const deleteExpressGatewayService: Operation<EcsState> = (state, { input }) => {
  const { service, express } = expressOf(state, input);
  checkActive(service);
  removeService(state, service);
  express.updatedAt = state.now;
  return { service: expressView(state, service, express) };
};

function expressOf(state: EcsState, input: WireObject): { readonly service: Service; readonly express: Express } {
  const arn = textIn(input, 'serviceArn') ?? '';
  const service = [...state.services.values()].find((each) => each.arn === arn);
  if (!service?.express) throw new AwsFault('ResourceNotFoundException', 'Resource not found');
  return { service, express: service.express };
}

function checkActive({ status }: Service): void {
  if (status === 'ACTIVE') return;
  const message =
    status === 'DRAINING'
      ? 'Service is in DRAINING status'
      : 'Cannot perform this operation on a service in INACTIVE status';
  throw new AwsFault('ServiceNotActiveException', message);
}

function ownDefinition(state: EcsState, input: WireObject): TaskDefinitionRevision | undefined {
  const reference = textIn(input, 'taskDefinitionArn');
  if (reference === undefined) return undefined;
  const definition = activeTaskDefinition(state, reference);
  checkOwnDefinition(definition.body);
  return definition;
}

function register(state: EcsState, written: WireObject, call: Call): TaskDefinitionRevision {
  const body = normalizeTaskDefinition(written);
  const fault = taskDefinitionFault(body, call.lookup);
  if (fault) throw fault;
  const family = arnOf(state, `task-definition/${textIn(body, 'family') ?? ''}:*`);
  if (!call.isAllowed('ecs:RegisterTaskDefinition', family)) {
    throw accessDenied(call, 'ecs:RegisterTaskDefinition', family);
  }
  checkPassRole(body, call);
  for (const group of logGroupsIn(body)) state.logGroups?.add(group);
  return newRevision(state, body, { tags: [], registeredBy: call.callerArn });
}

/** Log groups come with the service. */
function logGroupsIn(body: WireObject): readonly string[] {
  return (objectsIn(body, 'containerDefinitions') ?? []).flatMap((container) => {
    const options = objectIn(objectIn(container, 'logConfiguration') ?? {}, 'options') ?? {};
    return textIn(options, 'awslogs-group') ?? [];
  });
}

function configurationAfter(before: ExpressConfiguration | undefined, input: WireObject): ExpressConfiguration {
  return {
    healthCheckPath: textIn(input, 'healthCheckPath') ?? before?.healthCheckPath ?? '/ping',
    scalingTarget: { ...defaultScaling, ...before?.scalingTarget, ...objectIn(input, 'scalingTarget') },
  };
}

interface Parts {
  readonly input: WireObject;
  readonly name: string;
  readonly definition: TaskDefinitionRevision;
}

function membersOf(state: EcsState, { input, name, definition }: Parts): WireObject {
  const group = (color: string): string =>
    `arn:aws:elasticloadbalancing:${state.region}:${state.account}:targetgroup/ecs-gateway-${name.slice(0, 16)}-${color}/${hashOf(`${name}/${color}`).slice(0, 16)}`;
  return {
    deploymentConfiguration: expressDeployment(name),
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }],
    networkConfiguration: networkOf(input) ?? networkOf({ networkConfiguration: { subnets: ['subnet-default'] } }),
    loadBalancers: [
      {
        targetGroupArn: group('1'),
        containerName: mainContainer,
        containerPort: servedPort(definition.body),
        advancedConfiguration: {
          alternateTargetGroupArn: group('2'),
          productionListenerRule: `arn:aws:elasticloadbalancing:${state.region}:${state.account}:listener-rule/app/ecs-express-gateway-alb/1/1/1`,
          roleArn: input.infrastructureRoleArn,
        },
      },
    ],
    healthCheckGracePeriodSeconds: gracePeriod,
    propagateTags: 'SERVICE',
    enableECSManagedTags: true,
  };
}

function membersAfter(
  { settings }: Service,
  { input, definition }: { readonly input: WireObject; readonly definition: TaskDefinitionRevision },
): WireObject {
  const [balancer] = (settings.loadBalancers ?? []) as readonly WireObject[];
  return {
    ...(input.networkConfiguration == null ? {} : { networkConfiguration: networkOf(input) }),
    loadBalancers: [{ ...balancer, containerPort: servedPort(definition.body) }],
  };
}

function networkOf(input: WireObject): WireObject | undefined {
  const written = objectIn(input, 'networkConfiguration');
  if (written === undefined) return undefined;
  const { subnets = ['subnet-default'], securityGroups = ['sg-express'] } = written;
  return { awsvpcConfiguration: { subnets, securityGroups, assignPublicIp: 'ENABLED' } };
}

function begin(state: EcsState, service: Service, express: Express) {
  const deployment = beginDeployment(state, service);
  express.byRevision.set(deployment.revision.number, express.current);
  return deployment;
}
