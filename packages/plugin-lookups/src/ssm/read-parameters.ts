import type { Parameter, SSMClient } from '@aws-sdk/client-ssm';
import { translateError, useSession } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';
import pMap from 'p-map';
import type { FoundParameter } from './parameter-result.ts';

const clientKey = resourceKey<SSMClient>('ssm.client');

/** The most names that GetParameters takes. */
const batchSize = 10;
/** Calls at a time: GetParameters has 40 transactions a second for the whole account. */
const lanes = 4;

/**
 * The parameters of these names that there are, by the name that was asked for. Ten to a call, never decrypted.
 *
 * Source: SSM GetParameters.
 * @throws AWS errors
 */
export async function readParameters(
  context: RunContext,
  names: readonly string[],
): Promise<ReadonlyMap<string, FoundParameter>> {
  const batches = Array.from({ length: Math.ceil(names.length / batchSize) }, (_, index) =>
    names.slice(index * batchSize, (index + 1) * batchSize),
  );
  const answers = (await pMap(batches, (batch) => getParameters(context, batch), { concurrency: lanes })).flat();
  return new Map(
    names.flatMap((name) => {
      const parameter = answers.find((answer) => isNamed(answer, name));
      return parameter?.ARN === undefined ? [] : [[name, foundParameter(parameter)] as const];
    }),
  );
}

async function getParameters(context: RunContext, names: readonly string[]): Promise<readonly Parameter[]> {
  const session = await useSession(context);
  // Taken apart at once, so that the bundle carries these two and not the whole SDK of the service.
  const { SSMClient, GetParametersCommand } = await import('@aws-sdk/client-ssm');
  const client = await context.resources.use(
    clientKey.of(context.environment.name),
    () => new SSMClient(session.clientConfigFor('ssm')),
  );
  try {
    const command = new GetParametersCommand({ Names: [...names], WithDecryption: false });
    const { Parameters } = await client.send(command, { abortSignal: context.signal });
    return Parameters ?? [];
  } catch (error) {
    context.signal.throwIfAborted();
    throw translateError(error, { operation: 'ssm:GetParameters', subject: names.join(', ') });
  }
}

function isNamed({ Name, ARN, Selector = '' }: Parameter, name: string): boolean {
  return [Name, ARN].some((own) => own !== undefined && `${own}${Selector}` === name);
}

function foundParameter({ ARN = '', Type = 'String', Value }: Parameter): FoundParameter {
  return { arn: ARN, type: Type, value: Type === 'SecureString' ? null : (Value ?? null) };
}
