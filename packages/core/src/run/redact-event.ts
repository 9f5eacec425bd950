import type { RunEvent } from '../model/event.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { Secrets } from '../model/secret.ts';

/** The event with every secret in use replaced. Ids of steps hold none and stay as they are. */
export function redactEvent(event: RunEvent, secrets: Pick<Secrets, 'redact'>): RunEvent {
  switch (event.type) {
    case 'step-progress':
      return { ...event, message: secrets.redact(event.message), data: redactJson(event.data, secrets) };
    case 'step-output':
      return { ...event, line: secrets.redact(event.line) };
    case 'step-warned':
      return { ...event, message: secrets.redact(event.message) };
    case 'step-succeeded':
      return { ...event, output: redactJson(event.output, secrets) };
    case 'step-failed':
      return { ...event, error: redactJson(event.error as never, secrets) as never };
    default:
      return event;
  }
}

function redactJson(value: Json, secrets: Pick<Secrets, 'redact'>): Json {
  if (typeof value === 'string') return secrets.redact(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? undefined : redactJson(item, secrets)]),
  );
}
