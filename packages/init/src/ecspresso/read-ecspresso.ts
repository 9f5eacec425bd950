import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { isJsonObject, plainLastLine } from '@funade/core';
import { runFile } from '@funade/core/node';
import { ecspressoMissing, ecspressoUnreadable } from './errors.ts';
import type { EcspressoConfig, NamedFile } from './model.ts';
import { parseTemplate, type TemplateDocument, valueAt } from './template-document.ts';

export interface ReadRequest {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

const usual = ['ecspresso.yml', 'ecspresso.yaml', 'ecspresso.json', 'ecspresso.jsonnet', 'config.yaml', 'config.yml'];

/**
 * Reads configs of ecspresso and the files that they name. A folder stands for the config in it. Files of Jsonnet are evaluated
 * by `jsonnet`, where that is installed.
 *
 * @throws ECSPRESSO_MISSING, ECSPRESSO_UNREADABLE
 */
export async function readEcspresso(request: ReadRequest): Promise<readonly EcspressoConfig[]> {
  const { cwd, paths } = request;
  const found: string[] = [];
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const file = await configIn(resolve(cwd, path));
    if (file !== null) found.push(file);
    else if (paths.length > 0) throw ecspressoUnreadable(path, 'there is no such file');
  }
  if (found.length === 0) throw ecspressoMissing();
  return await Promise.all(found.map((file) => readConfig(file, request)));
}

async function configIn(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (!found.isDirectory()) return path;
  for (const name of usual) {
    const inside = await stat(join(path, name)).catch(() => null);
    if (inside?.isFile() === true) return join(path, name);
  }
  return null;
}

async function readConfig(file: string, request: ReadRequest): Promise<EcspressoConfig> {
  const texts: string[] = [];
  const config = await readTemplate(file, request, texts);
  if (!config.ok)
    throw ecspressoUnreadable(config.line === null ? config.file : `${config.file}:${config.line}`, config.problem);
  if (!isJsonObject(config.document.value) || !('task_definition' in config.document.value))
    throw ecspressoUnreadable(config.document.file, 'it is no config of ecspresso: it names no task_definition');
  const named = async (key: string): Promise<NamedFile | null> => {
    const path = pathAt(config.document, key);
    return path === null ? null : await readTemplate(resolve(dirname(file), path), request, texts);
  };
  const taskDefinition = await named('task_definition');
  const serviceDefinition = await named('service_definition');
  const folder = relative(request.cwd, dirname(file)).replaceAll('\\', '/');
  return { config: config.document, folder, taskDefinition, serviceDefinition, texts };
}

/** The path of a file, which may contain variables: those are not known here. */
function pathAt({ value, actions }: TemplateDocument, key: string): string | null {
  const path = valueAt(value, [key]);
  if (typeof path !== 'string' || path === '') return null;
  return path.replaceAll(/GoAction(\d+)Q/g, (_, index: string) => actions[Number(index)]?.source ?? '');
}

async function readTemplate(file: string, request: ReadRequest, texts: string[]): Promise<NamedFile> {
  const shown = relative(request.cwd, file).replaceAll('\\', '/');
  const failed = (problem: string, line: number | null = null): NamedFile => ({
    ok: false,
    file: shown,
    line,
    problem,
  });
  const text = file.endsWith('.jsonnet') ? await evaluate(file, request) : await load(file);
  if ('problem' in text) return failed(text.problem);
  texts.push(text.text);
  const parsed = parseTemplate(shown, text.text);
  return parsed.ok ? parsed : failed(parsed.problem, parsed.line);
}

type Loaded = { readonly text: string } | { readonly problem: string };

async function load(file: string): Promise<Loaded> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? { problem: 'there is no such file' } : { text };
}

async function evaluate(file: string, { env, signal }: ReadRequest): Promise<Loaded> {
  if ((await stat(file).catch(() => null)) === null) return { problem: 'there is no such file' };
  const { ok, missing, stdout, stderr } = await runFile('jsonnet', [file], {
    cwd: dirname(file),
    env,
    signal,
    timeout: 60_000,
  });
  if (ok) return { text: stdout };
  if (missing) return { problem: 'jsonnet is not installed: install it, or name what `ecspresso render` prints' };
  const [why = ''] = stderr.split('\n').filter((line) => line.trim() !== '');
  return { problem: `jsonnet says: ${plainLastLine(why)}; name what \`ecspresso render\` prints` };
}
