import { type EarlierStep, isJsonObject } from '@funade/core';

/** What a wait does about a failed rollout, as its progress tells it for a run that takes it up. */
export interface DealtWith {
  readonly deals: 'rollback' | 'stop';
  readonly deploymentId: string;
}

/** What an earlier run of a wait had begun to do about the failure of a deployment; null: nothing. */
export function dealtWith(earlier: EarlierStep | undefined, deploymentId: string): DealtWith['deals'] | null {
  for (const said of earlier?.said.toReversed() ?? []) {
    if (!isJsonObject(said) || said.deploymentId !== deploymentId) continue;
    if (said.deals === 'rollback' || said.deals === 'stop') return said.deals;
  }
  return null;
}
