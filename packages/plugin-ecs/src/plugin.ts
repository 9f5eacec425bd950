import { definePlugin } from '@funade/core';
import { ecsFacts } from './model/facts.ts';
import { observe } from './observe/observe.ts';
import { operations } from './operations/operations.ts';
import { checkNeeds } from './options/check-needs.ts';
import { withoutJobs } from './options/jobs.ts';
import { ecsOptions } from './options/options.ts';
import { settingsFile } from './options/parse-settings.ts';
import { permissions } from './permissions/permissions.ts';
import { plan } from './plan/plan.ts';
import { runningCommits } from './plan/running-commits.ts';
import { pruning } from './prune/pruning.ts';
import { checkPlatforms } from './steps/check-platforms.ts';
import { confirmServing } from './steps/confirm-serving.ts';
import { continueServiceDeployment } from './steps/continue-service-deployment.ts';
import { createExpressService } from './steps/create-express-service.ts';
import { createService } from './steps/create-service.ts';
import { deleteTaskDefinitions } from './steps/delete-task-definitions.ts';
import { deregisterTaskDefinitions } from './steps/deregister-task-definitions.ts';
import { registerScalableTarget } from './steps/register-scalable-target.ts';
import { registerTaskDefinition } from './steps/register-task-definition.ts';
import { rollBackByEcs } from './steps/roll-back-by-ecs.ts';
import { runTask } from './steps/run-task.ts';
import { setDesiredCount } from './steps/set-desired-count.ts';
import { stopServiceDeploymentStep } from './steps/stop-service-deployment.ts';
import { updateExpressService } from './steps/update-express-service.ts';
import { updateService } from './steps/update-service.ts';
import { waitForCount } from './steps/wait-for-count.ts';
import { waitForPause } from './steps/wait-for-pause.ts';
import { waitForRollback } from './steps/wait-for-rollback.ts';
import { waitForRollout } from './steps/wait-for-rollout.ts';
import { waitForTask } from './steps/wait-for-task.ts';
import { waitForTurns } from './turn/wait-for-turns.ts';

/** The plugin behind `ecs()`. */
export const ecsPlugin = definePlugin({
  name: 'ecs',
  options: ecsOptions,
  optionFiles: { settings: settingsFile },
  checkServices: checkNeeds,
  facts: ecsFacts,
  plansRevisions: true,
  estimates: ['deregistration'],
  steps: [
    checkPlatforms,
    registerTaskDefinition,
    createService,
    updateService,
    createExpressService,
    updateExpressService,
    waitForPause,
    waitForRollout,
    confirmServing,
    continueServiceDeployment,
    stopServiceDeploymentStep,
    rollBackByEcs,
    waitForRollback,
    setDesiredCount,
    registerScalableTarget,
    waitForCount,
    runTask,
    waitForTask,
    deregisterTaskDefinitions,
    deleteTaskDefinitions,
  ],
  observe,
  runningCommits,
  waitForTurn: async (request, context) => waitForTurns(withoutJobs(request), context),
  plan,
  verify: async (input, context) => (await import('./verify/verify.ts')).verify(input, context),
  diagnose: async (request, context) => (await import('./doctor/diagnose.ts')).diagnose(request, context),
  status: async (request, context) => {
    const [{ status }, { jobStatus }] = await Promise.all([
      import('./operations/status.ts'),
      import('./operations/jobs.ts'),
    ]);
    return (await Promise.all([status(withoutJobs(request), context), jobStatus(request, context)])).flat();
  },
  history: async (request, context) => {
    const [{ history }, { jobHistory }] = await Promise.all([
      import('./operations/history.ts'),
      import('./operations/jobs.ts'),
    ]);
    return (await Promise.all([history(withoutJobs(request), context), jobHistory(request, context)])).flat();
  },
  examineRevisions: async (request, context) =>
    (await import('./examine/examine-revisions.ts')).examineRevisions(withoutJobs(request), context),
  tasks: async (request, context) => (await import('./looks/tasks.ts')).tasks(withoutJobs(request), context),
  events: async (request, context) => (await import('./looks/events.ts')).events(withoutJobs(request), context),
  logs: async (request, context, listener) =>
    (await import('./looks/logs/read-logs.ts')).logs(withoutJobs(request), context, listener),
  exec: async (request, context) => (await import('./looks/exec/exec.ts')).exec(withoutJobs(request), context),
  run: async (request, context, listener) =>
    (await import('./operations/run-by-hand.ts')).run(request, context, listener),
  operations,
  permissions,
  pruning,
});
