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

/**
 * Members of a service that only the answer of DescribeServices holds, and those that name what `ecs` names elsewhere: people
 * paste them into settings along with the rest.
 *
 * Service against UpdateService and CreateService in the service model:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
 */
export const answerOnlySettings: readonly string[] = [
  'clusterArn',
  'createdAt',
  'createdBy',
  'currentServiceDeployment',
  'currentServiceRevisions',
  'deployments',
  'events',
  'pendingCount',
  'platformFamily',
  'resourceManagementType',
  'roleArn',
  'runningCount',
  'serviceArn',
  'serviceName',
  'status',
  'taskDefinition',
  'taskSets',
];
