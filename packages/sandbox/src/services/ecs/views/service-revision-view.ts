import { textIn } from '../../../model/input.ts';
import type { WireObject } from '../../../model/service.ts';
import type { EcsState, Service, ServiceRevision } from '../state.ts';
import { containerDefinitions } from '../task/containers.ts';
import { everRegistered } from '../task-definitions.ts';
import { platformOf } from './deployment-view.ts';
import { seconds } from './seconds.ts';

export function serviceRevisionView(state: EcsState, service: Service, revision: ServiceRevision): WireObject {
  const { settings } = revision;
  const definition = everRegistered(state, revision.taskDefinition);
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: `arn:aws:ecs:${state.region}:${state.account}:cluster/${service.cluster}`,
    taskDefinition: revision.taskDefinition,
    capacityProviderStrategy: settings.capacityProviderStrategy,
    launchType: settings.launchType,
    ...platformOf(state, revision),
    loadBalancers: settings.loadBalancers ?? [],
    serviceRegistries: settings.serviceRegistries ?? [],
    networkConfiguration: settings.networkConfiguration,
    containerImages: (definition ? containerDefinitions(definition) : []).map((container) => {
      const image = textIn(container, 'image') ?? '';
      return { containerName: textIn(container, 'name'), image, imageDigest: revision.digests.get(image) };
    }),
    guardDutyEnabled: false,
    serviceConnectConfiguration: settings.serviceConnectConfiguration,
    volumeConfigurations: settings.volumeConfigurations,
    vpcLatticeConfigurations: settings.vpcLatticeConfigurations,
    monitoring: settings.monitoring,
    gatewayConnectors: settings.gatewayConnectors,
    createdAt: seconds(revision.createdAt),
  };
}
