import { posix } from 'node:path';
import { isJsonObject, type Json } from '@funade/core';
import type { Value, ValueObject } from '../model/value.ts';
import { type Functions, functionsOf, plainFunctions } from './convert-expression.ts';
import { tokens } from './go-template.ts';
import type { Carrier, TemplateDocument } from './template-document.ts';
import { valueAt } from './template-document.ts';

/** What templates may call: the functions of every plugin that is carried over. Null: of one that is not. */
export function functionsIn(config: TemplateDocument): Functions {
  const functions: Record<string, string | null> = { ...plainFunctions };
  for (const { name, prefix, problem } of pluginsOf(config)) {
    for (const each of functionsOf[name] ?? []) functions[prefix + each] = problem === null ? each : null;
  }
  return functions;
}

/** What our plugins are called with, from those of a config of ecspresso. */
export function convertPlugins(
  { document, ledger, value }: Carrier,
  folder: string,
): Readonly<Record<string, ValueObject>> {
  const settings: Record<string, ValueObject> = {};
  for (const { name, index, problem } of pluginsOf(document)) {
    const path = ['plugins', index];
    if (problem !== null) {
      ledger.leave(path, { what: `plugin ${name}`, ...problem });
      continue;
    }
    if (name === 'tfstate') settings.terraformState = stateOf(value([...path, 'config']), folder);
    ledger.carry(path);
  }
  return settings;
}

interface EcspressoPlugin {
  readonly index: number;
  readonly name: string;
  readonly prefix: string;
  /** Why it is not carried over. */
  readonly problem: { readonly reason: string; readonly instead: string } | null;
}

function pluginsOf({ value, actions }: TemplateDocument): readonly EcspressoPlugin[] {
  const list = valueAt(value, ['plugins']);
  const states = new Set<string>();
  return (Array.isArray(list) ? list : []).map((plugin: Json, index) => {
    const written = isJsonObject(plugin) ? plugin : {};
    const name = typeof written.name === 'string' ? written.name : '';
    const prefix = typeof written.func_prefix === 'string' ? written.func_prefix : '';
    const place = name === 'tfstate' ? JSON.stringify(written.config ?? null) : '';
    if (name === 'tfstate') states.add(place);
    const problem = problemOf(name, written.config ?? null, states.size) ?? lookupProblem(place, actions);
    return { index, name, prefix, problem };
  });
}

/** Where a state is can name the environment, and nothing that is looked up. */
function lookupProblem(place: string, actions: TemplateDocument['actions']): EcspressoPlugin['problem'] {
  const looks = [...place.matchAll(tokens)].some(([, index]) => {
    const parsed = actions[Number(index)]?.parsed ?? null;
    const [name] = parsed !== null && 'kind' in parsed && parsed.kind === 'call' ? parsed.args : [];
    return name?.kind !== 'text' || !/^AWS_(?:ACCOUNT_ID|REGION|DEFAULT_REGION)$/.test(name.value);
  });
  return looks
    ? {
        reason: 'where a state is cannot be looked up: it may name the environment, its account and its region',
        instead: "write it: terraformState({ s3: { bucket: 'states', key: '{{environment.name}}.tfstate' } })",
      }
    : null;
}

function problemOf(name: string, config: Json, states: number): EcspressoPlugin['problem'] {
  if (functionsOf[name] === undefined)
    return {
      reason: 'Funade has no such lookup',
      instead: 'keep the value in SSM, in a variable or in a Terraform state',
    };
  if (name !== 'tfstate') return null;
  if (states > 1)
    return {
      reason: 'a config looks up one Terraform state',
      instead: 'write what you need of it in outputs of the first',
    };
  return isReadable(config)
    ? null
    : { reason: 'a state is read from a file or from S3', instead: 'keep what you need of it in parameters of SSM' };
}

function isReadable(config: Json): boolean {
  const place = placeIn(config);
  return place !== '' && (/^(?:s3|file):\/\/./.test(place) || !/^[a-z]+:\/\//.test(place));
}

function placeIn(config: Json | Value): string {
  const { path, url } = (typeof config === 'object' && config !== null ? config : {}) as Record<string, unknown>;
  return typeof path === 'string' && path !== '' ? path : typeof url === 'string' ? url : '';
}

function stateOf(config: Value, folder: string): ValueObject {
  const place = placeIn(config);
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(place) ?? [];
  if (bucket !== undefined && key !== undefined) return { s3: { bucket, key } };
  const file = place.replace(/^file:\/\//, '');
  return { file: file.startsWith('/') ? file : posix.join(folder, file) };
}
