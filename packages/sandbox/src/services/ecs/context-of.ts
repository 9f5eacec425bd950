import type { CallContext, WireObject } from '../../model/service.ts';
import { nameIn } from './find.ts';
import type { EcsState } from './state.ts';
import { findTaskDefinition } from './task-definitions.ts';

/** Operations that know of no cluster. */
const withoutCluster = /TaskDefinition|ListClusters|Tag|CreateCluster/;

/** What conditions of policies can ask of a call of ECS, as far as the sandbox knows the keys. */
export function contextOf(operation: string, input: WireObject, state: EcsState): CallContext {
  const { account, region } = state;
  const arn = (resource: string): string => `arn:aws:ecs:${region}:${account}:${resource}`;
  const named = placeIn(input) ?? { cluster: nameIn(text(input.cluster) ?? 'default'), service: null };
  const service = operation === 'ListTasks' ? text(input.serviceName) : null;
  const definition = text(input.taskDefinition);
  const found = definition === null || !/Service$/.test(operation) ? null : findTaskDefinition(state, definition);
  return {
    ...(withoutCluster.test(operation) ? {} : { 'ecs:cluster': arn(`cluster/${named.cluster}`) }),
    ...(named.service === null ? {} : { 'ecs:service': arn(`service/${named.cluster}/${named.service}`) }),
    ...(service === null ? {} : { 'ecs:service': arn(`service/${named.cluster}/${nameIn(service)}`) }),
    ...(found == null ? {} : { 'ecs:task-definition': found.arn }),
    ...(operation === 'ExecuteCommand' ? { 'ecs:container-name': text(input.container) ?? '' } : {}),
    ...(typeof input.enableExecuteCommand === 'boolean'
      ? { 'ecs:enable-execute-command': String(input.enableExecuteCommand) }
      : {}),
  };
}

/** Cluster and service in the ARN of a deployment, of a revision, or of a service. */
function placeIn(input: WireObject): { readonly cluster: string; readonly service: string } | null {
  const [first] = [
    ...list(input.serviceDeploymentArns),
    ...list(input.serviceRevisionArns),
    input.serviceDeploymentArn,
    input.serviceArn,
  ].filter((value) => typeof value === 'string');
  const [, cluster, service] = /:service(?:-deployment|-revision)?\/([^/]+)\/([^/]+)/.exec(first ?? '') ?? [];
  return cluster === undefined || service === undefined ? null : { cluster, service };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
