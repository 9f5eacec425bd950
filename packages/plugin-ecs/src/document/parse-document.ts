import { commentLine, type Json, jsonFault, parseExactJson, trailingCommaLine } from '@funade/core';
import { quotePlaceholders } from './quote-placeholders.ts';

/** What the text of a file holds, or what is wrong with it. */
export type ParsedDocument =
  | { readonly ok: true; readonly document: Json }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads JSON, JSON5 or YAML, as the name of the file says. Numbers keep their digits, and an unquoted `0123` of YAML its
 * zero; `<<` of YAML lays what it names under the rest. What the parsers load is loaded when it is needed.
 */
export async function parseDocument(path: string, text: string): Promise<ParsedDocument> {
  const parser = parserOf(path);
  try {
    return { ok: true, document: await parser(text) };
  } catch (error) {
    const document = await parseQuoted(parser, text);
    if (document !== undefined) return { ok: true, document };
    return { ok: false, problem: json5Problem(path, text) ?? noJson(path, text, error) ?? firstLine(error) };
  }
}

/** The same with placeholders that stand for numbers, where that is all that is in the way. */
async function parseQuoted(parser: Parser, text: string): Promise<Json | undefined> {
  const quoted = quotePlaceholders(text);
  if (quoted === text) return undefined;
  try {
    return await parser(quoted);
  } catch {
    return undefined;
  }
}

type Parser = (text: string) => Json | Promise<Json>;

/** Names of files that it reads. */
export const documentName = /\.(?:json5?|ya?ml)$/;

function parserOf(path: string): Parser {
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

/** What JSON5 knows and JSON does not. */
function json5Problem(path: string, text: string): string | null {
  if (!path.endsWith('.json')) return null;
  const comma = trailingCommaLine(text);
  const line = comma ?? commentLine(text);
  if (line === null) return null;
  const what = comma === null ? 'has a comment' : 'ends with a comma before a bracket';
  return `line ${line} ${what}, which JSON does not allow; remove it, or name the file ${path}5`;
}

/** Of a text that does not even begin like JSON. */
function noJson(path: string, text: string, error: unknown): string | null {
  if (!path.endsWith('.json') || /^\s*[{[]/.test(text) || !(error instanceof SyntaxError)) return null;
  return jsonFault(text, error);
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/:$/, '');
}
