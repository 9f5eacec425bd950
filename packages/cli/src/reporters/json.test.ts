import { expect, test } from 'vitest';
import { eventLog, memoryOutput, planFor } from '../../test/builders.ts';
import { jsonReporter } from './json.ts';

test('each event is one line that reads back as it was', () => {
  const log = eventLog(planFor(['api']));
  log.start();
  log.output(log.id('ecr.build-image', 'shop/api@production'), 'two\nlines');
  log.finish();
  const output = memoryOutput();
  for (const event of log.events) jsonReporter(output).event?.(event);
  const lines = output.text().trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(log.events);
});
