import * as z from 'zod';
import { isRegExp } from '../model/path-text.ts';

const nameRule = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const nameMessage =
  'a name has letters, digits, ".", "_" and "-", begins with a letter or digit, and is at most 63 long';

/** Name of a project, an environment or a service: it stands in ids, session names and file names. */
export const nameSchema = z.string().regex(nameRule, nameMessage);

/** A pattern of a tag rule. */
export const patternSchema = z.custom<RegExp | string>(
  (value) => isRegExp(value) || (typeof value === 'string' && value !== ''),
  'expected a pattern, or a string that holds one',
);

const environmentSchema = z.strictObject({
  account: z
    .string()
    .meta({ pattern: '^\\d{12}$' })
    .describe('The twelve-digit AWS account id; a session of any other account is refused.'),
  region: z
    .string()
    .meta({ pattern: '^[a-z]{2,4}(-[a-z]+)+-\\d{1,2}$' })
    .describe('The AWS region, such as eu-west-1.'),
  role: z
    .string()
    .meta({ pattern: '^arn:aws[a-z-]*:iam::\\d{12}:role/.+$' })
    .optional()
    .describe(
      'ARN of the role to deploy with. Default: the credentials that are found, which must belong to the account.',
    ),
  confirm: z.boolean().optional().describe('Ask for confirmation before anything is changed. Default: false.'),
  order: z
    .enum(['known', 'strict'])
    .optional()
    .describe(
      'Which releases are refused: those known to be older than what is running (known), or also those whose commit is not known to come after the running one (strict). Default: known.',
    ),
  defaults: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .optional()
    .describe('Defaults for every service that is deployed here; its own settings override them.'),
});

const tagRuleSchema = z.strictObject({
  tag: patternSchema
    .optional()
    .describe(
      'The whole git tag: with `*` and `**` as in file names, or an expression between slashes, whose groups `service` and `version` have a meaning.',
    ),
  branch: patternSchema
    .optional()
    .describe('Name of a branch, also with `*` and `**`, or an expression between slashes. Needs an imageTag.'),
  environments: z
    .array(z.string())
    .min(1, 'names no environment')
    .describe('Names of the environments that the ref may go to.'),
  services: z
    .array(z.string())
    .min(1, 'names no service')
    .optional()
    .describe('Names of the services that the ref deploys. Default: all, or the one that the group `service` names.'),
  imageTag: z
    .string()
    .min(1)
    .optional()
    .describe('Template of the tag that images get. Default: the part of the git tag after its last slash.'),
});

const serviceSchema = z.looseObject({
  environments: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .optional()
    .describe('Settings for one environment, merged over the service’s own.'),
});

/** The shape of a config, plugins' options apart: those belong to the plugins. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors.'),
  requires: z
    .string()
    .min(1)
    .optional()
    .describe('Versions of Funade that may use this config, as ranges of npm. Default: any.'),
  project: nameSchema.describe('Name of the project, for session names and templates.'),
  plugins: z
    .array(z.unknown())
    .optional()
    .describe(
      'Plugins in the order they plan: a name, or an object of a name and its settings. Default: ecr, then ecs.',
    ),
  environments: z.record(nameSchema, environmentSchema).describe('Where services run, by name.'),
  tagRules: z
    .array(tagRuleSchema)
    .describe('Which git refs may go where. First match wins; a ref that matches none is refused.'),
  services: z
    .record(nameSchema, serviceSchema)
    .describe('What is deployed, by name. Every string below is a template.'),
});
