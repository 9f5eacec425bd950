import type { PluginReference } from '../model/plugin.ts';

/** What a person writes in `deploy.config.ts`. Every string below `services` is a template. */
export interface ConfigInput<
  Plugins extends readonly PluginInput[] = readonly PluginInput[],
  Environments extends string = string,
  Services extends string = string,
> {
  /** Where the JSON Schema of the file is, for editors; JSON and YAML configs. */
  readonly $schema?: string;
  /** Versions of Funade that may use this config, as ranges of npm: `>=0.2 <1`. Default: any. */
  readonly requires?: string;
  /** Name of the project, for session names and templates. */
  readonly project: string;
  /**
   * Plugins in the order they plan. Default: `ecr()` then `ecs()`. JSON and YAML configs write names, or
   * `{ "env": { "names": ["STAGE"] } }` for a plugin with settings.
   */
  readonly plugins?: Plugins;
  readonly environments: Readonly<Record<Environments, EnvironmentInput<Plugins>>>;
  /** First match wins; a ref that matches none is refused. */
  readonly tagRules: readonly TagRuleInput<NoInfer<Environments>, NoInfer<Services>>[];
  readonly services: Readonly<Record<Services, ServiceInput<Plugins, NoInfer<Environments>>>>;
}

export type PluginInput = PluginReference | string;

export interface EnvironmentInput<Plugins extends readonly PluginInput[] = readonly PluginInput[]> {
  /** The twelve-digit AWS account id. */
  readonly account: string;
  readonly region: string;
  /** ARN of the role to deploy with. Default: the credentials that are found, which must be of `account`. */
  readonly role?: string;
  /** Ask a person before anything is changed. Default false. */
  readonly confirm?: boolean;
  /**
   * Which releases are refused here: those that are known to be older than what runs (`known`, the default), by version or
   * else by the history of git, or also those whose commit is not known to come after the one that runs (`strict`).
   */
  readonly order?: 'known' | 'strict';
  /**
   * Settings of every service that is deployed here, by plugin: what a service writes itself comes before, objects merged by
   * key. A service that writes nothing for a plugin gets none.
   */
  readonly defaults?: DeepPartial<PluginOptions<Plugins>>;
}

/** Which git refs may go to which environments and services: a rule for tags or a rule for a branch. */
export type TagRuleInput<Environments extends string = string, Services extends string = string> =
  | TagRuleForTags<Environments, Services>
  | TagRuleForBranch<Environments, Services>;

interface TagRuleCommon<Environments extends string, Services extends string> {
  /** Names of environments the ref may go to. */
  readonly environments: readonly Environments[];
  /** Services the ref deploys. Default: all, or the one that the group `service` of `tag` names. */
  readonly services?: readonly Services[];
}

export interface TagRuleForTags<Environments extends string = string, Services extends string = string>
  extends TagRuleCommon<Environments, Services> {
  /** Matched against the whole tag; the groups `service` and `version` have a meaning. JSON and YAML write the source. */
  readonly tag: RegExp | string;
  readonly branch?: never;
  /** Template of the tag that images get. Default: the part of the git tag after its last slash. */
  readonly imageTag?: string;
}

export interface TagRuleForBranch<Environments extends string = string, Services extends string = string>
  extends TagRuleCommon<Environments, Services> {
  /** Name of the branch, also with `*` and `**`, or an expression; a string in slashes (`/release\/.+/`) is one too. */
  readonly branch: RegExp | string;
  readonly tag?: never;
  /** Template of the tag that images get; it must hold the commit: `{{release.branch}}-{{release.shortCommit}}`. */
  readonly imageTag: string;
}

type NameOf<P> = P extends PluginReference<infer Name, unknown> ? Name : never;
type OptionsOf<P, Name> = P extends PluginReference<Name & string, infer Options> ? Options : never;

type PluginOptions<Plugins extends readonly PluginInput[]> = {
  readonly [Name in NameOf<Plugins[number]>]?: OptionsOf<Plugins[number], Name>;
};

/** What a service writes for each plugin, and what differs per environment. */
export type ServiceInput<
  Plugins extends readonly PluginInput[],
  Environments extends string = string,
> = PluginOptions<Plugins> & {
  /** Settings for one environment, merged over the service's own: objects by key, anything else replaced. */
  readonly environments?: { readonly [Name in Environments]?: DeepPartial<PluginOptions<Plugins>> };
};

export type DeepPartial<T> = T extends readonly unknown[] | RegExp
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/**
 * What a config that is a function is called with; it returns the config or a promise of it.
 *
 * @example
 * export default ({ env }: ConfigContext) => defineConfig({ … })
 */
export interface ConfigContext {
  /** Process environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Types a config: completion and errors in the editor, names of environments and services included. Returns its argument
 * and loads nothing.
 */
export function defineConfig<
  const Plugins extends readonly PluginInput[],
  const Environments extends string,
  const Services extends string,
>(config: ConfigInput<Plugins, Environments, Services>): ConfigInput<Plugins, Environments, Services> {
  return config;
}
