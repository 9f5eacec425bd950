import { DeployError } from '@funade/core';

/** A file of ecspresso cannot be read. */
export const ecspressoUnreadable = (file: string, reason: string): DeployError =>
  new DeployError('ECSPRESSO_UNREADABLE', `${file} cannot be read: ${reason}`, {
    category: 'usage',
    hint: 'name the config itself, such as ecspresso.yml; one that needs ecspresso to be read: `ecspresso render config`',
  });

/** No file was named. */
export const ecspressoMissing = (): DeployError =>
  new DeployError('ECSPRESSO_MISSING', 'no config of ecspresso is named, and there is none here', {
    category: 'usage',
    hint: 'name it: funade init --from ecspresso ecspresso.yml',
  });
