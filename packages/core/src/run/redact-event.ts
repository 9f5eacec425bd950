import { maskText } from '../diff/mask-text.ts';
import type { ErrorInfo } from '../model/error.ts';
import type { RunEvent } from '../model/event.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { plainJson } from '../model/plain-json.ts';
import { plainLastLine, plainText } from '../model/plain-text.ts';
import type { Secrets } from '../model/secret.ts';

/**
 * The event as it leaves the engine: every secret in use is replaced, and texts, which may be anybody's, are plain. What a
 * build prints also loses what merely looks like a secret. Ids of steps and outputs are ours and stay as they are.
 */
export function redactEvent(event: RunEvent, secrets: Pick<Secrets, 'redact'>): RunEvent {
  switch (event.type) {
    case 'step-progress':
      return {
        ...event,
        message: plainText(secrets.redact(event.message)),
        data: plainJson(redactJson(event.data, secrets)),
      };
    case 'step-output':
      return { ...event, line: maskText(plainLastLine(secrets.redact(event.line))) };
    case 'step-warned':
    case 'run-warned':
      return { ...event, message: plainText(secrets.redact(event.message)) };
    case 'step-succeeded':
      return {
        ...event,
        output: redactJson(event.output, secrets),
        ...(event.goesOn === undefined ? {} : { goesOn: plainText(secrets.redact(event.goesOn)) }),
      };
    case 'step-failed':
      return { ...event, error: redactError(event.error, secrets) };
    default:
      return event;
  }
}

/** An error as it leaves the engine: every secret in use is replaced, and texts are plain. */
export function redactError(error: ErrorInfo, secrets: Pick<Secrets, 'redact'>): ErrorInfo {
  return plainJson(redactJson(error as never, secrets)) as never;
}

function redactJson(value: Json, secrets: Pick<Secrets, 'redact'>): Json {
  if (typeof value === 'string') return secrets.redact(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? undefined : redactJson(item, secrets)]),
  );
}
