import { durationText, isJsonObject, type Json } from '@funade/core';

/** What a step says for machines beside the words of its progress. */
export interface ProgressFacts {
  /** The words are news of the moment, such as an event of the service, and not how the step stands. */
  readonly isNews: boolean;
  /** When the step stops waiting, in milliseconds since the epoch; null when it does not say. */
  readonly until: number | null;
  /** When what the step waits for leaves the stage that it is in, such as a bake time; null when nobody knows. */
  readonly stageUntil: number | null;
}

/** Of a step that says no time. */
export const noTimes = { until: null, stageUntil: null } as const;

/** Reads the data of a `step-progress` event. */
export function progressFacts(data: Json): ProgressFacts {
  if (!isJsonObject(data)) return { isNews: false, until: null, stageUntil: null };
  const { event, until, stageUntil } = data;
  return { isNews: event !== undefined, until: timeIn(until), stageUntil: timeIn(stageUntil) };
}

function timeIn(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** `; 12 min left`, or of a stage `; stage ends in 3 min`; nothing when nobody knows. */
export function leftText({ until, stageUntil }: Pick<ProgressFacts, 'until' | 'stageUntil'>, now: number): string {
  if (until === null) return '';
  if (stageUntil !== null && stageUntil > now) return `; stage ends in ${secondsText(stageUntil - now)}`;
  return `; ${secondsText(until - now)} left`;
}

function secondsText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds === 0 ? '0 s' : durationText(seconds * 1000);
}

/** What ECS says of a service without the service's name, which stands beside it: `has reached a steady state.` */
export function newsText(message: string): string {
  return message.replace(/^\(service [^()]*\) /, '');
}
