import * as z from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Plugin } from '../model/plugin.ts';
import { configSchema, patternSchema } from './config-schema.ts';

/** The JSON Schema (draft 7, which editors know best) of a JSON or YAML config that uses these plugins. */
export function configJsonSchema(plugins: readonly Plugin[]): JsonObject {
  const base = toJson(configSchema);
  const options = Object.fromEntries(
    plugins.flatMap((plugin) =>
      plugin.options === null ? [] : [[plugin.name, withTemplates(withFiles(toJson(plugin.options), plugin))]],
    ),
  );
  const properties = base.properties as JsonObject;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'deploy.config',
    ...base,
    properties: {
      ...properties,
      plugins: pluginNames(properties.plugins, Object.keys(options)),
      tagRules: tagRules(properties.tagRules),
      environments: environments(properties.environments, options),
      services: services(properties.services, options),
    },
  };
}

function toJson(schema: z.ZodType): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === patternSchema) Object.assign(jsonSchema, { type: 'string', minLength: 1 });
    },
  }) as JsonObject;
  return rest;
}

/** The path of a file may stand in the place of these options. */
function withFiles(schema: JsonObject, { optionFiles = {} }: Plugin): JsonObject {
  const properties = (schema.properties ?? {}) as JsonObject;
  const either = Object.entries(optionFiles).flatMap(([option, { name }]) => {
    const { description, ...own } = (properties[option] ?? {}) as JsonObject;
    const anyOf = [own, { type: 'string', pattern: name.source }];
    return [[option, { ...(description === undefined ? {} : { description }), anyOf }]];
  });
  return { ...schema, properties: { ...properties, ...Object.fromEntries(either) } };
}

function pluginNames(written: Json | undefined, names: readonly string[]): Json {
  const name: JsonObject = { type: 'string', ...(names.length === 0 ? {} : { examples: names }) };
  const withSettings: JsonObject = { type: 'object', minProperties: 1, maxProperties: 1 };
  return { ...(written as JsonObject), items: { anyOf: [name, withSettings] } };
}

/** A rule is for tags or for a branch, and one for a branch says its image tag. */
function tagRules(written: Json | undefined): Json {
  const list = written as JsonObject;
  const oneOf = [{ required: ['tag'] }, { required: ['branch', 'imageTag'] }];
  return { ...list, items: { ...(list.items as JsonObject), oneOf } };
}

/** What holds for every service of an environment: options of plugins, none of them required. */
function environments(written: Json | undefined, options: JsonObject): Json {
  const record = written as JsonObject;
  const environment = record.additionalProperties as JsonObject;
  const own = environment.properties as JsonObject;
  const { additionalProperties: _any, propertyNames: _names, ...defaults } = own.defaults as JsonObject;
  return {
    ...record,
    additionalProperties: {
      ...environment,
      properties: { ...own, defaults: { ...defaults, type: 'object', ...partialOptions(options) } },
    },
  };
}

/** Options of plugins with no key required. */
function partialOptions(options: JsonObject): JsonObject {
  const closed = Object.keys(options).length > 0 ? { additionalProperties: false } : {};
  const partial = Object.fromEntries(Object.entries(options).map(([name, schema]) => [name, optional(schema ?? {})]));
  return { properties: partial, ...closed };
}

function services(written: Json | undefined, options: JsonObject): Json {
  const record = written as JsonObject;
  const service = record.additionalProperties as JsonObject;
  const own = service.properties as JsonObject;
  const closed = Object.keys(options).length > 0 ? { additionalProperties: false } : {};
  const perEnvironment = { type: 'object', ...partialOptions(options) };
  const environments = { ...(own.environments as JsonObject), additionalProperties: perEnvironment };
  return {
    ...record,
    additionalProperties: { ...service, properties: { ...options, environments }, ...closed },
  };
}

/** The same schema with no key required, at any depth. */
function optional(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(optional);
  if (!isJsonObject(schema)) return schema;
  const { required, ...rest } = schema;
  const kept = Array.isArray(required) ? rest : schema;
  return Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, optional(value ?? null)]));
}

const stringRules = ['pattern', 'format', 'enum', 'const', 'minLength', 'maxLength'];

/** Whatever a string must look like, a template may stand in its place. */
function withTemplates(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withTemplates);
  if (!isJsonObject(schema)) return schema;
  if (schema.type === 'string' && stringRules.some((rule) => rule in schema)) {
    const { description, ...rule } = schema;
    const either = [rule, { type: 'string', pattern: '\\{\\{' }];
    return { ...(description === undefined ? {} : { description }), anyOf: either };
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'propertyNames' ? value : withTemplates(value ?? null)]),
  );
}
