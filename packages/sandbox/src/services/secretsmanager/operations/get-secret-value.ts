import { textIn } from '../../../model/input.ts';
import { AwsFault, type Operation, type WireObject } from '../../../model/service.ts';
import { findSecret } from '../find.ts';
import type { Secret, SecretsState, SecretVersion } from '../state.ts';

export const getSecretValue: Operation<SecretsState> = (state, { input, isAllowed }) => {
  const secret = findSecret(state, input);
  if (secret.deletedAt !== null) {
    throw new AwsFault(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
  const { id, value, stages, createdAt } = findVersion(secret, input);
  if (secret.kmsKeyId !== null && !isAllowed('kms:Decrypt', secret.kmsKeyId)) {
    throw new AwsFault('AccessDeniedException', 'Access to KMS is not allowed');
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    ...('text' in value ? { SecretString: value.text } : { SecretBinary: value.base64 }),
    VersionStages: stages,
    CreatedDate: createdAt / 1000,
  };
};

function findVersion({ versions }: Secret, input: WireObject): SecretVersion {
  const id = textIn(input, 'VersionId');
  const stage = textIn(input, 'VersionStage');
  const wanted = stage ?? 'AWSCURRENT';
  const version = versions.find((each) => (id === undefined ? each.stages.includes(wanted) : each.id === id));
  if (version === undefined) {
    const which = id === undefined ? `staging label: ${wanted}` : `VersionId: ${id}`;
    throw new AwsFault(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${which}`,
    );
  }
  if (stage === undefined || version.stages.includes(stage)) return version;
  throw new AwsFault(
    'InvalidRequestException',
    'You provided a VersionStage that is not associated to the provided VersionId.',
  );
}
