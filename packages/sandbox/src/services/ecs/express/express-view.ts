import { objectIn, objectsIn, textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import type { Deployment, EcsState, Service } from '../state.ts';
import { findTaskDefinition } from '../task-definitions.ts';
import { seconds } from '../views/seconds.ts';
import type { Express } from './express.ts';
import { mainOf } from './express-definition.ts';

/** A service of Express Mode as its own operations give it. */
export function expressView(state: EcsState, service: Service, express: Express): WireObject {
  const current = service.serviceDeployments.find(({ visibleAt }) => visibleAt <= state.now);
  return {
    ...summaryOf(service, express),
    infrastructureRoleArn: express.infrastructureRoleArn,
    currentDeployment: current?.arn,
    activeConfigurations: service.deployments.map((deployment) => configurationView(state, deployment, express)),
  };
}

/** The part that UpdateExpressGatewayService answers with too. */
export function summaryOf(service: Service, { updatedAt }: Express): WireObject {
  return {
    cluster: service.cluster,
    serviceName: service.name,
    serviceArn: service.arn,
    status: { statusCode: service.status },
    createdAt: seconds(service.createdAt),
    updatedAt: seconds(updatedAt),
  };
}

/** What one deployment runs. */
export function configurationView(state: EcsState, { revision, createdAt }: Deployment, express: Express): WireObject {
  const body = findTaskDefinition(state, revision.taskDefinition)?.body ?? {};
  const { healthCheckPath, scalingTarget } = express.byRevision.get(revision.number) ?? express.current;
  const network = objectIn(objectIn(revision.settings, 'networkConfiguration') ?? {}, 'awsvpcConfiguration') ?? {};
  return {
    serviceRevisionArn: revision.arn,
    taskDefinitionArn: revision.taskDefinition,
    executionRoleArn: body.executionRoleArn,
    taskRoleArn: body.taskRoleArn,
    cpu: body.cpu,
    memory: body.memory,
    cpuArchitecture: textIn(objectIn(body, 'runtimePlatform') ?? {}, 'cpuArchitecture') ?? 'X86_64',
    networkConfiguration: { subnets: network.subnets, securityGroups: network.securityGroups },
    healthCheckPath,
    primaryContainer: containerView(mainOf(body) ?? {}),
    scalingTarget,
    ingressPaths: [{ accessType: 'PUBLIC', endpoint: express.endpoint }],
    createdAt: seconds(createdAt),
  };
}

function containerView(container: WireObject): WireObject {
  const options = objectIn(objectIn(container, 'logConfiguration') ?? {}, 'options');
  const [mapping] = objectsIn(container, 'portMappings') ?? [];
  return {
    image: container.image,
    containerPort: mapping?.containerPort,
    awsLogsConfiguration: options && {
      logGroup: options['awslogs-group'],
      logStreamPrefix: options['awslogs-stream-prefix'],
    },
    repositoryCredentials: container.repositoryCredentials,
    command: container.command,
    environment: container.environment,
    secrets: container.secrets,
  };
}
