import type { TargetId } from '../model/environment.ts';
import { DeployError } from '../model/error.ts';

const commandFor = (command: string, target: TargetId): string => {
  const at = target.lastIndexOf('@');
  return `funade ${command} ${target.slice(at + 1)} --service ${target.slice(0, at)}`;
};

/** Nothing is known that a target could go back to. */
export const noStableRevision = (target: TargetId, runs: string | null): DeployError =>
  new DeployError(
    'NO_STABLE_REVISION',
    `no deployment of ${target} that succeeded before ${runs ?? 'what runs now'} is known`,
    {
      category: 'refused',
      hint: `name a revision: ${commandFor('rollback', target)} --to <family>:<number>; what was deployed: ${commandFor('history', target)}`,
    },
  );

/** A release to go back to was not deployed in the time that the history covers. */
export const versionNotDeployed = (
  target: TargetId,
  version: string,
  releases: readonly (string | null)[],
): DeployError => {
  const known = [...new Set(releases.flatMap((release) => release ?? []))];
  const others = known.length === 0 ? 'no release is known' : `known are ${known.join(', ')}`;
  return new DeployError('VERSION_NOT_DEPLOYED', `no deployment of ${version} to ${target} is known`, {
    category: 'refused',
    hint: `${others}; an older one goes by its revision: --service ${target.slice(0, target.lastIndexOf('@'))} --to <family>:<number>`,
  });
};

/** A revision to go back to is of another family than the one that a target runs. */
export const revisionOfOtherFamily = (target: TargetId, revision: string, family: string): DeployError =>
  new DeployError('REVISION_OF_OTHER_FAMILY', `${target} runs ${family}, and ${revision} is of another family`, {
    category: 'refused',
    hint: `name a revision of ${family}, or with --service the service that ${revision} belongs to`,
  });
