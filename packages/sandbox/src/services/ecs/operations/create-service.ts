import { textIn } from '../../../model/input.ts';
import type { Operation, WireObject } from '../../../model/service.ts';
import { invalidParameter } from '../faults.ts';
import { clusterOf } from '../find.ts';
import { arnOf } from '../identifiers.ts';
import { beginDeployment } from '../rollout/begin-deployment.ts';
import { checkNewService } from '../service-rules/check-service.ts';
import { activeTaskDefinition, newService } from '../services.ts';
import type { EcsState } from '../state.ts';
import { checkTagOnCreate, tagsIn } from '../tags.ts';
import { checkPassRole, checkServiceRoles } from '../task-definition/check-pass-role.ts';
import { serviceView } from '../views/service-view.ts';

export const createService: Operation<EcsState> = (state, call) => {
  const { input, callerArn, lookup } = call;
  const cluster = clusterOf(state, input);
  const name = textIn(input, 'serviceName') ?? '';
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw invalidParameter('Service name is invalid.');
  const known = state.services.get(`${cluster.name}/${name}`);
  const request = tokenOf(input);
  if (known?.status === 'ACTIVE' && request !== null && known.request === request) {
    return { service: withTags(serviceView(state, known), known.tags) };
  }
  if (known?.status === 'ACTIVE') throw invalidParameter('Creation of service was not idempotent.');
  if (known?.status === 'DRAINING') {
    throw invalidParameter('Unable to Start a service that is still Draining.');
  }
  const reference = textIn(input, 'taskDefinition');
  const definition = reference === undefined ? null : activeTaskDefinition(state, reference);
  checkNewService(state, { members: input, definition, lookup });
  if (definition !== null) checkPassRole(definition.body, call);
  checkServiceRoles(input, call);
  const tags = tagsIn(input);
  if (tags.length > 0) checkTagOnCreate(call, arnOf(state, `service/${cluster.name}/${name}`));
  const service = newService(state, input, { cluster: cluster.name, name, createdBy: callerArn });
  service.request = request;
  service.tags = tags;
  if (service.controller !== 'EXTERNAL') beginDeployment(state, service);
  return { service: withTags(serviceView(state, service), service.tags) };
};

function withTags(view: WireObject, tags: WireObject['tags']): WireObject {
  return Array.isArray(tags) && tags.length > 0 ? { ...view, tags } : view;
}

/** A request with a `clientToken`, to know it by when it comes again; null for one without. */
function tokenOf(input: WireObject): string | null {
  return textIn(input, 'clientToken') === undefined ? null : JSON.stringify(input);
}
