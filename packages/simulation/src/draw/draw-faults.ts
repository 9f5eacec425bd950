import type { PlannedFault } from '../model/story.ts';
import type { Dice } from './dice.ts';

type Kind = Pick<PlannedFault, 'name' | 'fault'> & {
  /** The most calls in a row that it meets. */
  readonly most: number;
};

/** A refusal whose text has secrets of the caller in it: see `createWire`. */
export const telling: Pick<PlannedFault, 'name' | 'fault'> = {
  name: 'telling',
  fault: { code: 'AccessDeniedException', message: 'nobody signs with {{secret}} here' },
};

/** What may go wrong with a call. */
export const faultKinds: readonly Kind[] = [
  { name: 'throttled', fault: { code: 'ThrottlingException' }, most: 6 },
  { name: 'server error', fault: { code: 'ServerException', status: 500 }, most: 4 },
  { name: 'unavailable', fault: { code: 'ServiceUnavailable', status: 503 }, most: 4 },
  { name: 'reset before', fault: { reset: true }, most: 3 },
  { name: 'reset after', fault: { reset: 'after' }, most: 2 },
  { name: 'slow', fault: { delay: 20_000 }, most: 2 },
  { name: 'too slow', fault: { delay: 45_000 }, most: 2 },
  { name: 'truncated', fault: { status: 200, body: '{"service":{"servi' }, most: 2 },
  {
    name: 'html',
    fault: { status: 200, body: '<html><body>login</body></html>', headers: { 'content-type': 'text/html' } },
    most: 2,
  },
  {
    name: 'bad gateway',
    fault: { status: 502, body: '<html>502</html>', headers: { 'content-type': 'text/html' } },
    most: 3,
  },
  { name: 'expired', fault: { code: 'ExpiredTokenException' }, most: 2 },
  {
    name: 'denied',
    fault: { code: 'AccessDeniedException', message: 'User is not authorized to perform this' },
    most: 2,
  },
  { name: 'stale', fault: 'stale', most: 3 },
];

const operations: Readonly<Record<string, number>> = {
  'ecs.DescribeServices': 30,
  'ecs.UpdateService': 18,
  'ecs.RegisterTaskDefinition': 15,
  'ecs.DescribeTaskDefinition': 8,
  'ecs.ListServiceDeployments': 5,
  'ecs.DescribeServiceDeployments': 6,
  'ecs.ListTasks': 4,
  'ecs.DescribeTasks': 5,
  'ecs.RunTask': 5,
  'ecs.StopServiceDeployment': 3,
  'ecs.ListTaskDefinitions': 2,
  'ecs.DeregisterTaskDefinition': 2,
  'ecr.BatchGetImage': 3,
  'ecr.DescribeImages': 3,
  'sts.GetCallerIdentity': 2,
  'sts.AssumeRole': 2,
};

/** What goes wrong on the way to AWS. */
export function drawFaults(dice: Dice): readonly PlannedFault[] {
  const count = Number(dice.weighted({ 0: 35, 1: 25, 2: 20, 3: 12, 6: 8 }));
  return Array.from({ length: count }, () => {
    const { most, ...kind } = dice.pick(faultKinds);
    const operation = dice.weighted(operations);
    const nth = Math.floor(dice.fraction() ** 2 * (operation === 'ecs.DescribeServices' ? 25 : 5)) + 1;
    return { operation, nth, times: dice.int(1, most), ...kind };
  });
}
