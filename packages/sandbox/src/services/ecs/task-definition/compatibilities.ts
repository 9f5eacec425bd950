import type { WireObject } from '../../../model/service.ts';

/** Where a task definition can run. */
export function compatibilities(body: WireObject): readonly string[] {
  const fargate = body.networkMode === 'awsvpc' && body.cpu !== undefined && body.memory !== undefined;
  return fargate ? ['EC2', 'FARGATE', 'MANAGED_INSTANCES'] : ['EC2'];
}
