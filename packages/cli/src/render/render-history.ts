import {
  ageText,
  type DeploymentEnd,
  durationText,
  type PastDeployment,
  type PastTask,
  plainLine,
  type TargetHistory,
} from '@funade/core';
import { imageText } from './image-text.ts';
import type { StatusPage } from './render-status.ts';
import { plain, type Style } from './style.ts';
import { breakLine } from './wrap-text.ts';

const words: Readonly<Record<DeploymentEnd, string>> = {
  succeeded: 'succeeded',
  'rolled-back': 'rolled back',
  failed: 'failed',
  stopped: 'stopped',
  superseded: 'superseded by a newer one',
  'in-progress': 'in progress',
  'rolling-back': 'rolling back',
  unknown: 'it is not known how it ended',
};

/** What was deployed of each target: a few lines for each deployment, the newest first. */
export function renderHistory(
  targets: readonly TargetHistory[],
  { now, style = plain, width = 0 }: StatusPage,
): string {
  const lines = (text: string, indent: string): readonly string[] =>
    breakLine(`${indent}${plainLine(text)}`, `${indent}  `, width);
  const blocks = targets.map(({ service, place, note, deployments }) => {
    const told = deployments.flatMap((deployment) => {
      const head = lines(headText(deployment), '  ').map((line) => paint(deployment, line, style));
      const about = [
        aboutText(deployment, now),
        ...deployment.images.map(imageText),
        byText(deployment),
        ...(deployment.tasks ?? []).map(taskText),
      ];
      return [...head, ...about.flatMap((text) => (text === '' ? [] : lines(text, '    ')))];
    });
    const rest = [
      ...(note === null ? [] : lines(note, '  ')),
      ...(deployments.length === 0 || deployments.some(({ lastStable }) => lastStable)
        ? []
        : lines('no earlier successful deployment is known', '  ')),
    ];
    return [...lines(`${service}: ${place}`, ''), ...told, ...rest].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

/** `v1.2.0 (minor): succeeded, runs now`. */
function headText({ release, step, end, reason, primary, lastStable }: PastDeployment): string {
  const name = `${release ?? 'unknown release'}${step === null ? '' : ` (${step})`}`;
  const marks = [words[end], ...(primary ? ['primary'] : []), ...(lastStable ? ['last stable before that'] : [])];
  return `${name}: ${marks.join(', ')}${reason === null ? '' : `: ${reason}`}`;
}

/** `2026-11-30 11:30 UTC (30 min ago), took 2 min; shop-api:13, commit c0ffee1`. */
function aboutText({ at, duration, revision, commit }: PastDeployment, now: number): string {
  const when =
    at === null
      ? 'at an unknown time'
      : `${at.slice(0, 16).replace('T', ' ')} UTC (${ageText(now - Date.parse(at))} ago)`;
  const took = duration === null ? '' : `, took ${durationText(duration)}`;
  const what = `${revision ?? 'revision unknown'}, commit ${commit === null ? 'unknown' : commit.slice(0, 7)}`;
  return `${when}${took}; ${what}`;
}

function byText({ registeredBy, run }: PastDeployment): string {
  const by = registeredBy === null ? '' : ` by ${registeredBy.slice(registeredBy.lastIndexOf(':') + 1)}`;
  if (by === '' && run === null) return '';
  return `registered${by}${run === null ? '' : ` in run ${run}`}`;
}

/** `task api/migrate before the rollout: succeeded, 2026-11-30 11:29 UTC (task 0a1b2c3d)`. */
function taskText({ name, when, state, task, at }: PastTask): string {
  const how = state === 'started' ? 'started, and nothing says how it ended' : state;
  return `task ${name} ${when} the rollout: ${how}, ${at.slice(0, 16).replace('T', ' ')} UTC (task ${task})`;
}

function paint({ end, primary }: PastDeployment, text: string, style: Style): string {
  if (end === 'failed' || end === 'rolled-back') return style.red(text);
  if (end === 'in-progress' || end === 'rolling-back') return style.yellow(text);
  return primary ? style.bold(text) : text;
}
