// What the code of a plugin that calls AWS needs once it runs: calls that lose nothing, and their errors as ours. A config
// never imports it.
export {
  type AwsSession,
  isAwsError,
  pauseBeforeResend,
  type RawAnswer,
  resourceName,
  type SessionClientConfig,
  sendRaw,
  translateError,
  useSession,
} from '@funade/aws';
export { diffJson, toDeployError } from '@funade/core';
