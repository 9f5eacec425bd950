/** More waves than these are not waited for by default. */
const mostWaves = 10;

/**
 * How many times a rolling update has to wait for old tasks to go before it can start new ones: with 100 and 200 percent
 * all new tasks start at once, with 50 and 100 half of them do.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function rolloutWaves({
  minimumHealthyPercent,
  maximumPercent,
}: {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}): number {
  const room = Math.max(1, maximumPercent - minimumHealthyPercent);
  return Math.min(mostWaves, Math.ceil(100 / room));
}
