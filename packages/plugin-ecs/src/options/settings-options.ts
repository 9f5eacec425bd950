import { isJsonObject, type JsonObject } from '@funade/core';
import { z } from 'zod';
import { type Filled, fillPlaceholders, type Placeholders } from '../definition-rules/fill-placeholders.ts';
import { answerOnlySettings } from '../model/response-only-fields.ts';
import { settingsProblems } from '../settings-rules/settings-problems.ts';
import { fitToShape } from '../shapes/fit-to-shape.ts';
import { misplacedMembers } from '../shapes/misplaced-members.ts';
import { serviceShape } from '../shapes/service-shape.ts';
import type { Shape } from '../shapes/shape.ts';
import { shapeProblems } from '../shapes/shape-problems.ts';
import { withoutMisfits } from '../shapes/without-misfits.ts';
import { settingTexts } from './setting-texts.ts';

const scalarTypes = {
  string: { type: 'string' },
  number: { type: ['number', 'string'] },
  boolean: { type: ['boolean', 'string'] },
  any: {},
} as const;

/** What is written of Application Auto Scaling, beside what ECS itself is sent. */
const autoscaling: Shape = { min: 'number', max: 'number', suspended: 'any' };
const countText = { type: ['number', 'string'] };
const suspendText = { type: ['boolean', 'string'] };
const autoscalingText = {
  description: 'between which counts Application Auto Scaling keeps the service, and what of it is suspended',
  properties: {
    min: { ...countText, description: 'least number of tasks; required where nothing scales the service yet' },
    max: { ...countText, description: 'greatest number of tasks; required where nothing scales the service yet' },
    suspended: {
      description: 'whether scaling is suspended: all of it (true or false), or each way by itself',
      anyOf: [
        suspendText,
        {
          type: 'object',
          properties: {
            in: { ...suspendText, description: 'suspend scaling in' },
            out: { ...suspendText, description: 'suspend scaling out' },
            scheduled: { ...suspendText, description: 'suspend scheduled scaling' },
          },
        },
      ],
    },
  },
};
const answerOnly = 'only in an answer of DescribeServices; it is left out, with a note';
const settingsShape: Shape = { ...serviceShape, autoscaling };

/**
 * The settings of a service by name; a misspelt one is refused, and so is a value of another kind than ECS has there. What
 * comes out is the part of the request as it will be sent: texts that a template rendered are numbers and booleans where
 * ECS has them, and a setting that is null is not there.
 */
export const settingsOptions = z
  .strictObject(
    Object.fromEntries([
      ...answerOnlySettings.map((member) => [
        member,
        z.unknown().meta({ deprecated: true, description: answerOnly }).optional(),
      ]),
      ...Object.entries(serviceShape).map(([member, shape]) => [
        member,
        memberOf(shape)
          .describe(settingTexts[member as keyof typeof serviceShape])
          .optional(),
      ]),
      ['autoscaling', memberOf(autoscaling).meta(autoscalingText).optional()],
    ]),
  )
  .superRefine((written, context) => {
    // What is wrong by type ends here; the rest is held to the rules once the plan knows where it goes.
    const settings = written as JsonObject;
    const misfits = shapeProblems(settings, serviceShape, 'open').map(({ path }) => path.join('.'));
    if (misfits.length === 0) return;
    for (const problem of settingsProblems(withoutMisfits(settings, serviceShape), {
      creates: false,
      definition: null,
    })) {
      const path = keysOf(problem.path);
      if (misfits.includes(path.join('.'))) continue;
      context.addIssue({ code: 'custom', path, message: problem.message });
    }
  })
  .transform((written) => fitToShape(written as JsonObject, settingsShape));

/** `loadBalancers[0].containerPort` as keys. */
function keysOf(path: string): (string | number)[] {
  return path.split(/[.[\]]+/).flatMap((key) => (key === '' ? [] : /^\d+$/.test(key) ? Number(key) : key));
}

function memberOf(shape: Shape): z.ZodType {
  const type = typeof shape === 'string' ? scalarTypes[shape] : { type: Array.isArray(shape) ? 'array' : 'object' };
  return z
    .unknown()
    .superRefine((value, context) => {
      for (const { path, message } of [...shapeProblems(value, shape, 'open'), ...misplacedMembers(value, shape)])
        context.addIssue({ code: 'custom', path: [...path], message });
    })
    .meta({ ...type });
}

/** Schema of one setting of a service, for whoever takes it elsewhere. */
export function settingMember(name: keyof typeof serviceShape): z.ZodType {
  return memberOf(serviceShape[name]);
}

interface WrittenSettings {
  readonly settings?: JsonObject | undefined;
  readonly placeholders?: Placeholders | undefined;
}

/** The settings that are sent, placeholders filled: what only an answer of DescribeServices has is left out. */
export function settingsOf(options: WrittenSettings): JsonObject {
  return fitToShape(filledSettings(options).document, serviceShape);
}

/** The settings that are sent with their placeholders filled, and the names that stood there. */
export function filledSettings({ settings = {}, placeholders = {} }: WrittenSettings): Filled<JsonObject> {
  const sent = Object.entries(settings).filter(
    ([member]) => member !== 'autoscaling' && !answerOnlySettings.includes(member),
  );
  return fillPlaceholders(Object.fromEntries(sent), placeholders);
}

/**
 * The same for a service that is there: what Application Auto Scaling is told to scale keeps its count, whatever was written for
 * its creation.
 */
export function updatedSettingsOf(options: WrittenSettings): JsonObject {
  const { desiredCount, ...rest } = settingsOf(options);
  return desiredCount === undefined || options.settings?.autoscaling !== undefined ? rest : { ...rest, desiredCount };
}

/** What is written of Application Auto Scaling, placeholders filled; null where nothing is. */
export function autoscalingOf({ settings = {}, placeholders = {} }: WrittenSettings): JsonObject | null {
  if (!isJsonObject(settings.autoscaling)) return null;
  return fitToShape(fillPlaceholders({ ...settings.autoscaling }, placeholders).document, autoscaling);
}

/** Members of the written settings that only an answer has. */
export function leftOutSettings({ settings = {} }: { readonly settings?: JsonObject | undefined }): readonly string[] {
  return Object.keys(settings).filter((member) => answerOnlySettings.includes(member));
}
