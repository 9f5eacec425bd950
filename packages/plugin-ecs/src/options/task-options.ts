import { isJsonObject } from '@funade/core';
import { z } from 'zod';
import { isSize, type SizeUnit, sizeText } from '../definition-rules/size-text.ts';
import { mapPlaceholders } from '../shapes/placeholder.ts';
import { duration } from './duration-option.ts';
import { settingMember } from './settings-options.ts';

const name = z.string().min(1, 'must not be empty');

const taskName = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'the name of a task has up to 64 letters, digits, hyphens and underscores');

const neededTask = z
  .string()
  .regex(/^[^/]+\/[\w-]+$/, 'expected a service and one of its tasks, such as "api/migrate"');

/** A text of a template or a placeholder is judged once the plan has filled it. */
const amountText = (unit: SizeUnit) =>
  z.string().refine(
    (text) =>
      text.includes('{{') ||
      isSize(
        mapPlaceholders(text, () => '1'),
        unit,
      ),
    {
      error: ({ input }) => `expected ${sizeText[unit]}, not ${JSON.stringify(input)}`,
    },
  );

const amount = (what: string, unit: SizeUnit) =>
  z
    .union([z.int().positive(), amountText(unit)])
    .describe(what)
    .optional();

/** Checks that no member of the written task is needed for, beside others that are wrong: all is told at once. */
const always = { when: ({ value }: { readonly value: unknown }) => isJsonObject(value) };

const task = z
  .strictObject({
    when: z.enum(['before', 'after']).describe('before the revision takes over, or after it'),
    command: z
      .array(z.string())
      .min(1, 'is empty')
      .readonly()
      .describe('command of the container; default: that of the task definition')
      .optional(),
    container: name
      .describe('container that gets the command, and whose exit code counts; default: the one that gets the image')
      .optional(),
    environment: z
      .record(name, z.union([z.string(), z.number(), z.boolean()]))
      .describe('variables of that container, merged by name')
      .optional(),
    cpu: amount('CPU units of the task; default: as in the task definition', 'cpu'),
    memory: amount('MiB of the task; default: as in the task definition', 'memory'),
    ephemeralStorage: z
      .union([
        z.int().min(21, 'at least 21 GiB').max(200, 'at most 200 GiB'),
        z.string().regex(/^\d+$/, 'expected GiB'),
      ])
      .describe('GiB of ephemeral storage on Fargate; default: as in the task definition')
      .optional(),
    timeout: duration.describe('how long it may take; default: 30m').optional(),
    onFailure: z
      .enum(['fail', 'warn', 'rollback'])
      .describe('what a failed task after the rollout does; default: fail')
      .optional(),
    onCancel: z
      .enum(['stop', 'leave'])
      .describe('what to do with the task when the run is interrupted; default: leave')
      .optional(),
    again: z
      .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
      .describe('run it anew although it has succeeded for this release; default: false')
      .optional(),
    taskDefinition: name
      .refine((text) => !/\.(?:json5?|ya?ml)$/.test(text), 'expected the name of a task definition that is registered')
      .describe('family, family:revision or ARN of another task definition; default: the new revision of the service')
      .optional(),
    launchType: settingMember('launchType')
      .describe('FARGATE, EC2 or EXTERNAL; an alternative to capacityProviderStrategy; default: that of the service')
      .optional(),
    capacityProviderStrategy: settingMember('capacityProviderStrategy')
      .describe(
        'capacity providers that run the task; an alternative to launchType, never beside it; default: that of the service',
      )
      .optional(),
    networkConfiguration: settingMember('networkConfiguration')
      .describe('subnets, security groups and public address; default: those of the service')
      .optional(),
    platformVersion: settingMember('platformVersion')
      .describe('platform version of Fargate; default: that of the service')
      .optional(),
    volumeConfigurations: settingMember('volumeConfigurations')
      .describe('the volume that is configured at launch; default: that of ecs.settings of the service')
      .optional(),
  })
  .refine(({ when, onFailure }) => when !== 'before' || onFailure === undefined, {
    path: ['onFailure'],
    error: 'only a task after the rollout has it: a failed one before it always ends the deploy of its services',
    ...always,
  })
  .refine(({ launchType, capacityProviderStrategy }) => launchType == null || capacityProviderStrategy == null, {
    path: ['capacityProviderStrategy'],
    error: 'write either launchType or capacityProviderStrategy, not both',
    ...always,
  });

/** Schema of the keys of `ecs` about one-off tasks. */
export const taskOptions = {
  tasks: z.record(taskName, task).describe('one-off tasks before and after the rollout, by name').optional(),
  needs: z
    .array(neededTask)
    .describe('tasks of other services that must have succeeded before this service changes')
    .optional(),
} as const;

/** What a service wrote about one task, checked. */
export type TaskOptions = z.output<typeof task>;
