import type { WireObject } from '../../model/service.ts';
import type { Secret } from './state.ts';

/** A secret without its value, as DescribeSecret answers with it. */
export function secretView(secret: Secret): WireObject {
  return { ...briefView(secret), VersionIdsToStages: stagesOf(secret) };
}

/** A secret as a member of ListSecrets, where the stages have another name. */
export function listedSecretView(secret: Secret): WireObject {
  return { ...briefView(secret), SecretVersionsToStages: stagesOf(secret) };
}

function briefView(secret: Secret): WireObject {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description ?? undefined,
    KmsKeyId: secret.kmsKeyId ?? undefined,
    LastChangedDate: secret.changedAt / 1000,
    CreatedDate: secret.createdAt / 1000,
    DeletedDate: secret.deletedAt === null ? undefined : secret.deletedAt / 1000,
    Tags: Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function stagesOf({ versions }: Secret): WireObject | undefined {
  const staged = versions.filter(({ stages }) => stages.length > 0);
  return staged.length === 0 ? undefined : Object.fromEntries(staged.map(({ id, stages }) => [id, stages]));
}
