import { textIn } from '../../model/input.ts';
import { AwsFault, type WireObject } from '../../model/service.ts';
import { type Secret, type SecretsState, secretArnPrefix } from './state.ts';

/** The secret of a request's `SecretId`: a name, an ARN, or an ARN without its six random characters. Throws ResourceNotFoundException. */
export function findSecret(state: SecretsState, input: WireObject): Secret {
  const id = textIn(input, 'SecretId') ?? '';
  if (id === '') {
    throw new AwsFault('InvalidParameterException', 'You must provide a value for the SecretId parameter.');
  }
  const secret = secretOf(state, id);
  if (secret !== null) return secret;
  throw new AwsFault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

/** The secret of an id; null when there is none. */
export function secretOf(state: SecretsState, id: string): Secret | null {
  const prefix = secretArnPrefix(state);
  const name = id.startsWith(prefix) ? id.slice(prefix.length) : id;
  for (const secret of state.secrets.values()) if (secret.arn === id) return secret;
  return state.secrets.get(name) ?? null;
}
