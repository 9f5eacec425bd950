import { isJsonObject } from '../model/json.ts';
import type { LookedUp } from '../model/lookup.ts';
import { suggest } from '../model/nearest.ts';
import { type Path, valueAt } from '../model/path-text.ts';
import type { Plugin } from '../model/plugin.ts';
import type { Problem } from '../model/problem.ts';
import { lookupHelpers } from '../templates/lookup-helpers.ts';
import { checkLeaves, holdsTemplate } from '../templates/render-leaves.ts';
import { sampleImageTagScope, sampleServiceScope } from '../templates/template-scope.ts';
import { type LoadTemplatesOptions, loadTemplates } from '../templates/templates.ts';
import type { Service } from './config.ts';
import { environmentDefaults } from './environment-defaults.ts';
import { keysAt } from './keys-at.ts';
import type { PluginOffer } from './load-plugins.ts';
import { mergedOptions, optionProblems, writtenPath } from './plugin-options.ts';

/**
 * What is wrong with what services write for plugins, in every environment, and with every template of the config. Reads
 * whatever is well-formed.
 */
export async function checkServices(
  config: unknown,
  plugins: readonly Plugin[],
  offers: readonly PluginOffer[] = [],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const environments = keysAt(config, ['environments']);
  for (const name of keysAt(config, ['services'])) {
    const service = serviceAt(config, name);
    if (service !== null) problems.push(...checkService(service, { plugins, offers }, environments));
  }
  if (problems.length === 0) problems.push(...checkTogether(config, plugins, environments));
  const known = { plugins: namesOf(plugins), offered: namesOfOffers(offers) };
  for (const [name, defaults] of Object.entries(environmentDefaults(valueAt(config, ['environments'])))) {
    problems.push(...unknownPlugins(defaults, ['environments', name, 'defaults'], known));
  }
  await checkTemplates(
    config,
    { helpers: lookupHelpers(plugins, () => nothing), offered: helpersOf(offers) },
    problems,
  );
  return problems;
}

const nothing: LookedUp = { calls: [], facts: {} };

function helpersOf(offers: readonly PluginOffer[]): Readonly<Record<string, string>> {
  return Object.fromEntries(offers.flatMap(({ name, helpers }) => helpers.map((helper) => [helper, `${name}()`])));
}

async function checkTemplates(config: unknown, options: LoadTemplatesOptions, problems: Problem[]): Promise<void> {
  const services = valueAt(config, ['services']);
  const rules = valueAt(config, ['tagRules']);
  const defaults = environmentDefaults(valueAt(config, ['environments']));
  if (!holdsTemplate(services) && !holdsTemplate(rules) && !holdsTemplate(defaults)) return;
  const withLookups = await loadTemplates(options);
  await checkLeaves(services, sampleServiceScope, { path: ['services'], problems, templates: withLookups });
  for (const [name, held] of Object.entries(defaults)) {
    const path = ['environments', name, 'defaults'];
    await checkLeaves(held, sampleServiceScope, { path, problems, templates: withLookups });
  }
  if (!holdsTemplate(rules) || !Array.isArray(rules)) return;
  // An image tag is made before anything is looked up.
  const templates = await loadTemplates();
  for (const index of rules.keys()) {
    const path = ['tagRules', index, 'imageTag'];
    await checkLeaves(valueAt(config, path), sampleImageTagScope, { path, problems, templates });
  }
}

function checkService(
  service: Service,
  { plugins, offers }: { readonly plugins: readonly Plugin[]; readonly offers: readonly PluginOffer[] },
  environments: readonly string[],
): readonly Problem[] {
  const at: Path = ['services', service.name];
  const writable = namesOf(plugins);
  const known = { plugins: writable, offered: namesOfOffers(offers) };
  const unknown = [
    ...unknownPlugins(service.options, at, known),
    ...Object.entries(service.environments).flatMap(([name, over]) =>
      unknownPlugins(over, [...at, 'environments', name], known),
    ),
  ];
  const inSome = environments.some((environment) =>
    writable.some((name) => mergedOptions(service, name, environment) !== undefined),
  );
  if (unknown.length === 0 && !inSome && writable.length > 0) {
    return [{ path: at, message: `has no settings for any plugin; write ${writable.join(' or ')}` }];
  }
  const others = {
    ...Object.fromEntries(known.offered.map((name) => [name, `, and add ${name}() to plugins`])),
    ...Object.fromEntries(writable.map((name) => [name, ''])),
  };
  const checked = plugins.flatMap((plugin) => checkOptions(service, { plugin, others }, environments));
  return [...unknown, ...sayWhere(checked, environments)];
}

