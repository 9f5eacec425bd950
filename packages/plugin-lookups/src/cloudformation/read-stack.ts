import { isAwsError, translateError } from '@funade/aws';
import type { RunContext } from '@funade/core';
import type { CloudFormation } from './cloudformation-client.ts';
import type { FoundStack } from './stack-result.ts';

/**
 * A stack by its name or id; null when there is none. A stack that is not there is a ValidationError, as is a name that
 * cannot be one; such names are refused before.
 *
 * Source: CloudFormation DescribeStacks.
 * @throws AWS errors
 */
export async function readStack(
  { client, DescribeStacks }: CloudFormation,
  name: string,
  { signal }: RunContext,
): Promise<FoundStack | null> {
  try {
    const { Stacks } = await client.send(new DescribeStacks({ StackName: name }), { abortSignal: signal });
    const [stack] = Stacks ?? [];
    if (stack === undefined) return null;
    const outputs = (stack.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue] as const],
    );
    return { status: stack.StackStatus ?? '', outputs: new Map(outputs) };
  } catch (error) {
    signal.throwIfAborted();
    if (isAwsError(error, 'ValidationError')) return null;
    throw translateError(error, { operation: 'cloudformation:DescribeStacks', subject: name });
  }
}
