import { DeployError, nearestName } from '@funade/core';
import { type LifecycleStage, lifecycleStages } from './lifecycle-stage.ts';

/**
 * How far a rollout is waited for: to its end, until ECS has begun it, until it waits for approval, or until it is in a
 * lifecycle stage (or a later one).
 */
export type WaitUntil = 'steady' | 'started' | 'paused' | LifecycleStage;

const words = ['steady', 'started', 'paused'] as const;

export const waitPoints = [...words, ...lifecycleStages] as const satisfies readonly WaitUntil[];

/** The other spelling of a stage: `bake-time`. */
type InLowerCase<Stage extends string> = Stage extends `${infer Head}_${infer Rest}`
  ? `${Lowercase<Head>}-${InLowerCase<Rest>}`
  : Lowercase<Stage>;

/** As people write it: the stages as AWS names them, or in lower case. */
export type WaitUntilInput = WaitUntil | InLowerCase<LifecycleStage>;

/** How it may be written: each stage as AWS names it and in lower case. */
export const waitUntilInputs = [...waitPoints, ...lifecycleStages.map(inLowerCase)] as readonly [
  WaitUntilInput,
  ...WaitUntilInput[],
];

/** Reads what somebody wrote, in whatever letter case. Throws `WAIT_UNTIL_UNKNOWN`. */
export function parseWaitUntil(text: string): WaitUntil {
  const asked = text.trim().toLowerCase().replaceAll('_', '-');
  const found = waitPoints.find((point) => inLowerCase(point) === asked);
  if (found === undefined) throw waitUntilUnknown(text);
  return found;
}

/** Whether it is a lifecycle stage, which only a blue/green, linear or canary deployment passes. */
export function isStage(until: WaitUntil): until is LifecycleStage {
  return lifecycleStages.some((stage) => stage === until);
}

function inLowerCase(point: string): string {
  return point.toLowerCase().replaceAll('_', '-');
}

function waitUntilUnknown(text: string): DeployError {
  const names = waitPoints.map(inLowerCase);
  const close = nearestName(text, names);
  return new DeployError('WAIT_UNTIL_UNKNOWN', `there is no stage ${JSON.stringify(text)} to wait for`, {
    category: 'usage',
    hint: close === null ? `known are ${names.join(', ')}` : `did you mean --wait-until ${close}?`,
  });
}
