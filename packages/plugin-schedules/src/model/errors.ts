import { DeployError, type Environment, type TargetId } from '@funade/core/author';
import type { Conflict } from './rebase.ts';

type Place = Pick<Environment, 'account' | 'region'>;

/** A name of the config that stands for nothing. */
export interface Missing {
  readonly target: TargetId;
  /** Its name in the config. */
  readonly key: string;
  /** `rule "shop-nightly"`. */
  readonly what: string;
  /** What can be written in its place, in words. */
  readonly hint: string;
}

/** Rules or schedules that the config names are not there: all of them at once. */
export function schedulesNotFound(missing: readonly Missing[], { account, region }: Place): DeployError {
  const texts = missing.map(({ target, key, what }) => `${what} (schedules.${key} of ${target})`);
  const verb = missing.length === 1 ? 'there is no' : 'there are no';
  return new DeployError('SCHEDULE_NOT_FOUND', `${verb} ${texts.join(' and ')} in ${region} of account ${account}`, {
    category: 'usage',
    hint: [...new Set(missing.map(({ hint }) => hint))].join('; '),
  });
}

/** A schedule that is to be created has no group to stand in. */
export function groupNotFound(group: string, groups: string, { region }: Place): DeployError {
  return new DeployError(
    'SCHEDULE_GROUP_NOT_FOUND',
    `there is no schedule group ${JSON.stringify(group)} in ${region}`,
    {
      category: 'usage',
      hint: `${groups}; create it with: aws scheduler create-schedule-group --name ${group}`,
    },
  );
}

/** What one entry of the config cannot follow. */
export interface Unfit {
  readonly target: TargetId;
  readonly key: string;
  readonly problem: string;
  readonly hint: string;
}

/** Entries of the config that cannot follow the release: all of them at once. */
export function schedulesUnfit(unfit: readonly Unfit[]): DeployError {
  const texts = unfit.map(({ target, key, problem }) => `schedules.${key} of ${target}: ${problem}`);
  return new DeployError('SCHEDULE_UNFIT', texts.join('\n'), {
    category: 'usage',
    hint: [...new Set(unfit.map(({ hint }) => hint))].join('; '),
  });
}

/** Somebody has changed what was to be changed since the plan was made. */
export function scheduleMoved(what: string, { path, planned, now }: Conflict): DeployError {
  return new DeployError(
    'SCHEDULE_MOVED',
    `${what} has changed since it was planned: ${path} is ${JSON.stringify(now)}, and was ${JSON.stringify(planned)}`,
    {
      category: 'refused',
      details: { path, planned, now },
      hint: 'it was left as it is; plan again to see what it is now',
    },
  );
}

/** What was planned for is gone. */
export function scheduleGone(what: string): DeployError {
  return new DeployError('SCHEDULE_GONE', `${what} was deleted since it was planned`, {
    category: 'refused',
    hint: 'plan again',
  });
}

/** Somebody has created what was to be created, and differently. */
export function scheduleExists(what: string): DeployError {
  return new DeployError('SCHEDULE_EXISTS', `${what} was created since it was planned, and not as it was to be`, {
    category: 'refused',
    hint: 'it was left as it is; plan again to see what would change',
  });
}

/** What was sent is not what is there. */
export function scheduleNotAsSent(what: string, path: string): DeployError {
  return new DeployError('SCHEDULE_NOT_AS_SENT', `${what} is not as it was sent: ${path} differs`, {
    hint: 'somebody may have changed it at the same time: plan again to see what it is now',
  });
}

/** An entry of PutTargets failed, in an answer that says that the call succeeded. */
export function targetRefused(
  what: string,
  { code, message }: { readonly code: string; readonly message: string },
): DeployError {
  return new DeployError('SCHEDULE_TARGET_REFUSED', `EventBridge did not change ${what}: ${code}: ${message}`, {
    details: { code },
    hint: 'the target is as it was; try again, or see what EventBridge says about the code',
  });
}
