import type { WireObject } from '../../../model/service.ts';
import { fargateRules } from './rules/fargate.ts';
import { firstOf, subjectOf } from './rules/subject.ts';

/** Where a task definition can run. */
export function compatibilities(body: WireObject): readonly string[] {
  const subject = { ...subjectOf(body, () => false), isFargate: true };
  return firstOf(fargateRules, subject) === undefined ? ['EC2', 'FARGATE', 'MANAGED_INSTANCES'] : ['EC2'];
}
