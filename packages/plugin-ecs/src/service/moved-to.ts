import type { DeploymentView, ServiceView } from '../model/rollout-views.ts';

/**
 * The primary deployment of a service that has changed since it was planned for; null where it is one of those that the plan
 * stands on, or there is none to replace.
 */
export function movedTo({ deployments }: ServiceView, replaces: readonly string[]): DeploymentView | null {
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  return primary === undefined || replaces.includes(primary.id) ? null : primary;
}

/** Deployments in the answer to an update that neither the look before it saw nor the update made: it replaced them unseen. */
export function replacedUnseen(before: ServiceView, after: ServiceView, made: string): readonly DeploymentView[] {
  const seen = new Set([made, ...before.deployments.map(({ id }) => id)]);
  return after.deployments.filter(({ id }) => !seen.has(id));
}
