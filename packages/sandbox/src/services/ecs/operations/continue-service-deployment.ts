import { textIn } from '../../../model/input.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { setStatus } from '../rollout/service-deployments.ts';
import { wake } from '../rollout/wake.ts';
import { serviceDeploymentOf } from '../service-deployments.ts';
import type { EcsState } from '../state.ts';

const rollbackDelay = 1000;

export const continueServiceDeployment: Operation<EcsState> = (state, { input }) => {
  const arn = textIn(input, 'serviceDeploymentArn') ?? '';
  const hookId = textIn(input, 'hookId') ?? '';
  const action = textIn(input, 'action') ?? 'CONTINUE';
  if (action !== 'CONTINUE' && action !== 'ROLLBACK') throw invalidParameter(`Invalid action: ${action}`);
  const { service, deployment } = serviceDeploymentOf(state, arn);
  const hook = deployment.progress?.hooks.find(({ id }) => id === hookId);
  if (!hook) throw invalidParameter(`No lifecycle hook with id ${hookId} was found.`);
  if (hook.status !== 'AWAITING_ACTION' || deployment.status !== 'IN_PROGRESS') {
    throw new AwsFault('ConflictException', `Lifecycle hook ${hookId} is not awaiting action.`);
  }
  if (action === 'CONTINUE') {
    hook.status = 'SUCCEEDED';
  } else {
    hook.status = 'FAILED';
    setStatus(state, deployment, { status: 'ROLLBACK_REQUESTED' });
    deployment.due = { at: state.now + rollbackDelay, to: 'ROLLBACK_IN_PROGRESS' };
  }
  wake(state, service, state.now);
  return { serviceDeploymentArn: arn };
};
