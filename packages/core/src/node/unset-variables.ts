import { readFile } from 'node:fs/promises';
import { DeployError, isDeployError } from '../model/error.ts';
import { pathText } from '../model/path-text.ts';
import type { Env } from './git.ts';

/** The variables that a config's source reads from `process.env` and that are not set. */
export function unsetVariables(source: string, env: Env): readonly string[] {
  const reads =
    /process\.env(?:\.([A-Za-z_]\w*)\b|\[\s*(['"`])([A-Za-z_]\w*)\2\s*\])(?!\s*(?:\?\?|\|\||[=!]==?|&&|\?[^.]))/g;
  const names = [...source.matchAll(reads)].map(([, dotted, , quoted]) => dotted ?? quoted ?? '');
  return [...new Set(names)].filter((name) => env[name] === undefined);
}

/** Where in a config a text holds the word that a variable without a value becomes. */
export function undefinedTexts(value: unknown, path: readonly PropertyKey[] = []): readonly string[] {
  if (typeof value === 'string')
    return /(?:^|[^A-Za-z])undefined(?:[^A-Za-z]|$)/.test(value) ? [`${pathText(path)}: ${JSON.stringify(value)}`] : [];
  if (typeof value !== 'object' || value === null || path.length > 20) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    undefinedTexts(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/**
 * Runs `parse` on a config, and tells where it reads variables that are not set: nothing in the config itself shows
 * it. Throws what `parse` throws, its hint naming them, and `CONFIG_INVALID` where a text holds `undefined`.
 */
export async function tellUnset<T>(
  { path, config }: { readonly path: string; readonly config: unknown },
  env: Env,
  parse: () => Promise<T>,
): Promise<T> {
  const unset = /\.[cm]?[jt]s$/.test(path) ? unsetVariables(await readFile(path, 'utf8').catch(() => ''), env) : [];
  if (unset.length === 0) return parse();
  const hint = `${unset.map((name) => `process.env.${name}`).join(', ')} ${unset.length === 1 ? 'is' : 'are'} not set, and the config reads ${unset.length === 1 ? 'it' : 'them'}`;
  const texts = undefinedTexts(config);
  if (texts.length > 0) {
    const message = ['strings of the config contain "undefined":', ...texts.map((text) => `  ${text}`)].join('\n');
    throw new DeployError('CONFIG_INVALID', message, { category: 'usage', hint });
  }
  try {
    return await parse();
  } catch (error) {
    if (!isDeployError(error) || error.code !== 'CONFIG_INVALID') throw error;
    const { code, message, category, details } = error;
    throw new DeployError(code, message, { category, details, hint });
  }
}
