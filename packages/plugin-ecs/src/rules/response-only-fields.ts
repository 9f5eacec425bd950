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

/** Top-level fields that RegisterTaskDefinition takes. */
export const requestFields: readonly string[] = [
  'containerDefinitions',
  'cpu',
  'enableFaultInjection',
  'ephemeralStorage',
  'executionRoleArn',
  'family',
  'inferenceAccelerators',
  'ipcMode',
  'memory',
  'networkMode',
  'pidMode',
  'placementConstraints',
  'proxyConfiguration',
  'requiresCompatibilities',
  'runtimePlatform',
  'tags',
  'taskRoleArn',
  'volumes',
];

/** Top-level fields of a described task definition that are in neither list; they are newer than this package. */
export function unknownFields(taskDefinition: { readonly [field: string]: unknown }): readonly string[] {
  return Object.keys(taskDefinition).filter(
    (field) => !responseOnlyFields.includes(field) && !requestFields.includes(field),
  );
}
