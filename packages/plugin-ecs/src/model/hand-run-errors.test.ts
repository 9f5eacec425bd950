import type { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import * as errors from './hand-run-errors.ts';

const warm = { target: 'api@production', task: 'warm' } as const;
const text = 'warm {{release.version}}';

const all: Readonly<Record<keyof typeof errors, DeployError>> = {
  taskNotConfigured: errors.taskNotConfigured('api@production', 'migrat', ['migrate', 'warm']),
  taskNeedsRelease: errors.taskNeedsRelease(warm, { text, inCommand: true }),
  nothingToRun: errors.nothingToRun('api@production', 'no task definition shop-api:99'),
};

test('every error reads as it should', () => {
  const texts = Object.values(all).map(
    ({ code, category, message, hint }) => `${code} ${category}\n  ${message}\n  hint: ${hint}`,
  );
  expect(texts.join('\n')).toMatchInlineSnapshot(`
    "TASK_NOT_CONFIGURED usage
      api@production has no task "migrat" under ecs.tasks
      hint: did you mean "migrate"? available: migrate, warm
    TASK_NEEDS_RELEASE usage
      task warm of api@production has no value without a release: "warm {{release.version}}"
      hint: write the command behind --
    NOTHING_TO_RUN usage
      api@production has no task definition shop-api:99
      hint: name one with --revision; what was deployed is shown by funade history"
  `);
});

test('a variable that needs a release is not replaced by a command alone', () => {
  expect(errors.taskNeedsRelease(warm, { text, inCommand: false }).hint).toBe(
    'leave out --task, and write the command behind --',
  );
});
