import { secretOf } from './find.ts';
import type { SecretsState } from './state.ts';

/**
 * Why a task cannot have the secret of a `valueFrom` (`<ARN>[:json-key[:stage[:version-id]]]`), as the agent tells it; null
 * when it can. While a region has no secrets at all, every secret exists.
 */
export function whyNoSecret(state: SecretsState, valueFrom: string): string | null {
  if (state.secrets.size === 0) return null;
  const parts = valueFrom.split(':');
  const arn = parts.slice(0, 7).join(':');
  const [key = '', stage = '', id = ''] = parts.slice(7);
  const secret = secretOf(state, arn);
  const missing = (what: string): string =>
    `failed to fetch secret ${arn} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified ${what} status code: 400`;
  if (secret === null) return missing('secret.');
  const wanted = stage === '' ? 'AWSCURRENT' : stage;
  const version = secret.versions.find((each) => (id === '' ? each.stages.includes(wanted) : each.id === id));
  if (version === undefined) return missing(`secret value for staging label: ${wanted}`);
  if (key === '' || ('text' in version.value && hasKey(version.value.text, key))) return null;
  return `retrieved secret from Secrets Manager did not contain json key ${key}`;
}

function hasKey(text: string, key: string): boolean {
  try {
    return Object.hasOwn(Object(JSON.parse(text)), key);
  } catch {
    return false;
  }
}
