export { aws } from './aws.ts';
export { badAnswer } from './aws-errors.ts';
export type { ClientConfig, SessionClientConfig } from './client-config.ts';
export { isAwsError } from './is-aws-error.ts';
export { type RawAnswer, type RawOptions, sendRaw } from './raw-json.ts';
export { resourceName } from './resource-name.ts';
export { type AwsSession, sessionStepId, useSession } from './session.ts';
export { translateError } from './translate-error.ts';
