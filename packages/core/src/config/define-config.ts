import type { PluginReference } from '../plan/plugin.ts';

/** What a person writes in `deploy.config.ts`. Every string below `services` is a template. */
export interface ConfigInput<Plugins extends readonly PluginInput[] = readonly PluginInput[]> {
  /** Name of the project, for session names and templates. */
  readonly project: string;
  /** Plugins in the order they plan. Default: `ecr()` then `ecs()`. JSON and YAML configs write names. */
  readonly plugins?: Plugins;
  readonly environments: Readonly<Record<string, EnvironmentInput>>;
  /** First match wins; a ref that matches none is refused. */
  readonly tagRules: readonly TagRuleInput[];
  readonly services: Readonly<Record<string, ServiceInput<Plugins>>>;
}

export type PluginInput = PluginReference | string;

export interface EnvironmentInput {
  /** The twelve-digit AWS account id. */
  readonly account: string;
  readonly region: string;
  /** ARN of the role to deploy with. Default: the credentials that are found, which must be of `account`. */
  readonly role?: string;
  /** Ask a person before anything is changed. Default false. */
  readonly confirm?: boolean;
}

/** Which git refs may go to which environments and services: a rule for tags or a rule for a branch. */
export type TagRuleInput = TagRuleForTags | TagRuleForBranch;

interface TagRuleCommon {
  /** Names of environments the ref may go to. */
  readonly environments: readonly string[];
  /** Services the ref deploys. Default: all, or the one that the group `service` of `tag` names. */
  readonly services?: readonly string[];
  /** Template of the tag that images get. Default: the part of the git tag behind its last slash. */
  readonly imageTag?: string;
}

export interface TagRuleForTags extends TagRuleCommon {
  /** Matched against the whole tag; the groups `service` and `version` have a meaning. JSON and YAML write the source. */
  readonly tag: RegExp | string;
  readonly branch?: never;
}

export interface TagRuleForBranch extends TagRuleCommon {
  /** Name of the branch, or a pattern. Such a rule needs an `imageTag` that holds the commit. */
  readonly branch: RegExp | string;
  readonly tag?: never;
}

type NameOf<P> = P extends PluginReference<infer Name, unknown> ? Name : never;
type OptionsOf<P, Name> = P extends PluginReference<Name & string, infer Options> ? Options : never;

type PluginOptions<Plugins extends readonly PluginInput[]> = {
  readonly [Name in NameOf<Plugins[number]>]?: OptionsOf<Plugins[number], Name>;
};

/** What a service writes for each plugin, and what differs per environment. */
export type ServiceInput<Plugins extends readonly PluginInput[]> = PluginOptions<Plugins> & {
  /** Settings that hold in one environment, merged over the service's own: objects by key, anything else replaced. */
  readonly environments?: Readonly<Record<string, DeepPartial<PluginOptions<Plugins>>>>;
};

export type DeepPartial<T> = T extends readonly unknown[] | RegExp
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/** Types a config: completion and errors in the editor. Returns its argument and loads nothing. */
export function defineConfig<const Plugins extends readonly PluginInput[]>(
  config: ConfigInput<Plugins>,
): ConfigInput<Plugins> {
  return config;
}
