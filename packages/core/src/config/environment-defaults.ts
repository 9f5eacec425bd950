import { isJsonObject } from '../model/json.ts';
import type { EnvironmentDefaults } from './config.ts';

/** What environments hold for every service, from `environments` as it was written; what is not well-formed is left out. */
export function environmentDefaults(environments: unknown): EnvironmentDefaults {
  if (!isJsonObject(environments)) return {};
  const entries = Object.entries(environments).flatMap(([name, environment]) => {
    const defaults = isJsonObject(environment) ? environment.defaults : undefined;
    return isJsonObject(defaults) ? [[name, defaults] as const] : [];
  });
  return Object.fromEntries(entries);
}
