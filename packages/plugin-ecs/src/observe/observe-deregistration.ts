import type { RunContext } from '@funade/core';
import { requestTimeout } from '../api/poll-schedule.ts';
import { useLoadBalancing } from '../api/read-clients.ts';

const attribute = 'deregistration_delay.timeout_seconds';

/**
 * Reads how long each target group lets go of a target, in seconds, side by side. One that may not be read, or that cannot be
 * reached, is left out: it only decides how long is waited.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroupAttributes.html
 */
export async function observeDeregistration(
  targetGroups: Iterable<string>,
  context: RunContext,
): Promise<Record<string, number>> {
  const arns = [...new Set(targetGroups)].toSorted();
  const delays = await Promise.all(arns.map(async (arn) => [arn, await delayOf(arn, context)] as const));
  return Object.fromEntries(delays.flatMap(([arn, seconds]) => (seconds === null ? [] : [[arn, seconds]])));
}

async function delayOf(arn: string, context: RunContext): Promise<number | null> {
  const { signal } = context;
  try {
    const { client, sdk } = await useLoadBalancing(context);
    const command = new sdk.DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn });
    const { Attributes = [] } = await client.send(command, { abortSignal: signal, requestTimeout });
    const value = Attributes.find(({ Key }) => Key === attribute)?.Value;
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
