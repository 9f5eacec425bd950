/** Members that a service revision fixes, besides the task definition. */
export const revisionMembers = [
  'networkConfiguration',
  'platformVersion',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  'monitoring',
  'gatewayConnectors',
  'capacityProviderStrategy',
  'launchType',
] as const;
