import { DeployError } from '@funade/core';

/** There is no application of Copilot in the folder. */
export const copilotMissing = (folder: string): DeployError =>
  new DeployError('COPILOT_MISSING', `there is no application of Copilot in ${folder}`, {
    category: 'usage',
    hint: 'name the folder that has copilot/ in it: funade init --from copilot .',
  });

/** A manifest of Copilot cannot be read. */
export const copilotUnreadable = (file: string, reason: string): DeployError =>
  new DeployError('COPILOT_UNREADABLE', `${file} cannot be read: ${reason}`, {
    category: 'usage',
    hint: 'mend the file, or move it out of copilot/',
  });
