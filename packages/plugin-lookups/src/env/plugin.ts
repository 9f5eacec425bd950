import { nameLooksSecret, type Plugin, suggest } from '@funade/core';
import * as z from 'zod';
import { defineLookups } from '../lookup/define-lookups.ts';
import { parseSettings } from '../lookup/parse-settings.ts';
import { readVariable } from './read-variable.ts';

const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of a variable has letters, digits and "_"')
  .refine((name) => !nameLooksSecret(name), {
    error: ({ input }) =>
      `"${input}" looks like the name of a secret, and a plan contains what it looks up; keep it in SSM or Secrets Manager`,
  });

const settingsSchema = z
  .strictObject({
    names: z.array(variableName).min(1, 'no variable is named'),
    defaults: z.record(z.string(), z.string()).default({}),
  })
  .superRefine(({ names, defaults }, context) => {
    for (const name of Object.keys(defaults).filter((each) => !names.includes(each)))
      context.addIssue({
        code: 'custom',
        path: ['defaults', name],
        message: `it is not among the names; ${suggest(name, names)}`,
      });
  });

/** The plugin behind `env()`. */
export function envPlugin(settings: unknown): Plugin {
  const { names, defaults } = parseSettings('env', settingsSchema, settings);
  const fallbackOf = (name: string): string | null => (Object.hasOwn(defaults, name) ? (defaults[name] ?? null) : null);
  return defineLookups({
    name: 'env',
    helpers: [
      {
        helper: 'env',
        arity: 1,
        check: ([name = '']) =>
          names.includes(name) ? null : `the variable "${name}" is not declared in env(); ${suggest(name, names)}`,
      },
    ],
    look: async (calls, _, { env }) =>
      calls.map(({ args: [name = ''] }) => readVariable({ name, fallback: fallbackOf(name) }, env[name])),
  });
}
