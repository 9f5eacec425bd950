import { commentLine, isJsonObject, type Json, type JsonObject, parseExactJson, trailingCommaLine } from '@funade/core';

/** What the text of a file holds, or what is wrong with it. */
export type ParsedDefinition =
  | { readonly ok: true; readonly taskDefinition: JsonObject; readonly tags: readonly JsonObject[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a task definition: the body of RegisterTaskDefinition, or the answer of DescribeTaskDefinition. Numbers keep their
 * digits, and an unquoted `0123` of YAML its zero; `<<` of YAML lays what it names under the rest. What the parsers load is loaded when it is needed.
 */
export async function parseDefinition(path: string, text: string): Promise<ParsedDefinition> {
  try {
    const document = await parserOf(path)(text);
    const answer = isJsonObject(document) && isJsonObject(document.taskDefinition) ? document : null;
    const taskDefinition = answer === null ? document : (answer.taskDefinition as JsonObject);
    const problems = problemsOf(taskDefinition);
    if (problems.length > 0 || !isJsonObject(taskDefinition)) return { ok: false, problems };
    const tags = Array.isArray(answer?.tags) ? answer.tags.filter(isJsonObject) : [];
    return { ok: true, taskDefinition, tags };
  } catch (error) {
    return { ok: false, problems: [json5Problem(path, text) ?? firstLine(error)] };
  }
}

function parserOf(path: string): (text: string) => Json | Promise<Json> {
  if (/\.ya?ml$/.test(path)) return parseYaml;
  return path.endsWith('.json5') ? parseJson5 : parseExactJson;
}

/** JSON5 has numbers of JavaScript alone, so those that it would change are refused. */
async function parseJson5(text: string): Promise<Json> {
  const { default: json5 } = await import('json5');
  return json5.parse(text, (key, value) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
    throw new SyntaxError(`${key} is a number that JSON5 cannot hold exactly; write it in quotes`);
  });
}

async function parseYaml(text: string): Promise<Json> {
  const { parseDocument, visit } = await import('yaml');
  const document = parseDocument(text, { merge: true });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'number' || node.source === undefined) return;
      node.value = asWritten(node.value, node.source);
    },
  });
  return document.toJS() as Json;
}

/** `1.10`, `012` and what has more digits than a JavaScript number stay as they are written. */
function asWritten(value: number, source: string): Json {
  if (String(value) === source) return value;
  if (/^[-+]?0\d+$/.test(source)) return source;
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(source) ? { $number: source } : value;
}

function problemsOf(document: Json): readonly string[] {
  if (!isJsonObject(document)) return ['it does not contain an object'];
  const { family, containerDefinitions } = document;
  const named = Array.isArray(containerDefinitions) && containerDefinitions.every(isNamed);
  return [
    ...(typeof family === 'string' && family !== '' ? [] : ['family is required']),
    ...(named && containerDefinitions.length > 0 ? [] : ['containerDefinitions is required, each with a name']),
  ];
}

function isNamed(container: Json): boolean {
  return isJsonObject(container) && typeof container.name === 'string';
}

/** What JSON5 knows and JSON does not. */
function json5Problem(path: string, text: string): string | null {
  if (!path.endsWith('.json')) return null;
  const comma = trailingCommaLine(text);
  const line = comma ?? commentLine(text);
  if (line === null) return null;
  const what = comma === null ? 'has a comment' : 'ends with a comma before a bracket';
  return `line ${line} ${what}, which JSON does not allow; remove it, or name the file ${path}5`;
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/:$/, '');
}
