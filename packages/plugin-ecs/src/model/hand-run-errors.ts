import { DeployError, suggest, type TargetId } from '@funade/core';

/** The config has no such task of a service. */
export function taskNotConfigured(target: TargetId, task: string, known: readonly string[]): DeployError {
  return new DeployError('TASK_NOT_CONFIGURED', `${target} has no task ${JSON.stringify(task)} under ecs.tasks`, {
    category: 'usage',
    hint: suggest(task, known),
  });
}

/** What a task runs is still a template that a release alone could fill. */
export function taskNeedsRelease(
  { target, task }: { readonly target: TargetId; readonly task: string },
  { text, inCommand }: { readonly text: string; readonly inCommand: boolean },
): DeployError {
  return new DeployError(
    'TASK_NEEDS_RELEASE',
    `task ${task} of ${target} has no value without a release: ${JSON.stringify(text)}`,
    {
      category: 'usage',
      hint: inCommand ? 'write the command behind --' : 'leave out --task, and write the command behind --',
    },
  );
}

/** There is no revision to run. `what`: how it was asked for. */
export function nothingToRun(target: TargetId, what: string): DeployError {
  return new DeployError('NOTHING_TO_RUN', `${target} has ${what}`, {
    category: 'usage',
    hint: 'name one with --revision; what was deployed is shown by funade history',
  });
}
