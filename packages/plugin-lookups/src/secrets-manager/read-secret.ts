import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { isAwsError, translateError, useSession } from '@funade/aws';
import { type RunContext, resourceKey } from '@funade/core';
import type { FoundSecret } from './secret-result.ts';

const clientKey = resourceKey<SecretsManagerClient>('secretsmanager.client');

/**
 * A secret as DescribeSecret tells it, which knows no values; null when there is none.
 *
 * Source: Secrets Manager DescribeSecret, ResourceNotFoundException.
 * @throws AWS errors
 */
export async function readSecret(context: RunContext, name: string): Promise<FoundSecret | null> {
  const session = await useSession(context);
  const { SecretsManagerClient, DescribeSecretCommand } = await import('@aws-sdk/client-secrets-manager');
  const client = await context.resources.use(
    clientKey.of(context.environment.name),
    () => new SecretsManagerClient(session.clientConfigFor('secrets manager')),
  );
  try {
    const command = new DescribeSecretCommand({ SecretId: name });
    const { ARN, DeletedDate } = await client.send(command, { abortSignal: context.signal });
    return ARN === undefined ? null : { arn: ARN, deleted: DeletedDate !== undefined };
  } catch (error) {
    context.signal.throwIfAborted();
    if (isAwsError(error, 'ResourceNotFoundException')) return null;
    throw translateError(error, { operation: 'secretsmanager:DescribeSecret', subject: name });
  }
}
