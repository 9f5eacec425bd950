import type { JsonObject } from '@funade/core';
import { z } from 'zod';
import { answerOnlySettings } from '../model/response-only-fields.ts';
import { fitToShape } from '../shapes/fit-to-shape.ts';
import { serviceShape } from '../shapes/service-shape.ts';
import type { Shape } from '../shapes/shape.ts';
import { shapeProblems } from '../shapes/shape-problems.ts';

const scalarTypes = {
  string: { type: 'string' },
  number: { type: ['number', 'string'] },
  boolean: { type: ['boolean', 'string'] },
  any: {},
} as const;

/**
 * The settings of a service by name; a misspelt one is refused, and so is a value of another kind than ECS has there. What
 * comes out is the part of the request as it will be sent: texts that a template rendered are numbers and booleans where
 * ECS has them, and a setting that is null is not there.
 */
export const settingsOptions = z
  .strictObject(
    Object.fromEntries([
      ...answerOnlySettings.map((member) => [member, z.unknown().meta({ deprecated: true }).optional()]),
      ...Object.entries(serviceShape).map(([member, shape]) => [member, memberOf(shape).optional()]),
    ]),
  )
  .transform((written) => fitToShape(written as JsonObject, serviceShape));

function memberOf(shape: Shape): z.ZodType {
  const type = typeof shape === 'string' ? scalarTypes[shape] : { type: Array.isArray(shape) ? 'array' : 'object' };
  return z
    .unknown()
    .superRefine((value, context) => {
      for (const { path, message } of shapeProblems(value, shape))
        context.addIssue({ code: 'custom', path: [...path], message });
    })
    .meta({ ...type });
}

/** The settings that are sent: what only an answer of DescribeServices has is left out. */
export function settingsOf({ settings = {} }: { readonly settings?: JsonObject | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([member]) => !answerOnlySettings.includes(member)));
}

/** Members of the written settings that only an answer has. */
export function leftOutSettings({ settings = {} }: { readonly settings?: JsonObject | undefined }): readonly string[] {
  return Object.keys(settings).filter((member) => answerOnlySettings.includes(member));
}
