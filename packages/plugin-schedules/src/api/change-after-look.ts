import { pauseBeforeResend } from '@funade/aws';
import { diffJson } from '@funade/core';
import { type DeployError, type JsonObject, type StepContext, sameJson } from '@funade/core/author';
import { scheduleGone, scheduleMoved, scheduleNotAsSent } from '../model/errors.ts';
import { missingPath } from '../model/holds.ts';
import { rebase } from '../model/rebase.ts';

/** A change of something that is only replaced whole. */
export interface GuardedChange {
  /** `schedule shop/nightly`. */
  readonly what: string;
  /** What it was when the plan was made. */
  readonly before: JsonObject;
  /** What it is to be. */
  readonly after: JsonObject;
  /** What it is now; null: it is gone. */
  read(): Promise<JsonObject | null>;
  /** Sends it whole, once. Throws errors of ours. */
  send(body: JsonObject): Promise<void>;
}

/** What was there before a change, and after it. */
export interface Changed {
  readonly before: JsonObject;
  readonly sent: JsonObject;
}

/** How often what was sent is read back, and the pause between. */
const proofs = { most: 3, pause: 1000 };

/** How often a change is sent again that came at the same time as another's. */
const mostConcurrent = 5;

/**
 * Sends a change right after a look, and proves by reading back that it is there. What others have changed since the plan
 * stays and is told; a call whose answer was lost, or that came at the same time as another's, is looked for before it is
 * sent again.
 *
 * @throws `SCHEDULE_GONE`, `SCHEDULE_MOVED`, `SCHEDULE_NOT_AS_SENT` and what AWS refuses
 */
export async function changeAfterLook(change: GuardedChange, context: StepContext): Promise<Changed> {
  const { what, before, after } = change;
  let first: JsonObject | null = null;
  for (let attempts = 1; ; attempts += 1) {
    const now = await change.read();
    if (now === null) throw scheduleGone(what);
    const { body, conflict } = rebase(before, after, now);
    if (conflict !== null) throw scheduleMoved(what, conflict);
    if (sameJson(body, now)) {
      if (first === null) context.progress(`${what} is like that already`);
      return { before: first ?? before, sent: now };
    }
    if (first === null && !sameJson(now, before)) {
      const paths = diffJson(before, now).map(({ path }) => path);
      context.warn(`${what} was changed since the plan was made (${paths.join(', ')}); that stays`);
    }
    first ??= now;
    try {
      await change.send(body);
    } catch (error) {
      const pause = pauseAfter(error as DeployError, attempts, context);
      if (pause === null) throw error;
      await context.clock.sleep(pause, { signal: context.signal });
      continue;
    }
    await prove(change, body, context);
    return { before: first, sent: body };
  }
}

/** Milliseconds until the change is looked for and sent again; null: it has failed for good. */
function pauseAfter(error: DeployError, attempts: number, context: StepContext): number | null {
  if (isConcurrent(error)) return attempts < mostConcurrent ? attempts * 500 : null;
  return pauseBeforeResend(error, attempts, context);
}

function isConcurrent({ cause, details }: DeployError): boolean {
  const names = [
    (cause as { readonly name?: unknown } | undefined)?.name,
    (details as { readonly code?: unknown } | null)?.code,
  ];
  return names.some((name) => name === 'ConcurrentModificationException' || name === 'ConflictException');
}

async function prove({ what, read }: GuardedChange, body: JsonObject, { clock, signal }: StepContext): Promise<void> {
  for (let looks = 1; ; looks += 1) {
    const there = await read();
    const path = missingPath(body, there ?? {});
    if (path === null) return;
    if (looks === proofs.most) throw scheduleNotAsSent(what, path);
    await clock.sleep(proofs.pause, { signal });
  }
}
