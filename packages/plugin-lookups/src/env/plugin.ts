import { nameLooksSecret, type Plugin, suggest } from '@funade/core';
import * as z from 'zod';
import { defineLookups } from '../lookup/define-lookups.ts';
import { parseSettings } from '../lookup/parse-settings.ts';
import { readVariable } from './read-variable.ts';

const settingsSchema = z.strictObject({
  names: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of a variable has letters, digits and "_"')
        .refine((name) => !nameLooksSecret(name), {
          error: ({ input }) =>
            `"${input}" looks like the name of a secret, and a plan contains what it looks up; keep it in SSM or Secrets Manager`,
        }),
    )
    .min(1, 'no variable is named'),
});

/** The plugin behind `env()`. */
export function envPlugin(settings: unknown): Plugin {
  const { names } = parseSettings('env', settingsSchema, settings);
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
    look: async (calls, _, { env }) => calls.map(({ args: [name = ''] }) => readVariable(name, env[name])),
  });
}
