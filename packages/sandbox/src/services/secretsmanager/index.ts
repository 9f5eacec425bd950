import { textIn } from '../../model/input.ts';
import type { AwsService } from '../../model/service.ts';
import { secretOf } from './find.ts';
import { describeSecret } from './operations/describe-secret.ts';
import { getSecretValue } from './operations/get-secret-value.ts';
import { listSecrets } from './operations/list-secrets.ts';
import { createSecretsState, type SecretsState } from './state.ts';

export { createSecretsControl, type SecretsControl } from './control.ts';
export { putSecret } from './put-secret.ts';
export { type SecretInput, secretsSchema } from './seed.ts';
export type { SecretsState } from './state.ts';
export { whyNoSecret } from './why-no-secret.ts';

/** Secrets Manager, as far as secrets are read. */
export const secretsManagerService: AwsService<SecretsState> = {
  name: 'secretsmanager',
  wire: { protocol: 'json', targetPrefix: 'secretsmanager' },
  createState: createSecretsState,
  operations: { DescribeSecret: describeSecret, GetSecretValue: getSecretValue, ListSecrets: listSecrets },
  resource: (_, input, state) => {
    const id = textIn(input, 'SecretId');
    return id === undefined ? null : (secretOf(state, id)?.arn ?? id);
  },
};
