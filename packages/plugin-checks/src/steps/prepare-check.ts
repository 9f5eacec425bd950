import { resolve } from 'node:path';
import { loadBundle } from '@funade/aws';
import { defineStep } from '@funade/core';
import { z } from 'zod';
import { headerValues, plannedHeaders } from './header-values.ts';

/**
 * Makes sure that what a check will need on this machine is here, before anything is built.
 *
 * Throws `CHECK_VARIABLE_UNSET`, `CHECK_VARIABLE_UNFIT`, `CA_BUNDLE_UNREADABLE`.
 */
export const prepareCheck = defineStep({
  kind: 'check.prepare',
  effect: 'none',
  input: z.strictObject({ headers: plannedHeaders, caFile: z.string().nullable() }),
  output: z.strictObject({}),
  async run({ headers, caFile }, context) {
    headerValues(headers, context);
    if (caFile !== null) await loadBundle({ from: 'caFile', file: resolve(context.root, caFile) });
    return {};
  },
});
