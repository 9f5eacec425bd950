import type { FoundProject, LeftOut } from '../model/found-project.ts';

/** What was found that a config does not say yet: what it says of a service in an environment is somebody's, and stays. */
export function onlyNew(found: FoundProject, standing: FoundProject): FoundProject {
  const left: LeftOut[] = [];
  const services = Object.entries(found.services).flatMap(([name, service]) => {
    const fresh = Object.entries(service.environments).filter(([environment]) => {
      const isThere = standing.services[name]?.environments[environment] !== undefined;
      if (isThere) {
        left.push({
          place: `service ${name} in ${environment}`,
          what: 'what was read of it',
          reason: 'the config speaks of it already, and keeps what it says',
          instead: 'to have it written anew, take it out of the config first',
        });
      }
      return !isThere;
    });
    return fresh.length === 0 ? [] : [[name, { ...service, environments: Object.fromEntries(fresh) }] as const];
  });
  const known = (name: string): boolean => standing.environments[name] !== undefined;
  const about = (entry: LeftOut): boolean =>
    !(entry.what === 'the role to deploy with' && Object.keys(found.environments).every(known));
  return {
    ...found,
    environments: Object.fromEntries(
      Object.entries(found.environments).map(([name, environment]) => [
        name,
        known(name) ? { ...environment, ...standing.environments[name] } : environment,
      ]),
    ),
    services: Object.fromEntries(services),
    left: [...found.left.filter(about), ...left],
  };
}
