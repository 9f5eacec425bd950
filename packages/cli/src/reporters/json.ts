import { jsonText, type Reporter } from '@funade/core';
import type { Output } from '../model/io.ts';

/** One event a line, as JSON, and the report at the end. `docs/events.md` says what they hold. */
export function jsonReporter(output: Output): Reporter {
  const write = (value: unknown): void => output.write(`${jsonText(value)}\n`);
  return { name: 'json', event: write, report: (report) => write({ type: 'report', report }) };
}
