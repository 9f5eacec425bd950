import { z } from 'zod';
import { rolloutOptions } from './options/rollout-options.ts';

const name = z.string().min(1, 'must not be empty');

/** Schema of what a service writes under `ecs`. What it accepts it returns unchanged, so it may run twice. */
export const ecsOptions = z
  .strictObject({
    cluster: name.describe('name or ARN of the cluster'),
    service: name.describe('name of the ECS service'),
    container: name.describe("name of the container that gets the target's only image").optional(),
    containers: z.record(name, name).describe('image name by container name').optional(),
    ...rolloutOptions,
  })
  .superRefine(({ container, containers }, context) => {
    const names = Object.keys(containers ?? {});
    if (container === undefined && containers === undefined) {
      context.addIssue({ code: 'custom', message: 'name the container that gets the image: container: "app"' });
    } else if (container !== undefined && containers !== undefined) {
      context.addIssue({ code: 'custom', message: 'write either container or containers, not both' });
    } else if (container === undefined && names.length === 0) {
      context.addIssue({ code: 'custom', path: ['containers'], message: 'names no container' });
    }
  });

/** What a service wrote under `ecs`, checked. */
export type EcsOptions = z.output<typeof ecsOptions>;

/** Image name by container name in written order; a null name stands for the target's only image. */
export function containersOf(options: EcsOptions): ReadonlyMap<string, string | null> {
  if (options.containers !== undefined) return new Map(Object.entries(options.containers));
  return new Map(options.container === undefined ? [] : [[options.container, null]]);
}
