import type { ErrorInfo, Outcome, RunEvent } from '@funade/core';
import type { ReleaseOptions, Shop } from './shop.ts';

/** How a deploy ended. */
export interface Deployed {
  readonly outcome: Outcome | null;
  /** Of the step that failed; null when none did. */
  readonly error: ErrorInfo | null;
}

/** Plans and applies a release. */
export async function deploy(
  shop: Shop,
  options: ReleaseOptions = {},
  onEvent?: (event: RunEvent) => void,
): Promise<Deployed> {
  const report = await shop.apply(await shop.plan(options), onEvent);
  return { outcome: report.outcome, error: errorOf(shop) };
}

/** The error of the step that failed in the last run. */
export function errorOf({ events }: Shop): ErrorInfo | null {
  const failed = events.find((event) => event.type === 'step-failed');
  return failed?.type === 'step-failed' ? failed.error : null;
}

/** Calls `act` once, when the wait has told that the rollout is under way. */
export function onceRolling(act: () => void): (event: RunEvent) => void {
  return once(/\d+\/\d+ running/, act);
}

/** Calls `act` once, when the run says something of this kind. */
export function once(pattern: RegExp, act: () => void): (event: RunEvent) => void {
  let done = false;
  return (event) => {
    if (done || event.type !== 'step-progress' || !pattern.test(event.message)) return;
    done = true;
    act();
  };
}

/** What the last run told of its progress. */
export function progress({ events }: Shop): readonly string[] {
  return events.flatMap((event) => (event.type === 'step-progress' ? [event.message] : []));
}

/** What the last run warned of. */
export function warnings({ events }: Shop): readonly string[] {
  return events.flatMap((event) => (event.type === 'step-warned' ? [event.message] : []));
}

/** The lines that the last run handed on. */
export function lines({ events }: Shop): readonly string[] {
  return events.flatMap((event) => (event.type === 'step-output' ? [event.line] : []));
}
