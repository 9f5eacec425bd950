import type { PluginRequest } from '../model/plugin.ts';
import { configInvalid, type Problem } from '../model/problem.ts';
import { renderLeaves } from './render-leaves.ts';
import { serviceScope } from './template-scope.ts';

/**
 * What a config gave to a plugin itself, with its templates rendered: over `project`, `environment` and `release`.
 * `name` is what messages call it. Throws `CONFIG_INVALID`.
 */
export async function renderSettings<T>(
  settings: T,
  { project, environment, release }: Pick<PluginRequest, 'project' | 'environment' | 'release'>,
  name: string,
): Promise<T> {
  const { service: _, ...scope } = serviceScope({ project, environment, release, service: '' });
  const problems: Problem[] = [];
  const rendered = await renderLeaves(settings, scope, { path: [], problems });
  if (problems.length > 0) throw configInvalid(name, problems);
  return rendered as T;
}
