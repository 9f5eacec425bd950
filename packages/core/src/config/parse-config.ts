import type { Environment } from '../model/environment.ts';
import type { Plugin } from '../model/plugin.ts';
import { configInvalid, inOrder, type Problem } from '../model/problem.ts';
import { tagPattern, writtenPattern } from '../release/tag-pattern.ts';
import type { TagRule } from '../release/tag-rules.ts';
import { checkNames } from './check-names.ts';
import { checkServices } from './check-services.ts';
import type { Config, Service } from './config.ts';
import { configSchema } from './config-schema.ts';
import type { ConfigInput, EnvironmentInput, TagRuleInput } from './define-config.ts';
import { environmentDefaults } from './environment-defaults.ts';
import { inlineOptionFiles, type ReadText, withFile } from './inline-option-files.ts';
import { type LoadPluginsOptions, loadPlugins } from './load-plugins.ts';
import { plainCopy } from './plain-copy.ts';
import { schemaProblems } from './schema-problems.ts';

export interface ParseConfigOptions extends LoadPluginsOptions {
  /** What the config is called in messages. Default `the config`. */
  readonly file?: string;
  /** Reads a file that an option names, relative to the config. Absent: an option names none. */
  readonly readText?: ReadText;
}

/**
 * Checks what a config file holds and loads its plugins.
 *
 * Throws `CONFIG_INVALID` with every problem at once, as lines `path: message`.
 */
export async function parseConfig(raw: unknown, options: ParseConfigOptions): Promise<Config> {
  const file = options.file ?? 'the config';
  const problems: Problem[] = [];
  const { plugins: written, rest } = takePlugins(raw);
  const plain = plainCopy(rest, problems);
  const plugins = await loadPlugins(written, options, problems);
  const { readText } = options;
  const { config: copy, files } =
    readText === undefined
      ? { config: plain, files: new Map() }
      : await inlineOptionFiles(plain, { plugins, readText }, problems);
  problems.push(...schemaProblems(configSchema, written === undefined ? copy : withPlugins(copy, written)));
  problems.push(...checkNames(copy));
  problems.push(...(await checkServices(copy, plugins, options.offers)));
  if (problems.length > 0) {
    const told = onePerPlace(problems).map((problem) => withFile(problem, files));
    throw configInvalid(file, inOrder(told, raw));
  }
  return assemble(copy as ConfigInput, plugins, file);
}

/** Plugins hold functions; everything else in a config is plain data. */
function takePlugins(raw: unknown): { readonly plugins: unknown; readonly rest: unknown } {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { plugins: undefined, rest: raw };
  try {
    const { plugins, ...rest } = raw as { readonly plugins?: unknown };
    const prototype: unknown = Object.getPrototypeOf(raw);
    return { plugins, rest: prototype === Object.prototype || prototype === null ? rest : raw };
  } catch {
    // A getter that throws; copying the rest tells it.
    return { plugins: undefined, rest: raw };
  }
}

function withPlugins(copy: unknown, plugins: unknown): unknown {
  return typeof copy === 'object' && copy !== null ? { ...copy, plugins } : copy;
}

/** A place that is not plain data is reported as that, and not once more for its type. */
function onePerPlace(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, message }) => {
    const place = path.map(String).join('\0');
    const again = seen.has(place) && message === 'is required';
    seen.add(place);
    return !again;
  });
}

function assemble(input: ConfigInput, plugins: readonly Plugin[], file: string): Config {
  return {
    project: input.project,
    plugins,
    environments: mapValues(input.environments, environmentOf),
    tagRules: input.tagRules.map(tagRuleOf),
    services: mapValues(input.services, (name, service) => serviceOf(name, service, input.environments)),
    file,
  };
}

function environmentOf(name: string, { account, region, role, confirm, order }: EnvironmentInput): Environment {
  const strict = order === 'strict' ? { order } : {};
  return { name, account, region, role: role ?? null, confirm: confirm ?? false, ...strict };
}

function tagRuleOf(input: TagRuleInput): TagRule {
  const type = input.tag === undefined ? 'branch' : 'tag';
  const written = input.tag ?? input.branch ?? '';
  return {
    type,
    written: writtenPattern(written, type),
    pattern: tagPattern(written, type),
    environments: input.environments,
    services: input.services ?? null,
    imageTag: input.imageTag ?? null,
  };
}

function serviceOf(
  name: string,
  input: Readonly<Record<string, unknown>>,
  written: ConfigInput['environments'],
): Service {
  const { environments, ...options } = input;
  const defaults = environmentDefaults(written);
  return { name, options, environments: (environments ?? {}) as Service['environments'], defaults };
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  make: (name: string, value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(name, value)]));
}
