import { putSecret } from './put-secret.ts';
import { type SecretInput, secretSchema } from './seed.ts';
import type { SecretsState } from './state.ts';

/** What a test may do to Secrets Manager, beside what the API allows. */
export interface SecretsControl {
  /** Gives a secret a value, the one before becoming AWSPREVIOUS; makes the secret if there is none. */
  put(name: string, secret: SecretInput): void;
  /** Takes a secret away at once and for good. */
  remove(name: string): void;
  /** The ARN of a secret, with its six random characters. Throws TypeError when there is none. */
  arn(name: string): string;
}

/** Makes the control of one state. */
export function createSecretsControl(state: SecretsState, now: () => number): SecretsControl {
  return {
    put: (name, written) => putSecret(state, name, { seed: secretSchema.parse(written), now: now() }),
    remove: (name) => void state.secrets.delete(name),
    arn: (name) => {
      const secret = state.secrets.get(name);
      if (secret === undefined) throw new TypeError(`there is no secret ${name}`);
      return secret.arn;
    },
  };
}
