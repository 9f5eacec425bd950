import { textsIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import type { EcsState } from '../state.ts';
import { serviceRevisionView } from '../views/service-revision-view.ts';

export const describeServiceRevisions: Operation<EcsState> = (state, { input }) => {
  const wanted = textsIn(input, 'serviceRevisionArns') ?? [];
  if (wanted.length === 0) throw invalidParameter('serviceRevisionArns cannot be empty.');
  if (wanted.length > 20) throw invalidParameter('serviceRevisionArns cannot be more than 20.');
  const serviceRevisions: WireObject[] = [];
  const failures: WireObject[] = [];
  for (const arn of wanted) {
    const view = find(state, arn);
    if (view) serviceRevisions.push(view);
    else failures.push({ arn, reason: 'MISSING' });
  }
  return { serviceRevisions, failures };
};

function find(state: EcsState, arn: string): WireObject | undefined {
  const lag = state.timings.serviceDeploymentLag * 1000;
  for (const service of state.services.values()) {
    const revision = service.revisions.find((each) => each.arn === arn && each.createdAt + lag <= state.now);
    if (revision && service.status !== 'INACTIVE') return serviceRevisionView(state, service, revision);
  }
  return undefined;
}
