export { badAnswer } from './api/aws-errors.ts';
export type { ClientConfig, SessionClientConfig } from './api/client-config.ts';
export { isAwsError } from './api/is-aws-error.ts';
export { pauseBeforeResend } from './api/pause-before-resend.ts';
export { type RawAnswer, type RawOptions, sendRaw } from './api/raw-json.ts';
export { translateError } from './api/translate-error.ts';
export { aws } from './aws.ts';
export { resourceName } from './rules/resource-name.ts';
export { type AwsSession, sessionStepId, useSession } from './session/session.ts';
