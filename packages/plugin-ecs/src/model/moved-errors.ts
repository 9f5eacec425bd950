import { DeployError, versionStep } from '@funade/core';
import type { ServiceRef } from './errors.ts';

/** A deployment that came from elsewhere, and what its revision says of who made it; null: nothing says it. */
export interface Arrival {
  readonly deploymentId: string;
  /** `shop-api:14`. */
  readonly taskDefinition: string;
  /** Tag of the release, such as `v1.2.0`. */
  readonly release: string | null;
  readonly commit: string | null;
  /** ARN of the principal that registered the revision. */
  readonly registeredBy: string | null;
}

/** What was planned no longer stands on what is there. */
export interface Move {
  readonly arrival: Arrival;
  /** Tag of the release that was to be deployed; null when nothing says it. */
  readonly release: string | null;
  readonly environment: string;
  /** Name of the service in the config. */
  readonly target: string;
}

/** Somebody deployed the service after it was planned for: what they brought would be gone unseen. */
export function serviceMoved({ service }: ServiceRef, { arrival, release, environment, target }: Move): DeployError {
  const newer = versionStep(arrival.release, release) === 'downgrade';
  const command = `funade deploy ${environment} --service ${target}`;
  return new DeployError(
    'SERVICE_MOVED',
    `service ${service} has changed since it was planned: ${arrivalText(arrival, newer ? release : null)}`,
    {
      category: 'refused',
      details: arrival,
      hint: `that deployment was not replaced; \`funade status ${environment} --service ${target}\` shows it, \`${command}\` plans again from it${newer ? ' (--allow-downgrade replaces it with the older release)' : ''}`,
    },
  );
}

/** `deployment ecs-svc/2 of shop-api:14 (v2.0.0, commit 0123456), registered by arn:…`. `olderThan`: what it is newer than. */
export function arrivalText(
  { deploymentId, taskDefinition, release, commit, registeredBy }: Arrival,
  olderThan: string | null = null,
): string {
  const made = [
    release,
    commit === null ? null : `commit ${commit.slice(0, 7)}`,
    olderThan === null ? null : `newer than ${olderThan}`,
  ].filter((part) => part !== null);
  const by = registeredBy === null ? '' : `, registered by ${registeredBy}`;
  return `deployment ${deploymentId} of ${taskDefinition}${made.length === 0 ? '' : ` (${made.join(', ')})`}${by}`;
}
