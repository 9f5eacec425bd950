import { AwsFault } from '../../model/service.ts';
import type { EcsState } from './state.ts';

interface Bucket {
  readonly name: string;
  readonly burst: number;
  /** Tokens a second. */
  readonly refill: number;
  readonly operations: readonly string[];
}

/**
 * ECS's token buckets per account and region.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
 */
const buckets: readonly Bucket[] = [
  { name: 'cluster modify', burst: 20, refill: 1, operations: ['CreateCluster', 'DeleteCluster'] },
  { name: 'cluster read', burst: 50, refill: 20, operations: ['DescribeClusters', 'ListClusters'] },
  {
    name: 'task definition modify',
    burst: 20,
    refill: 1,
    operations: ['RegisterTaskDefinition', 'DeregisterTaskDefinition'],
  },
  { name: 'task definition delete', burst: 5, refill: 1, operations: ['DeleteTaskDefinitions'] },
  {
    name: 'task definition read',
    burst: 50,
    refill: 20,
    operations: ['DescribeTaskDefinition', 'ListTaskDefinitions', 'ListTaskDefinitionFamilies'],
  },
  { name: 'tag modify', burst: 20, refill: 10, operations: ['TagResource', 'UntagResource'] },
  { name: 'tag read', burst: 50, refill: 20, operations: ['ListTagsForResource'] },
  { name: 'cluster resource modify', burst: 100, refill: 40, operations: ['RunTask', 'StopTask'] },
  { name: 'cluster resource read', burst: 100, refill: 20, operations: ['DescribeTasks', 'ListTasks'] },
  { name: 'service modify', burst: 50, refill: 5, operations: ['CreateService', 'UpdateService', 'DeleteService'] },
  { name: 'service read', burst: 100, refill: 20, operations: ['DescribeServices', 'ListServices'] },
  {
    name: 'service deployment',
    burst: 50,
    refill: 20,
    operations: ['ListServiceDeployments', 'DescribeServiceDeployments'],
  },
  { name: 'service revision', burst: 50, refill: 20, operations: ['DescribeServiceRevisions'] },
];

/** Takes a token for a call. Throws ThrottlingException when its bucket is empty; operations without a documented bucket never are. */
export function takeToken(state: EcsState, operation: string, now: number): void {
  const bucket = buckets.find(({ operations }) => operations.includes(operation));
  if (!state.throttling || !bucket) return;
  const known = state.buckets.get(bucket.name) ?? { tokens: bucket.burst, at: now };
  const refilled = known.tokens + ((now - known.at) / 1000) * bucket.refill;
  const tokens = Math.min(bucket.burst, refilled);
  if (tokens < 1) {
    state.buckets.set(bucket.name, { tokens, at: now });
    throw new AwsFault('ThrottlingException', 'Rate exceeded');
  }
  state.buckets.set(bucket.name, { tokens: tokens - 1, at: now });
}
