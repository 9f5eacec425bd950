import { listIn, numberIn, objectIn } from '../../../../model/input.ts';
import type { WireObject } from '../../../../model/service.ts';
import { firstSaid, type Rule } from './subject.ts';

const healthLimits = [
  ['interval', 5, 300],
  ['timeout', 2, 60],
  ['retries', 1, 10],
  ['startPeriod', 0, 300],
] as const;

/** 0 is as good as none. */
const leastTimeout = 2;
const longestFargateStop = 120;
const mostIgnoredCodes = 50;

/** Health checks, time limits and restarts of containers. */
export const timingRules: readonly Rule[] = [
  ({ containers }) => firstSaid(containers, healthCheck),
  ({ containers, isFargate }) => firstSaid(containers, (container) => timeouts(container, isFargate)),
  ({ containers }) => firstSaid(containers, restarts),
];

function healthCheck(container: WireObject): string | undefined {
  const check = objectIn(container, 'healthCheck');
  if (check === undefined) return undefined;
  const [how] = listIn(check, 'command') ?? [];
  if (how !== 'CMD' && how !== 'CMD-SHELL') {
    return `Health check command must begin with CMD or CMD-SHELL for container '${container.name}'`;
  }
  return firstSaid(healthLimits, ([member, least, most]) => {
    const value = numberIn(check, member) ?? least;
    const what = `Health check ${member} must be`;
    const whose = `for container '${container.name}'`;
    if (value < least) return `${what} greater than or equal to the minimum allowed value ${least} ${whose}`;
    return value > most ? `${what} less than or equal to the maximum allowed value ${most} ${whose}` : undefined;
  });
}

function timeouts(container: WireObject, isFargate: boolean): string | undefined {
  for (const member of ['startTimeout', 'stopTimeout']) {
    const value = numberIn(container, member);
    if (value !== undefined && value !== 0 && value < leastTimeout) {
      return `The '${member}' setting for container '${container.name}' must be at least ${leastTimeout} seconds.`;
    }
  }
  return isFargate && (numberIn(container, 'stopTimeout') ?? 0) > longestFargateStop
    ? 'Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.'
    : undefined;
}

function restarts(container: WireObject): string | undefined {
  const policy = objectIn(container, 'restartPolicy');
  if (policy === undefined) return undefined;
  const period = numberIn(policy, 'restartAttemptPeriod') ?? 300;
  if (period < 60 || period > 1800) {
    return `the 'restartAttemptPeriod' setting for container '${container.name}' must be between 60 and 1800`;
  }
  return (listIn(policy, 'ignoredExitCodes') ?? []).length > mostIgnoredCodes
    ? `the 'ignoredExitCodes' setting for container '${container.name}' must have at most ${mostIgnoredCodes} exit codes`
    : undefined;
}
