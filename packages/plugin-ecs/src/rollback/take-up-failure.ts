import type { DeployError, StepContext } from '@funade/core';
import { namesOf } from '../arrival/names-of.ts';
import { revisionName } from '../model/revision-name.ts';
import { rolledBack } from '../model/rollout-errors.ts';
import { badRollout, type EndedRollout } from '../rollout/bad-rollout.ts';
import { rolloutError, whyOf } from '../rollout/rollout-error.ts';
import type { WaitInput } from '../rollout/wait-input.ts';
import { dealtWith } from './dealt-with.ts';
import { rollBackAndWait } from './roll-back-and-wait.ts';

/**
 * What became of a failed rollout about which an earlier run of the wait had begun to do something when it was killed: what
 * reads as somebody else's doing was its own. Null where it had begun nothing, or where that did not take effect.
 */
export async function takeUpFailure(
  request: WaitInput,
  rollout: EndedRollout,
  context: StepContext,
): Promise<DeployError | null> {
  const { ending, reasons } = rollout;
  const { verdict, started } = ending;
  const { deploymentId } = started;
  const dealt = dealtWith(context.earlier, deploymentId);
  if (dealt === null) return null;
  await reasons.look(deploymentId, 'last');
  const about = badRollout(
    request,
    { ...rollout, verdict: { state: 'failing-fast', settledSeconds: 0 }, left: null },
    context,
  );
  const failed = (left: string): DeployError =>
    rolloutError(request, { ...about, verdict: { state: 'failing-fast', settledSeconds: null }, left });
  if (dealt === 'stop') return verdict.state === 'stopped' ? failed('it was stopped midway') : null;
  if (verdict.state === 'rolled-back' && (verdict.by === null || verdict.by === 'somebody')) {
    const { to } = verdict;
    const named = to === null ? null : { id: to.id, taskDefinition: revisionName(to.taskDefinition) };
    return rolledBack(request, { deploymentId, ...namesOf(context), to: named, by: 'us', why: whyOf(about) });
  }
  if (verdict.state !== 'superseded' || verdict.by.taskDefinition !== request.previousTaskDefinition) return null;
  const cause = reasons.worst()?.cause.class ?? null;
  return rollBackAndWait(request, { ...rollout, why: whyOf(about), cause, failed }, context);
}
