import type { Change, Drift, StagedRollout, StandingState, TargetStatus } from '@funade/core';
import { durationText } from '@funade/core';

/** How people call the state of a service. */
export const stateWords: Readonly<Record<StandingState, string>> = {
  steady: 'steady',
  'rolling-out': 'rolling out',
  'rolling-back': 'rolling back',
  paused: 'paused',
  failed: 'failed',
  missing: 'missing',
};

/** The state of a target in words; of a job, which nothing keeps running, what is shown of it. */
export function stateText({ state, job = false }: Pick<TargetStatus, 'state' | 'job'>): string {
  return job && state === 'steady' ? 'newest revision' : stateWords[state];
}

/** `v1.3.0`, or while another version goes `v1.2.0 → v1.3.0`; of what has no version the revision. */
export function versionText({ deployments }: Pick<TargetStatus, 'deployments'>): string {
  const named = deployments.map(({ role, revision, version }) => ({ role, name: version ?? revision }));
  const to = named.find(({ role }) => role === 'new')?.name ?? '';
  const from = named.find(({ role, name }) => role === 'old' && name !== to)?.name;
  return from === undefined ? to : `${from} → ${to}`;
}

/** Stage and traffic of what is in progress: `BAKE_TIME 100%`; nothing of a rolling update. */
export function stageText(rollout: StagedRollout | undefined): string {
  const { stage = null, traffic } = rollout ?? {};
  const { production = null } = traffic ?? {};
  return stage === null ? '' : `${stage}${production === null ? '' : ` ${production}%`}`;
}

/** `stage ends in 25 min`; nothing when nobody knows. */
function stageLeftText({ until = null }: Partial<StagedRollout>, now: number): string {
  if (until === null || Date.parse(until) <= now) return '';
  return `stage ends in ${durationText(Date.parse(until) - now)}`;
}

/** So many differences are named. */
const named = 4;

/** What differs from the config, with both values where they are short; nothing where nothing does. */
function driftText({ changes }: Drift): string {
  if (changes.length === 0) return '';
  const more = changes.length > named ? `, and ${changes.length - named} more` : '';
  return `differs from the config: ${changes.slice(0, named).map(changeText).join(', ')}${more}`;
}

function changeText({ path, from, to }: Change): string {
  const isShort = [from, to].every((value) => typeof value !== 'object' && String(value).length <= 24);
  return isShort ? `${placeText(path)} (${from}, config ${to})` : placeText(path);
}

/** `environment[LOG_LEVEL] of app` for `containerDefinitions[app].environment[LOG_LEVEL]`. */
function placeText(path: string): string {
  const [, container, member] = /^containerDefinitions\[([^\]]+)\]\.(.+)$/.exec(path) ?? [];
  return container === undefined ? path : `${member} of ${container}`;
}

/**
 * What is to be said of a service beside what runs: its state, how long its stage lasts, what differs from the config, what
 * stands beside it.
 */
export function notesOf({ note, rollout, drift, beside = [] }: TargetStatus, now: number): readonly string[] {
  const left = rollout === undefined ? '' : stageLeftText(rollout, now);
  const about = [note ?? '', left].filter((text) => text !== '').join('; ');
  const others = beside.map(({ what, text }) => `${what} ${text}`);
  return [about, drift === undefined ? '' : driftText(drift), ...others].filter((text) => text !== '');
}
