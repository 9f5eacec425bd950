/** What decides whether a rolling update has room. */
export interface DeadlockInput {
  readonly desiredCount: number;
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/**
 * Whether a rolling update can neither stop an old task (the minimum, rounded up) nor start a new one (the maximum, rounded
 * down): one task with 50 and 150 percent can do neither.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function isDeadlocked({ desiredCount, minimumHealthyPercent, maximumPercent }: DeadlockInput): boolean {
  const least = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
  const most = Math.floor((desiredCount * maximumPercent) / 100);
  return desiredCount > 0 && least >= desiredCount && most <= desiredCount;
}
