import { jsonText } from '@funade/core';
import type { Output } from '../model/io.ts';
import type { Reporter } from './reporter.ts';

/** One event a line, as JSON. */
export function jsonReporter(output: Output): Reporter {
  return {
    event: (event) => output.write(`${jsonText(event)}\n`),
    end: async () => undefined,
  };
}
