import type { TargetId } from '@funade/core';
import { controllerNotSupported } from '../model/errors.ts';

/** Settings that UpdateService takes whatever the controller is. */
const always = [
  'desiredCount',
  'enableECSManagedTags',
  'healthCheckGracePeriodSeconds',
  'placementConstraints',
  'placementStrategy',
  'propagateTags',
];

const changeable: Readonly<Record<string, readonly string[]>> = {
  CODE_DEPLOY: [...always, 'deploymentConfiguration'],
  EXTERNAL: always,
};

/**
 * Only the ECS controller takes a task definition, and most settings, from UpdateService.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 *
 * @throws `CONTROLLER_NOT_SUPPORTED` for CODE_DEPLOY, EXTERNAL and whatever comes after them, with the settings that are
 * written and cannot be changed either.
 */
export function assertController(target: TargetId, controller: string, written: readonly string[]): void {
  if (controller === 'ECS') return;
  const refused = written.filter((name) => !(changeable[controller] ?? []).includes(name));
  throw controllerNotSupported(target, controller, refused);
}
