/**
 * Top-level fields of a task definition that only answers hold; RegisterTaskDefinition knows none of them.
 *
 * DescribeTaskDefinition against RegisterTaskDefinition in the service model:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html
 */
export const responseOnlyFields: readonly string[] = [
  'compatibilities',
  'deleteRequestedAt',
  'deregisteredAt',
  'registeredAt',
  'registeredBy',
  'requiresAttributes',
  'revision',
  'status',
  'taskDefinitionArn',
];
