import type { RunContext } from '@funade/core';
import { z } from 'zod';
import { variableUnfit, variableUnset } from '../model/errors.ts';
import { fitsHeader } from '../options/fits-header.ts';

/** Headers as a plan has them. */
export const plannedHeaders = z.record(
  z.string(),
  z.union([z.string(), z.strictObject({ env: z.string(), prefix: z.string() })]),
);

export type PlannedHeaders = z.output<typeof plannedHeaders>;

/**
 * The headers to send. What comes from variables is a secret from here on.
 *
 * @throws CHECK_VARIABLE_UNSET, CHECK_VARIABLE_UNFIT
 */
export function headerValues(
  headers: PlannedHeaders,
  { env, resources }: Pick<RunContext, 'env' | 'resources'>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      const found = env[value.env];
      if (found === undefined || found === '') throw variableUnset(value.env);
      if (!fitsHeader(found)) throw variableUnfit(value.env);
      return [name, `${value.prefix}${resources.secrets.keep(found).reveal()}`];
    }),
  );
}
