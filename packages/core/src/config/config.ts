import type { Environment } from '../model/environment.ts';
import type { Plugin } from '../model/plugin.ts';
import type { TagRule } from '../release/tag-rules.ts';

/** A config as the code reads it: checked, plugins loaded, names resolved. Templates are rendered per target. */
export interface Config {
  readonly project: string;
  /** Loaded, in the order they plan. */
  readonly plugins: readonly Plugin[];
  readonly environments: Readonly<Record<string, Environment>>;
  readonly tagRules: readonly TagRule[];
  readonly services: Readonly<Record<string, Service>>;
  /** What the config is called in messages. */
  readonly file: string;
}

/** A service as it was written: templates not rendered, environment settings not merged, defaults not filled in. */
export interface Service {
  readonly name: string;
  /** By plugin name. */
  readonly options: Readonly<Record<string, unknown>>;
  /** By environment name, then by plugin name. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What holds for every service, by environment name, then by plugin name. */
  readonly defaults: EnvironmentDefaults;
}

/** What environments hold for every service, by environment name, then by plugin name. */
export type EnvironmentDefaults = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
