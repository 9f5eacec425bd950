import { z } from 'zod';
import { serviceShape } from '../shapes/service-shape.ts';
import { shapeProblems } from '../shapes/shape-problems.ts';
import type { ContainerSettings } from './container-settings.ts';
import { definitionOptions } from './definition-options.ts';
import { expressIssues, mainContainer } from './express-issues.ts';
import { expressOptions } from './express-options.ts';
import { rolloutOptions } from './rollout-options.ts';
import { taskOptions } from './task-options.ts';

const name = z.string().min(1, 'must not be empty');

/** Schema of what a service writes under `ecs`. What it returns it accepts and returns unchanged, so it may run twice. */
export const ecsOptions = z
  .strictObject({
    cluster: name.describe('name or ARN of the cluster'),
    service: name
      .describe('name of the ECS service; without one, the service of the config is a job, which schedules run')
      .optional(),
    container: name.describe("name of the container that gets the target's only image").optional(),
    express: expressOptions.optional(),
    ...definitionOptions,
    ...rolloutOptions,
    ...taskOptions,
  })
  .superRefine((written, context) => {
    const { service, container, containers, express, placeholders, settings, taskDefinition } = written;
    for (const { path, message } of expressIssues(written))
      context.addIssue({ code: 'custom', path: [...path], message });
    if (placeholders === undefined) addUnfilled({ settings }, context);
    if (
      service === undefined &&
      express === undefined &&
      (taskDefinition === undefined || taskDefinition === 'latest')
    ) {
      const message =
        'is required; a job without one needs taskDefinition: the path of a file, or the definition itself';
      context.addIssue({ code: 'custom', path: ['service'], message });
    }
    const names = Object.keys(containers ?? {});
    const images = Object.values(containers ?? {}).filter(
      (each) => typeof each === 'string' || each.image !== undefined,
    );
    if (express !== undefined && taskDefinition === undefined) return;
    if (container === undefined && containers === undefined) {
      if (express !== undefined) return;
      context.addIssue({ code: 'custom', message: 'name the container that gets the image: container: "app"' });
    } else if (container !== undefined && images.length > 0) {
      context.addIssue({ code: 'custom', message: 'write either container or containers, not both' });
    } else if (container === undefined && names.length === 0) {
      context.addIssue({ code: 'custom', path: ['containers'], message: 'names no container' });
    } else if (container === undefined && images.length === 0) {
      const message = `no container gets the image; name it with container: ${JSON.stringify(names[0])}`;
      context.addIssue({ code: 'custom', path: ['containers'], message });
    }
  })
  .describe('Where the service runs, what its revisions are made from, and how a rollout is waited for');

/** Without a map of placeholders nothing will be filled in, so what they stand for is of the wrong type. */
function addUnfilled({ settings }: { readonly settings: unknown }, context: z.RefinementCtx): void {
  for (const { path, message } of shapeProblems({ settings }, { settings: serviceShape }))
    context.addIssue({ code: 'custom', path: [...path], message });
}

/** What a service of the config wrote under `ecs`, checked: of a service of ECS, or of a job. */
export type EcsTargetOptions = z.output<typeof ecsOptions>;

/** The same of a service of ECS. */
export type EcsOptions = EcsTargetOptions & { readonly service: string };

/** Image name by container name in written order; a null name stands for the target's only image. */
export function containersOf({
  container,
  containers = {},
  express,
}: EcsTargetOptions): ReadonlyMap<string, string | null> {
  if (container !== undefined) return new Map([[container, null]]);
  if (express !== undefined && Object.keys(containers).length === 0) return new Map([[mainContainer, null]]);
  return new Map(
    Object.entries(containers).flatMap(([name, written]) => {
      const image = typeof written === 'string' ? written : written.image;
      return image === undefined ? [] : [[name, image]];
    }),
  );
}

/** What is written about containers beside their images, by container name. */
export function containerSettingsOf({ containers = {} }: EcsTargetOptions): ReadonlyMap<string, ContainerSettings> {
  return new Map(
    Object.entries(containers).flatMap(([name, written]) => {
      if (typeof written === 'string') return [];
      const { image: _, ...settings } = written;
      return [[name, settings]];
    }),
  );
}
