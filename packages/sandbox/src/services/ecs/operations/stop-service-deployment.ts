import { textIn } from '../../../model/input.ts';
import { AwsFault, type Operation } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { failDeployment } from '../rollout/fail-deployment.ts';
import { isFinished, setStatus } from '../rollout/service-deployments.ts';
import { serviceDeploymentOf } from '../service-deployments.ts';
import type { EcsState } from '../state.ts';

const rollbackDelay = 1000;

export const stopServiceDeployment: Operation<EcsState> = (state, { input }) => {
  const arn = textIn(input, 'serviceDeploymentArn') ?? '';
  const stopType = textIn(input, 'stopType') ?? 'ROLLBACK';
  if (stopType !== 'ROLLBACK' && stopType !== 'ABORT') throw invalidParameter(`Invalid stopType: ${stopType}`);
  const { service, deployment } = serviceDeploymentOf(state, arn);
  if (isFinished(deployment)) {
    throw new AwsFault(
      'ConflictException',
      `Service deployment is in ${deployment.status} state and cannot be stopped.`,
    );
  }
  if (deployment.status !== 'PENDING' && deployment.status !== 'IN_PROGRESS') return { serviceDeploymentArn: arn };
  if (stopType === 'ROLLBACK') {
    setStatus(state, deployment, { status: 'ROLLBACK_REQUESTED' });
    deployment.due = { at: state.now + rollbackDelay, to: 'ROLLBACK_IN_PROGRESS' };
  } else {
    failDeployment(state, service, { cause: 'user', rollback: false, reason: 'Service deployment stopped.' });
  }
  return { serviceDeploymentArn: arn };
};
