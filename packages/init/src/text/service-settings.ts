/** Settings that `ecs.settings` takes: members of UpdateService and CreateService. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
export const settingNames: ReadonlySet<string> = new Set([
  ...['availabilityZoneRebalancing', 'capacityProviderStrategy', 'deploymentConfiguration', 'deploymentController'],
  ...['desiredCount', 'enableECSManagedTags', 'enableExecuteCommand', 'gatewayConnectors'],
  ...['healthCheckGracePeriodSeconds', 'launchType', 'loadBalancers', 'monitoring', 'networkConfiguration'],
  ...['placementConstraints', 'placementStrategy', 'platformVersion', 'propagateTags', 'role', 'schedulingStrategy'],
  ...['serviceConnectConfiguration', 'serviceRegistries', 'tags', 'volumeConfigurations', 'vpcLatticeConfigurations'],
]);

/** Members that only the answer of DescribeServices has, and those that the config names elsewhere. */
export const answerOnlySettings: ReadonlySet<string> = new Set([
  ...['clusterArn', 'createdAt', 'createdBy', 'currentServiceDeployment', 'currentServiceRevisions', 'deployments'],
  ...['events', 'pendingCount', 'platformFamily', 'resourceManagementType', 'roleArn', 'runningCount', 'serviceArn'],
  ...['serviceName', 'status', 'taskDefinition', 'taskSets'],
]);
