/** What of the launch of its service a one-off task may have otherwise, as RunTask names it. */
export const launchMembers = [
  'launchType',
  'capacityProviderStrategy',
  'networkConfiguration',
  'platformVersion',
  'volumeConfigurations',
] as const;

export type LaunchMember = (typeof launchMembers)[number];
