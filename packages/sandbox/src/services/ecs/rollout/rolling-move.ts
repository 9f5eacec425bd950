/** What a rolling deployment has of each kind of task. Tasks asked to stop are in `leaving` alone. */
export interface RollingCounts {
  readonly desired: number;
  readonly minimumPercent: number;
  readonly maximumPercent: number;
  /** Tasks of the PRIMARY deployment. */
  readonly fresh: number;
  readonly freshHealthy: number;
  /** Tasks of every other deployment. */
  readonly oldHealthy: number;
  readonly oldUnhealthy: number;
  /** Tasks asked to stop that still take up room. */
  readonly leaving: number;
}

export interface RollingMove {
  readonly start: number;
  readonly stopFresh: number;
  readonly stopOldHealthy: number;
  readonly stopOldUnhealthy: number;
  /** Nothing can be started or stopped, nothing is on its way, and tasks are missing: the percentages leave no room. */
  readonly stuck: boolean;
}

/**
 * The next move of a rolling deployment: never fewer healthy tasks than the minimum percent (rounded up),
 * never more tasks than the maximum percent (rounded down).
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function rollingMove(counts: RollingCounts): RollingMove {
  const { desired, fresh, freshHealthy, oldHealthy, oldUnhealthy, leaving } = counts;
  const minimum = Math.ceil((desired * counts.minimumPercent) / 100);
  const maximum = Math.max(Math.floor((desired * counts.maximumPercent) / 100), minimum);
  const room = maximum - fresh - oldHealthy - oldUnhealthy - leaving;
  const start = clamp(Math.min(desired - fresh, room), desired);
  const stopOldHealthy = clamp(freshHealthy + oldHealthy - minimum, oldHealthy);
  const stopFresh = clamp(fresh - desired, fresh);
  const moves = start + stopOldHealthy + stopFresh + oldUnhealthy;
  const onItsWay = fresh - freshHealthy + leaving;
  return {
    start,
    stopFresh,
    stopOldHealthy,
    stopOldUnhealthy: oldUnhealthy,
    stuck: moves === 0 && onItsWay === 0 && fresh < desired,
  };
}

function clamp(count: number, most: number): number {
  return Math.max(0, Math.min(count, most));
}
