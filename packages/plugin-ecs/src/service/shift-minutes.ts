/** The part of a deployment configuration that says how traffic moves over. */
export interface ShiftConfiguration {
  readonly linearConfiguration?:
    | { readonly stepPercent?: number | undefined; readonly stepBakeTimeInMinutes?: number | undefined }
    | undefined;
  readonly canaryConfiguration?: { readonly canaryBakeTimeInMinutes?: number | undefined } | undefined;
}

/**
 * Minutes that moving the traffic takes by itself. ECS's own defaults: steps of 10 % every 6 minutes, a canary of 10.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function shiftMinutes(strategy: string, configuration: ShiftConfiguration): number {
  const { stepPercent = 10 } = configuration.linearConfiguration ?? {};
  const steps = strategy === 'LINEAR' ? Math.ceil(100 / stepPercent) : 1;
  return steps * stepMinutes(strategy, configuration);
}

/** Minutes between two shares of the traffic; 0 where it moves at once. */
export function stepMinutes(
  strategy: string,
  { linearConfiguration, canaryConfiguration }: ShiftConfiguration,
): number {
  if (strategy === 'LINEAR') return linearConfiguration?.stepBakeTimeInMinutes ?? 6;
  return strategy === 'CANARY' ? (canaryConfiguration?.canaryBakeTimeInMinutes ?? 10) : 0;
}