/** What plugins have against what services write of each other. Looks at services that are right by themselves. */
function checkTogether(
  config: unknown,
  plugins: readonly Plugin[],
  environments: readonly string[],
): readonly Problem[] {
  const services = keysAt(config, ['services']).flatMap((name) => serviceAt(config, name) ?? []);
  const checked = plugins.flatMap((plugin) =>
    environments.flatMap((environment) => {
      const written = services.flatMap((service) => {
        const merged = mergedOptions(service, plugin.name, environment);
        return merged === undefined ? [] : [[service.name, merged] as const];
      });
      return (plugin.checkServices?.(Object.fromEntries(written)) ?? []).flatMap(({ path, message }) => {
        const [name, ...rest] = path;
        const service = services.find((one) => one.name === name);
        if (service === undefined) return [];
        return [{ path: writtenPath(service, environment, [plugin.name, ...rest]), message, environment }];
      });
    }),
  );
  return sayWhere(checked, environments);
}

/** Plugins that a service writes options for. */
function namesOf(plugins: readonly Plugin[]): readonly string[] {
  return plugins.filter(({ options }) => options !== null).map(({ name }) => name);
}

function namesOfOffers(offers: readonly PluginOffer[]): readonly string[] {
  return offers.map(({ name }) => name);
}

interface KnownPlugins {
  readonly plugins: readonly string[];
  /** Those that the config could list. */
  readonly offered: readonly string[];
}

function unknownPlugins(options: object, at: Path, { plugins, offered }: KnownPlugins): readonly Problem[] {
  return Object.keys(options)
    .filter((key) => !plugins.includes(key))
    .map((key) => ({
      path: [...at, key],
      message: offered.includes(key)
        ? `the plugin "${key}" is not listed: add ${key}() to plugins`
        : `there is no plugin "${key}"; ${suggest(key, plugins)}`,
    }));
}

interface Checked extends Problem {
  readonly environment: string;
}

function checkOptions(
  service: Service,
  { plugin, others }: { readonly plugin: Plugin; readonly others: Readonly<Record<string, string>> },
  environments: readonly string[],
): readonly Checked[] {
  const known = new Map<unknown, readonly Problem[]>();
  return environments.flatMap((environment) => {
    const merged = mergedOptions(service, plugin.name, environment);
    if (merged === undefined) return [];
    const problems = known.get(merged) ?? optionProblems(plugin, merged, others);
    known.set(merged, problems);
    return problems.map(({ path, message }) => ({
      path: writtenPath(service, environment, [plugin.name, ...path]),
      message,
      environment,
    }));
  });
}

/** A problem that not every environment has names the ones that have it, unless its path does already. */
function sayWhere(checked: readonly Checked[], environments: readonly string[]): readonly Problem[] {
  const groups = Map.groupBy(checked, ({ path, message }) => JSON.stringify([path, message]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { path, message } = first;
    // A schema may say the same twice.
    const where = [...new Set(group.map(({ environment }) => environment))];
    const everywhere = where.length === environments.length || path[2] === 'environments';
    return { path, message: everywhere ? message : `${message} (in ${where.join(', ')})` };
  });
}

function serviceAt(config: unknown, name: string): Service | null {
  const value = valueAt(config, ['services', name]);
  if (!isJsonObject(value)) return null;
  const { environments, ...options } = value;
  const over = isJsonObject(environments) ? Object.entries(environments).filter(([, item]) => isJsonObject(item)) : [];
  const defaults = environmentDefaults(valueAt(config, ['environments']));
  return { name, options, environments: Object.fromEntries(over) as Service['environments'], defaults };
}
