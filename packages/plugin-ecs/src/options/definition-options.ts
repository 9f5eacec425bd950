import { isJsonObject } from '@funade/core';
import { z } from 'zod';
import { settingsOptions } from './settings-options.ts';

const name = z.string().min(1, 'must not be empty');

const file = z
  .string()
  .regex(/^latest$|\.(?:json5?|ya?ml)$/, 'expected "latest" or the path of a .json, .json5, .yaml or .yml file');

/** The body of RegisterTaskDefinition as it is written in a config. */
export type InlineDefinition = { readonly [member: string]: unknown };

/** What stands inside is told by the plan, types and rules at once as for a file; ECS takes members that are newer than this package. */
const inline = z
  .custom<InlineDefinition>(isJsonObject, 'expected the body of RegisterTaskDefinition')
  .refine(({ family }) => typeof family === 'string' && family !== '', { path: ['family'], error: 'is required' })
  .refine(({ containerDefinitions }) => Array.isArray(containerDefinitions), {
    path: ['containerDefinitions'],
    error: 'is required',
  })
  .meta({ type: 'object', required: ['family', 'containerDefinitions'] });

const container = z
  .looseObject({
    image: name.describe('name of the image that the container gets; default: its image is kept').optional(),
    environment: z
      .record(name, z.union([z.string(), z.number(), z.boolean()]).nullable())
      .describe('variables by name, merged over the existing ones; null removes one')
      .optional(),
    secrets: z
      .record(name, name.nullable())
      .describe('ARN of the secret or parameter by variable name; null removes one')
      .optional(),
    exclusive: z.array(name).describe('fields that are replaced entirely by what is written here').optional(),
  })
  .refine((written) => !('name' in written), { path: ['name'], error: 'the container is named by its key' });

/** Schema of the keys of `ecs` that say where a revision comes from and how the service is. */
export const definitionOptions = {
  taskDefinition: z
    .union([file, inline])
    .describe('"latest", the path of a file, or the definition itself; default: the running revision')
    .optional(),
  placeholders: z
    .record(name, z.union([z.string(), z.number(), z.boolean()]))
    .describe(
      'values of placeholders (<NAME>, __NAME__ and that of shells) in the task definition, the settings and the tasks, by name',
    )
    .optional(),
  containers: z
    .record(name, z.union([name, container]))
    .describe('image name, or settings, by container name')
    .optional(),
  settings: settingsOptions
    .describe('settings of the service, as UpdateService accepts them, or the path of a file that holds them')
    .optional(),
} as const;
