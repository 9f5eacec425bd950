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
export function shiftMinutes(
  strategy: string,
  { linearConfiguration, canaryConfiguration }: ShiftConfiguration,
): number {
  if (strategy === 'LINEAR') {
    const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {};
    return Math.ceil(100 / stepPercent) * stepBakeTimeInMinutes;
  }
  return strategy === 'CANARY' ? (canaryConfiguration?.canaryBakeTimeInMinutes ?? 10) : 0;
}
