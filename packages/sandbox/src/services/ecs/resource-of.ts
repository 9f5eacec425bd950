import type { Scope, WireObject } from '../../service.ts';
import { nameIn } from './find.ts';

/** The ARN an AccessDeniedException names for a call; null when the action has no resource of its own. */
export function resourceOf(operation: string, input: WireObject, { account, region }: Scope): string | null {
  const arn = (resource: string): string => `arn:aws:ecs:${region}:${account}:${resource}`;
  const cluster = nameIn(text(input.cluster) ?? 'default');
  const first = (value: unknown): string | undefined => text(Array.isArray(value) ? value[0] : value);
  switch (operation) {
    case 'UpdateService':
    case 'DeleteService':
    case 'ListServiceDeployments':
      return arn(`service/${cluster}/${nameIn(text(input.service) ?? '')}`);
    case 'CreateService':
      return arn(`service/${cluster}/${text(input.serviceName) ?? ''}`);
    case 'DescribeServices':
      return arn(`service/${cluster}/${nameIn(first(input.services) ?? '')}`);
    case 'DescribeTasks':
      return arn(`task/${cluster}/${nameIn(first(input.tasks) ?? '')}`);
    case 'DescribeClusters':
      return arn(`cluster/${nameIn(first(input.clusters) ?? 'default')}`);
    case 'DescribeServiceDeployments':
      return first(input.serviceDeploymentArns) ?? null;
    case 'StopServiceDeployment':
    case 'ContinueServiceDeployment':
      return text(input.serviceDeploymentArn) ?? null;
    case 'DescribeServiceRevisions':
      return first(input.serviceRevisionArns) ?? null;
    case 'ListTagsForResource':
    case 'TagResource':
    case 'UntagResource':
      return text(input.resourceArn) ?? null;
    default:
      return null;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
