import type { Environment } from '../model/environment.ts';
import type { Config } from './config.ts';
import { environmentUnknown } from './errors.ts';

/** The environment of this name. Throws `ENVIRONMENT_UNKNOWN`, which names the nearest and lists all. */
export function findEnvironment(config: Pick<Config, 'environments'>, name: string): Environment {
  const found = Object.hasOwn(config.environments, name) ? config.environments[name] : undefined;
  if (found === undefined) throw environmentUnknown(name, Object.keys(config.environments));
  return found;
}
