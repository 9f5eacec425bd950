import type { TargetId } from '@funade/core';
import { controllerNotSupported } from '../errors.ts';

/**
 * Only the ECS controller takes a task definition from UpdateService.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 *
 * @throws `CONTROLLER_NOT_SUPPORTED` for CODE_DEPLOY, EXTERNAL and whatever comes after them.
 */
export function assertController(target: TargetId, controller: string): void {
  if (controller !== 'ECS') throw controllerNotSupported(target, controller);
}
