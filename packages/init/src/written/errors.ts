import { DeployError } from '@funade/core';

/** A config that is there says something that could not be written again. */
export const notReadBack = (why: string): DeployError =>
  new DeployError('INIT_NOT_READ_BACK', `deploy.config.ts cannot be added to: ${why}`, {
    category: 'refused',
    hint: 'run init in an empty folder, and take over what it writes by hand',
  });
