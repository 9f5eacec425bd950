import { DeployError, type TargetId } from '@funade/core';
import type { ServiceRef } from './errors.ts';

/** A service of Express Mode whose config says nothing of that. */
export function expressService(target: TargetId, place: ServiceRef): DeployError {
  return new DeployError(
    'EXPRESS_SERVICE',
    `${target} is an Express service: an ordinary deploy of ${place.service} would change what ECS manages for it`,
    { category: 'refused', hint: 'write ecs.express: {} beside ecs.service, and inside it what is to differ' },
  );
}

/** A config of Express Mode for a service that is none. */
export function notExpressService(target: TargetId, place: ServiceRef): DeployError {
  return new DeployError('NOT_EXPRESS_SERVICE', `service ${place.service} of ${target} is no Express service`, {
    category: 'refused',
    hint: 'remove ecs.express, or name a service that is not there yet; a service never becomes an Express service',
  });
}

/** What UpdateExpressGatewayService does not take differs from the service that is there. */
export function expressFixed(target: TargetId, step: { readonly from: string; readonly to: string }): DeployError {
  return new DeployError(
    'EXPRESS_FIXED',
    `${target} was created with the infrastructure role ${step.from}, and UpdateExpressGatewayService cannot change it to ${step.to}`,
    { category: 'refused', hint: 'remove ecs.express.infrastructureRoleArn from the config' },
  );
}
