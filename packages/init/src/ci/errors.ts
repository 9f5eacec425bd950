import { DeployError } from '@funade/core';

/** No pipeline is named, and the folder has none where they usually are. */
export const pipelineMissing = (): DeployError =>
  new DeployError('PIPELINE_MISSING', 'no pipeline is named, and there is no .gitlab-ci.yml here', {
    category: 'usage',
    hint: 'name it: funade init --from ci .github/workflows/deploy.yml',
  });

/** The file of a pipeline cannot be read. */
export const pipelineUnreadable = (file: string, reason: string): DeployError =>
  new DeployError('PIPELINE_UNREADABLE', `${file} cannot be read: ${reason}`, {
    category: 'usage',
    hint: 'name a pipeline of GitLab, or a workflow of GitHub: funade init --from ci .gitlab-ci.yml',
  });

/** Nothing in the pipeline deploys to ECS. */
export const pipelineDeploysNothing = (file: string, instead: string | null): DeployError =>
  new DeployError('PIPELINE_DEPLOYS_NOTHING', `${file} updates no service of ECS`, {
    category: 'usage',
    hint:
      instead ??
      'name the file whose jobs do; where a script of the repository does, name what runs: funade init --from live',
  });
