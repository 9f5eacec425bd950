import type { Tolerance } from '../model/tolerance.ts';
import { type CauseClass, causeKey, type StopCause, speaksAgainst } from './stop-cause.ts';

/** A task of the deployment that died. Times are milliseconds since the epoch, by ECS's clock. */
export interface Death {
  readonly cause: StopCause;
  /** Null when it never ran. */
  readonly startedAt: number | null;
  readonly stoppedAt: number;
}

/** A task of the deployment that runs. */
export interface Alive {
  readonly startedAt: number;
  /** `HEALTHY`, `UNHEALTHY` or `UNKNOWN`, where no container has a health check. */
  readonly health: string;
}

/** What decides whether a rollout has failed before ECS says so. */
export interface FailFastInput {
  /** Deaths of one cause that the user wrote; 0: never; null: as ECS would tolerate. */
  readonly written: number | null;
  readonly tolerance: Tolerance;
  readonly deaths: readonly Death[];
  readonly alive: readonly Alive[];
}

/** So many like deaths at least, whatever the service tolerates. */
export const fewestDeaths = 3;

/** A container that ends within so many milliseconds ends at once. */
const atOnce = 30_000;

/** A task without health checks counts as healthy once it has run so many milliseconds, and longer than any that died. */
const provenAfter = 30_000;

/** Causes that the next task meets in the same way. A container that exits at once is one of them too. */
const deterministic: ReadonlySet<CauseClass> = new Set([
  'image.missing',
  'image.platform',
  'image.attestation',
  'secret.missing',
  'log.group',
]);

/**
 * The cause of the deaths that make a rollout count as failed; null: it goes on. What the user wrote counts all deaths of
 * one cause. Else ECS must not be beaten to a wrong verdict: deaths count since the last task that became healthy, and
 * reach what ECS itself tolerates, unless every task that was started died of one cause that the next ones will meet too.
 */
export function failsFast({ written, tolerance, deaths, alive }: FailFastInput): StopCause | null {
  if (written === 0) return null;
  const against = deaths.filter(({ cause }) => speaksAgainst(cause));
  const all = largestGroup(against);
  if (written !== null) return all.length >= written ? causeOf(all) : null;
  const healthySince = lastHealthyStart(alive, against);
  const counted = tolerance.resets ? largestGroup(against.filter(({ stoppedAt }) => stoppedAt > healthySince)) : all;
  const hopeless = alive.length === 0 && all.length === deaths.length && all.every(isDeterministic);
  const limit = hopeless ? fewestDeaths : Math.max(fewestDeaths, tolerance.failures);
  return counted.length >= limit ? causeOf(counted) : null;
}

function isDeterministic({ cause, startedAt, stoppedAt }: Death): boolean {
  if (deterministic.has(cause.class)) return true;
  return cause.class === 'container.exit' && (startedAt === null || stoppedAt - startedAt <= atOnce);
}

/** When the youngest healthy task started; before all time when none is healthy. */
function lastHealthyStart(alive: readonly Alive[], deaths: readonly Death[]): number {
  const lastDeath = Math.max(...deaths.map(({ stoppedAt }) => stoppedAt));
  const longestLife = Math.max(0, ...deaths.map(({ startedAt, stoppedAt }) => stoppedAt - (startedAt ?? stoppedAt)));
  const healthy = alive.filter(({ startedAt, health }) => {
    if (health !== 'UNKNOWN') return health === 'HEALTHY';
    return lastDeath - startedAt > Math.max(provenAfter, longestLife);
  });
  return Math.max(Number.NEGATIVE_INFINITY, ...healthy.map(({ startedAt }) => startedAt));
}

function largestGroup(deaths: readonly Death[]): readonly Death[] {
  const groups = [...Map.groupBy(deaths, ({ cause }) => causeKey(cause)).values()];
  return groups.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function causeOf(deaths: readonly Death[]): StopCause | null {
  return deaths[0]?.cause ?? null;
}
