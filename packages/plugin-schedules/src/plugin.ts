import { definePlugin } from '@funade/core/author';
import { schedulesFacts } from './model/facts.ts';
import { observe } from './observe/observe.ts';
import { schedulesOptions } from './options/options.ts';
import { permissions } from './permissions/permissions.ts';
import { plan } from './plan/plan.ts';
import { createSchedule } from './steps/create-schedule.ts';
import { deleteSchedule } from './steps/delete-schedule.ts';
import { putTargets } from './steps/put-targets.ts';
import { updateSchedule } from './steps/update-schedule.ts';

/** The plugin behind `schedules()`. */
export const schedulesPlugin = definePlugin({
  name: 'schedules',
  options: schedulesOptions,
  facts: schedulesFacts,
  plansRevisions: true,
  estimates: ['running'],
  steps: [putTargets, updateSchedule, createSchedule, deleteSchedule],
  observe,
  plan,
  permissions,
  verify: async (input, context) => (await import('./verify/verify.ts')).verify(input, context),
  beside: async (request, context) => (await import('./standing/beside.ts')).beside(request, context),
});
