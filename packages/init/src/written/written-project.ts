import { isJsonObject, type Json } from '@funade/core';
import type { FoundPlugin, FoundProject, FoundService } from '../model/found-project.ts';
import { inFile, isValueList, isValueObject, type Value, type ValueObject } from '../model/value.ts';
import { notReadBack } from './errors.ts';

/** A config that is there. */
export interface WrittenConfig {
  /** What it exports. */
  readonly config: unknown;
  /** Its text. */
  readonly text: string;
  /** Texts of the files that it names, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** Paths of definitions that a config names. */
export function namedFiles(config: unknown): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string' && key === 'taskDefinition' && value.endsWith('.json')) found.push(value);
    if (Array.isArray(value)) for (const item of value) walk(item, '');
    else if (isJsonObject(value)) for (const [name, item] of Object.entries(value)) walk(item, name);
  };
  walk(config, '');
  return [...new Set(found)];
}

/**
 * A config that is there as a project, so that another environment can be added: what it says of each environment. Comments, and
 * how expressions were written, are not in it.
 *
 * Throws `INIT_NOT_READ_BACK` where something could not be written again.
 */
export function writtenProject({ config, text, files }: WrittenConfig): FoundProject {
  if (!isJsonObject(config)) throw notReadBack('it exports no object');
  const raw = config as { readonly [key: string]: unknown };
  const environments = objectOf(asValue(raw.environments, 'environments'));
  const services = isJsonObject(raw.services) ? raw.services : {};
  return {
    origin: /^\/\/ Written by `funade init` from (.*)\.$/m.exec(text)?.[1] ?? 'deploy.config.ts as it was',
    project: String(raw.project),
    plugins: pluginsOf(raw.plugins),
    environments: environments as Readonly<Record<string, ValueObject>>,
    tagRules: listOf(asValue(raw.tagRules, 'tagRules')).map(objectOf),
    services: Object.fromEntries(
      Object.entries(services).map(([name, service]) => [
        name,
        serviceOf(objectOf(asValue(service, `services.${name}`)), { environments, files }),
      ]),
    ),
    files: [],
    left: [],
  };
}

interface Around {
  readonly environments: ValueObject;
  readonly files: ReadonlyMap<string, string>;
}

function serviceOf({ environments: over, ...common }: ValueObject, { environments, files }: Around): FoundService {
  const overs = objectOf(over ?? {});
  const each = Object.entries(environments).flatMap(([name, environment]): [string, ValueObject][] => {
    const merged = objectOf(mergeValues(common, overs[name]));
    if (Object.keys(merged).length === 0) return [];
    const { account = '', region = '' } = objectOf(environment);
    const facts = { name, account: String(account), region: String(region) };
    return [[name, objectOf(unfolded(merged, '', { facts, files }))]];
  });
  return { environments: Object.fromEntries(each) };
}

interface Unfolding {
  readonly facts: { readonly name: string; readonly account: string; readonly region: string };
  readonly files: ReadonlyMap<string, string>;
}

/** What holds in one environment: its name, account and region in the place of their templates, definitions in that of their files. */
function unfolded(value: Value, key: string, context: Unfolding): Value {
  const { facts, files } = context;
  if (typeof value === 'string') {
    const text = key === 'taskDefinition' ? files.get(value) : undefined;
    if (text === undefined) return filled(value, facts);
    const path = value.replace(`.${facts.name}.json`, '.json');
    return inFile(path, objectOf(unfolded(asValue(JSON.parse(text) as Json, value), '', context)));
  }
  if (isValueList(value)) return value.map((item) => unfolded(item, '', context));
  if (!isValueObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unfolded(item, name, context)]));
}

function filled(text: string, { name, account, region }: Unfolding['facts']): string {
  return text
    .replaceAll('{{environment.name}}', name)
    .replaceAll('{{environment.account}}', account)
    .replaceAll('{{environment.region}}', region);
}

/** As a config is read: objects by key, anything else replaced. */
function mergeValues(base: Value, over: Value | undefined): Value {
  if (over === undefined) return base;
  if (!isValueObject(base) || !isValueObject(over)) return over;
  const merged: Record<string, Value> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const known = merged[key];
    merged[key] = known === undefined ? value : mergeValues(known, value);
  }
  return merged;
}

/** Plugins that are called without settings. */
const bare = new Set(['ecr', 'ecs', 'schedules', 'check', 'ssm', 'secretsManager', 'cloudFormation']);

function pluginsOf(plugins: unknown): readonly FoundPlugin[] {
  if (plugins === undefined) return [];
  const names = (Array.isArray(plugins) ? plugins : []).map((plugin: unknown) =>
    typeof plugin === 'string' ? plugin : String((plugin as { readonly name?: unknown } | null)?.name),
  );
  const stranger = names.find((name) => !bare.has(name));
  if (stranger !== undefined) throw notReadBack(`its plugin ${JSON.stringify(stranger)} may have settings`);
  return names.filter((name) => name !== 'ecr' && name !== 'ecs').map((name) => ({ name }));
}

function asValue(value: unknown, at: string): Value {
  if (value instanceof RegExp || value === null) return value;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item, index) => asValue(item, `${at}[${index}]`));
  if (!isJsonObject(value)) throw notReadBack(`${at} is no plain value`);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, asValue(item, `${at}.${key}`)]])),
  );
}

function objectOf(value: Value): ValueObject {
  return isValueObject(value) ? value : {};
}

function listOf(value: Value): readonly Value[] {
  return isValueList(value) ? value : [];
}
