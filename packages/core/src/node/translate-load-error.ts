import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { commentLine } from '../model/comment-line.ts';
import { type DeployError, isDeployError } from '../model/error.ts';
import { trailingCommaLine } from '../model/trailing-comma.ts';
import { configImportMissing, configSyntax, configThrows, type SourcePlace } from './load-config-errors.ts';
import { checkSyntax, stackHead, throwPlace } from './source-place.ts';

/** Whatever loading a config threw, with the file and line where it happened. */
export async function translateLoadError(error: unknown, file: string): Promise<DeployError> {
  if (isDeployError(error)) return error;
  const why = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if (['.json', '.json5', '.yaml', '.yml'].includes(extname(file))) return dataFault(error, file, why);
  if (error instanceof SyntaxError && !stackInFile(stack)) {
    const head = stackHead(stack) ?? (await checkSyntax(file));
    return configSyntax({ file, place: head?.place ?? null, frame: head?.frame ?? null, why, cause: error });
  }
  const { missingImport } = await import('./project-imports.ts');
  const missing = missingImport(error);
  if (missing !== null) return configImportMissing(missing, error);
  return configThrows({ file, place: throwPlace(stack), frame: null, why, cause: error });
}

/** Whether the config itself made the `SyntaxError` while it ran, such as by `new RegExp('(')`. */
function stackInFile(stack: string): boolean {
  return stackHead(stack) === null && throwPlace(stack) !== null;
}

function dataFault(error: unknown, file: string, why: string): DeployError {
  const isJson = extname(file) === '.json';
  // `JSON.parse` quotes what the file holds, in as many lines.
  const [, ...told] = (isJson ? why.replace(/, (?:\.{3})?".*"(?:\.{3})? is not valid JSON$/s, ' in JSON') : why).split(
    '\n',
  );
  const text = told.length === 0 ? why : (told[0] ?? why);
  const frame = told.slice(1).join('\n').trim() === '' ? null : told.slice(1).join('\n').replace(/^\n/, '');
  const written = isJson ? readText(file) : '';
  const comma = trailingCommaLine(written);
  const line = comma ?? commentLine(written);
  // The cause says the same once more.
  const common = { file, frame, why: text, cause: undefined };
  if (line === null) return configSyntax({ ...common, place: dataPlace(error, file, why) });
  const what = comma === null ? 'a comment' : 'a comma before a bracket';
  const said = `there is ${what}, which JSON does not allow; remove it, or name the file ${basename(file)}5`;
  return configSyntax({ ...common, place: { file, line, column: null }, why: said });
}

/** From the mark of js-yaml, the numbers of JSON5, or the words of `JSON.parse`, which has no other way to say it. */
function dataPlace(error: unknown, file: string, why: string): SourcePlace | null {
  const mark = (error as { readonly mark?: { readonly line: number; readonly column: number } }).mark;
  if (mark !== undefined) return { file, line: mark.line + 1, column: mark.column + 1 };
  const at = error as { readonly lineNumber?: number; readonly columnNumber?: number };
  if (at.lineNumber !== undefined) return { file, line: at.lineNumber, column: at.columnNumber ?? null };
  const words = /\(line (\d+) column (\d+)\)/.exec(why);
  return words === null ? null : { file, line: Number(words[1]), column: Number(words[2]) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
