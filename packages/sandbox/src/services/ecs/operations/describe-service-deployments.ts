import { textsIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { findServiceDeployment } from '../service-deployments.ts';
import type { EcsState } from '../state.ts';
import { serviceDeploymentView } from '../views/service-deployment-view.ts';

export const describeServiceDeployments: Operation<EcsState> = (state, { input }) => {
  const wanted = textsIn(input, 'serviceDeploymentArns') ?? [];
  if (wanted.length === 0) throw invalidParameter('serviceDeploymentArns cannot be empty.');
  if (wanted.length > 20) throw invalidParameter('serviceDeploymentArns cannot be more than 20.');
  const serviceDeployments: WireObject[] = [];
  const failures: WireObject[] = [];
  for (const arn of wanted) {
    const found = findServiceDeployment(state, arn);
    if (found) serviceDeployments.push(serviceDeploymentView(state, found.service, found.deployment));
    else failures.push({ arn, reason: 'MISSING' });
  }
  return { serviceDeployments, failures };
};
