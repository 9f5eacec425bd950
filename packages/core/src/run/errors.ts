import { prettifyError, type ZodError } from 'zod';
import { DeployError, type ErrorInfo } from '../model/error.ts';
import { listWith } from '../model/nearest.ts';
import type { Step } from '../model/step.ts';

/** A signal came. `details.signal` is its name. */
export const interrupted = (signal: string): DeployError =>
  new DeployError('INTERRUPTED', `interrupted by ${signal}`, { category: 'interrupted', details: { signal } });

/** A step was stopped because the whole run was. */
export const stopped = (reason: unknown): DeployError =>
  new DeployError('STOPPED', 'stopped with the run', { category: 'interrupted', cause: reason });

/** Another target failed, and rolls every target of the run back with it. */
export const rolledBackWith = (target: string): DeployError =>
  new DeployError(
    'ROLLED_BACK_WITH_RUN',
    `rolled back with the run because ${target} failed: the previous version is serving`,
    {
      outcome: 'rolled-back',
    },
  );

/** A target was to be rolled back with the run, and was not. `error`: what its rollback ended with, when anything did. */
export const notRolledBack = (target: string, error: ErrorInfo | null): DeployError =>
  new DeployError('NOT_ROLLED_BACK', `should have been rolled back because ${target} failed, but was not`, {
    ...(error === null ? {} : { cause: new Error(error.message) }),
    ...(error?.hint == null ? {} : { hint: error.hint }),
  });

/** A plan holds steps that no plugin at hand runs. */
export const unknownStepKinds = (kinds: readonly string[]): DeployError =>
  new DeployError('UNKNOWN_STEP_KIND', `no plugin runs steps of kind ${kinds.join(', ')}`, {
    category: 'usage',
    hint: 'list the plugin that made the plan under `plugins` in the config, or make the plan again',
  });

/** What a step is to be run with does not fit its definition. */
export const badStepInput = (step: Pick<Step, 'id'>, error: ZodError): DeployError =>
  new DeployError('STEP_INPUT', `the input of step ${step.id} does not fit its kind: ${prettifyError(error)}`, {
    category: 'internal',
    hint: 'this is a fault of the plugin that planned the step; please report it with the lines above',
  });

/** What a step returned does not fit its definition. */
export const badStepOutput = (step: Pick<Step, 'id'>, error: ZodError): DeployError =>
  new DeployError('STEP_OUTPUT', `step ${step.id} returned what its kind does not allow: ${prettifyError(error)}`, {
    category: 'internal',
    hint: 'this is a fault of the plugin that runs the step; please report it with the lines above',
  });

/** A step refers to an output that the other step did not return. */
export const missingOutput = (from: string, output: string): DeployError =>
  new DeployError('STEP_REFERENCE', `step ${from} returned no output ${output}`, {
    category: 'internal',
    hint: 'this is a fault of the plugin that planned the step; please report it with the lines above',
  });

/** A journal cannot be read. */
export const journalUnreadable = (file: string, cause: unknown): DeployError =>
  new DeployError('JOURNAL_UNREADABLE', `cannot read the journal ${file}`, {
    category: 'usage',
    cause,
    hint: 'journals are kept in the folder `runs` of FUNADE_STATE_DIR, or of ~/.local/state/funade/<project>',
  });

/** A file is not a journal. */
export const journalInvalid = (file: string, reason: string): DeployError =>
  new DeployError('JOURNAL_INVALID', `${file} is not the journal of a run: ${reason}`, {
    category: 'usage',
    hint: 'journals are kept in the folder `runs` of FUNADE_STATE_DIR, or of ~/.local/state/funade/<project>',
  });

/** A journal belongs to another plan. */
export const journalOfOtherPlan = (run: string, its: string, plan: string): DeployError =>
  new DeployError('JOURNAL_OTHER_PLAN', `run ${run} applied plan ${its.slice(0, 8)}, not ${plan.slice(0, 8)}`, {
    category: 'usage',
    hint: 'resume a run with the plan in its own journal',
  });

/** There is no journal of a run. */
export const runUnknown = (
  id: string,
  { nearest, ids }: { readonly nearest: string | null; readonly ids: readonly string[] },
): DeployError =>
  new DeployError('RUN_UNKNOWN', `no journal of run ${id} was found`, {
    category: 'usage',
    hint: listWith(nearest, ids),
  });
