import { textIn } from '../../../model/input.ts';
import type { Operation } from '../../../model/service.ts';
import { clusterOf } from '../find.ts';
import { pageOf } from '../pages.ts';
import type { EcsState } from '../state.ts';

export const listServices: Operation<EcsState> = (state, { input }) => {
  const cluster = clusterOf(state, input);
  const launchType = textIn(input, 'launchType');
  const management = textIn(input, 'resourceManagementType');
  const scheduling = textIn(input, 'schedulingStrategy');
  const services = [...state.services.values()].filter(
    (service) =>
      service.cluster === cluster.name &&
      service.status !== 'INACTIVE' &&
      (launchType === undefined || service.settings.launchType === launchType) &&
      (management === undefined || (service.express === null ? 'CUSTOMER' : 'ECS') === management) &&
      (scheduling === undefined || service.schedulingStrategy === scheduling),
  );
  const { items, nextToken } = pageOf(services, input, 10);
  return { serviceArns: items.map(({ arn }) => arn), nextToken };
};
