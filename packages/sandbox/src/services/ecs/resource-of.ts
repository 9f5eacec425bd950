import type { WireObject } from '../../model/service.ts';
import { nameIn } from './find.ts';
import type { EcsState } from './state.ts';
import { findTaskDefinition } from './task-definitions.ts';

/** The ARNs a call needs permission for; null when the action has no resource of its own. */
export function resourceOf(operation: string, input: WireObject, state: EcsState): string | readonly string[] | null {
  const { account, region } = state;
  const arn = (resource: string): string => `arn:aws:ecs:${region}:${account}:${resource}`;
  const cluster = nameIn(text(input.cluster) ?? 'default');
  const each = (value: unknown, toArn: (text: string) => string = (arn) => arn): readonly string[] | null => {
    const texts = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
    return texts.length === 0 ? null : texts.map(toArn);
  };
  switch (operation) {
    case 'UpdateService':
    case 'DeleteService':
    case 'ListServiceDeployments':
      return arn(`service/${cluster}/${nameIn(text(input.service) ?? '')}`);
    case 'RegisterTaskDefinition':
      return arn(`task-definition/${text(input.family) ?? ''}:*`);
    case 'RunTask': {
      const reference = text(input.taskDefinition) ?? '';
      return findTaskDefinition(state, reference)?.arn ?? arn(`task-definition/${reference}`);
    }
    case 'DeleteTaskDefinitions':
      return each(
        input.taskDefinitions,
        (reference) => findTaskDefinition(state, reference)?.arn ?? arn(`task-definition/${reference}`),
      );
    case 'ExecuteCommand':
      return [arn(`cluster/${cluster}`), arn(`task/${cluster}/${nameIn(text(input.task) ?? '')}`)];
    case 'StopTask':
      return arn(`task/${cluster}/${nameIn(text(input.task) ?? '')}`);
    case 'CreateService':
      return arn(`service/${cluster}/${text(input.serviceName) ?? ''}`);
    case 'CreateExpressGatewayService':
      return arn(`service/${cluster}/${text(input.serviceName) ?? ''}`);
    case 'UpdateExpressGatewayService':
    case 'DescribeExpressGatewayService':
    case 'DeleteExpressGatewayService':
      return text(input.serviceArn) ?? null;
    case 'DescribeServices':
      return each(input.services, (service) => arn(`service/${cluster}/${nameIn(service)}`));
    case 'DescribeTasks':
      return each(input.tasks, (task) => arn(`task/${cluster}/${nameIn(task)}`));
    case 'DescribeClusters':
      return each(input.clusters ?? ['default'], (name) => arn(`cluster/${nameIn(name)}`));
    case 'DescribeServiceDeployments':
      return withServices(each(input.serviceDeploymentArns));
    case 'StopServiceDeployment':
    case 'ContinueServiceDeployment':
      return withServices(each([input.serviceDeploymentArn]));
    case 'DescribeServiceRevisions':
      return withServices(each(input.serviceRevisionArns));
    case 'ListTagsForResource':
    case 'TagResource':
    case 'UntagResource':
      return text(input.resourceArn) ?? null;
    default:
      return null;
  }
}

/** Deployments and revisions of services are asked for together with their services. */
function withServices(arns: readonly string[] | null): readonly string[] | null {
  if (arns === null) return null;
  const services = arns.map((arn) =>
    arn.replace(/:service-(?:deployment|revision)\/([^/]+\/[^/]+)\/.*$/, ':service/$1'),
  );
  return [...new Set([...arns, ...services])];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
