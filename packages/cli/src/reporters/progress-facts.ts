import { isJsonObject, type Json } from '@funade/core';
import { formatDuration } from '../render/format-duration.ts';

/** What a step says for machines beside the words of its progress. */
export interface ProgressFacts {
  /** The words are news of the moment, such as an event of the service, and not how the step stands. */
  readonly isNews: boolean;
  /** When the step stops waiting, in milliseconds since the epoch; null when it does not say. */
  readonly until: number | null;
}

/** Reads the data of a `step-progress` event. */
export function progressFacts(data: Json): ProgressFacts {
  if (!isJsonObject(data)) return { isNews: false, until: null };
  return { isNews: data.event !== undefined, until: typeof data.until === 'number' ? data.until : null };
}

/** `; 12 min left`, or nothing when nobody knows. */
export function leftText(until: number | null, now: number): string {
  if (until === null) return '';
  const seconds = Math.max(0, Math.round((until - now) / 1000));
  return `; ${seconds === 0 ? '0 s' : formatDuration(seconds * 1000)} left`;
}

/** What ECS says of a service without the service's name, which stands beside it: `has reached a steady state.` */
export function newsText(message: string): string {
  return message.replace(/^\(service [^()]*\) /, '');
}
