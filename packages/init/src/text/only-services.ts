import { DeployError, suggest } from '@funade/core';
import type { FoundProject } from '../model/found-project.ts';

/** What was read speaks of no service of that name. */
export const serviceNotFound = (service: string, origin: string, services: readonly string[]): DeployError =>
  new DeployError('INIT_SERVICE_NOT_FOUND', `${origin} speaks of no service ${JSON.stringify(service)}`, {
    category: 'usage',
    hint: suggest(service, services),
  });

/**
 * The project with these services alone; all of them where none is named.
 *
 * @throws INIT_SERVICE_NOT_FOUND
 */
export function onlyServices(project: FoundProject, names: readonly string[]): FoundProject {
  const known = Object.keys(project.services);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw serviceNotFound(unknown, project.origin, known);
  if (names.length === 0) return project;
  return {
    ...project,
    services: Object.fromEntries(Object.entries(project.services).filter(([name]) => names.includes(name))),
  };
}
