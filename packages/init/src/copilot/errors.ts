import { DeployError } from '@funade/core';

/** There is no application of Copilot in the folder. */
export const copilotMissing = (folder: string): DeployError =>
  new DeployError('COPILOT_MISSING', `there is no application of Copilot in ${folder}`, {
    category: 'usage',
    hint: 'name the folder that has copilot/ in it: funade init --from copilot .',
  });

/** No workload of the application is a service of ECS that Funade deploys. */
export const copilotDeploysNothing = (application: string, others: readonly string[]): DeployError =>
  new DeployError(
    'COPILOT_DEPLOYS_NOTHING',
    `${application} has no service that Funade deploys: ${others.join('; ')}`,
    {
      category: 'usage',
      hint: 'a service of App Runner becomes one of Express Mode by hand: docs/migrating-from-app-runner.md',
    },
  );

/** A manifest of Copilot cannot be read. */
export const copilotUnreadable = (file: string, reason: string): DeployError =>
  new DeployError('COPILOT_UNREADABLE', `${file} cannot be read: ${reason}`, {
    category: 'usage',
    hint: 'mend the file, or move it out of copilot/',
  });
