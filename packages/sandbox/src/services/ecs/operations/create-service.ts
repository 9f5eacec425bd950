import { textIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { clusterOf } from '../find.ts';
import { beginDeployment } from '../rollout/begin-deployment.ts';
import { newService } from '../services.ts';
import type { EcsState } from '../state.ts';
import { tagsIn } from '../tags.ts';
import { serviceView } from '../views/service-view.ts';

export const createService: Operation<EcsState> = (state, { input, callerArn }) => {
  const cluster = clusterOf(state, input);
  const name = textIn(input, 'serviceName') ?? '';
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalidParameter('Service name is invalid.');
  const known = state.services.get(`${cluster.name}/${name}`);
  if (known?.status === 'ACTIVE') throw invalidParameter('Creation of service was not idempotent.');
  if (known?.status === 'DRAINING') {
    throw invalidParameter('Unable to Start a service that is still Draining.');
  }
  const service = newService(state, input, { cluster: cluster.name, name, createdBy: callerArn });
  service.tags = tagsIn(input);
  if (service.controller !== 'EXTERNAL') beginDeployment(state, service);
  return { service: withTags(serviceView(state, service), service.tags) };
};

function withTags(view: WireObject, tags: WireObject['tags']): WireObject {
  return Array.isArray(tags) && tags.length > 0 ? { ...view, tags } : view;
}
