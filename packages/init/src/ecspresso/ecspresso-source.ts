import { basename } from 'node:path';
import type { FoundProject } from '../model/found-project.ts';
import type { Source } from '../model/source-request.ts';
import { validName } from '../text/environment-name.ts';
import { mergeProjects } from '../write/merge-projects.ts';
import { convertConfig } from './convert-config.ts';
import { nameConfigs } from './name-configs.ts';
import { readEcspresso } from './read-ecspresso.ts';

/** `funade init --from ecspresso`: configs of ecspresso as one project. */
export const ecspressoSource: Source = async (request) => {
  const configs = await readEcspresso(request);
  const names = nameConfigs(configs, request.environment);
  const project = request.project ?? (validName(basename(request.cwd)) || 'app');
  const found = configs.map((config, index): FoundProject => {
    const { environment, service } = names[index] ?? { environment: 'production', service: 'app' };
    const { account, region, role } = request;
    const usualRegion = request.env.AWS_REGION || request.env.AWS_DEFAULT_REGION || null;
    return convertConfig(config, { project, environment, service, account, region, role, usualRegion });
  });
  return found.reduce(mergeProjects);
};
