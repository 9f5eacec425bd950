import { definePlugin } from '@funade/core';
import { z } from 'zod';
import { checkOptions, checksOf } from './options/options.ts';
import { plan } from './plan/plan.ts';
import { checkCommand } from './steps/check-command.ts';
import { checkHttp } from './steps/check-http.ts';
import { prepareCheck } from './steps/prepare-check.ts';

/** The plugin behind `check()`. It reads nothing before planning: what is checked is not there yet. */
export const checkPlugin = definePlugin({
  name: 'check',
  options: checkOptions,
  facts: z.null(),
  steps: [prepareCheck, checkHttp, checkCommand],
  stops: (options) => checksOf(options).flatMap(({ at }) => at ?? []),
  observe: async () => null,
  plan: (request, _, upstream) => plan(request, upstream),
});
