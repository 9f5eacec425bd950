import { expect, test } from 'vitest';
import * as errors from './errors.ts';

const last = {
  good: false,
  cause: 'status',
  text: 'it answered 503, expected 200',
  hint: 'see',
  evidence: [],
} as const;
const check = { url: 'https://shop.example.com/healthz', last, attempts: 24, seconds: 118, good: 0, consecutive: 3 };
const command = { command: ['npm', 'run', 'smoke'], how: 'exit code 1', timeoutSeconds: 300, lines: [] };

test('the texts', () => {
  const all = [
    errors.checkFailed(check),
    errors.checkFailed({ ...check, attempts: 1, seconds: 0 }),
    errors.checkFailed({ ...check, good: 1 }),
    errors.checkFailed({ ...check, good: 2 }),
    errors.checkFailed({ ...check, otherwise: 'the deployment stays paused' }),
    errors.commandFailed({ ...command, cause: 'exit-code' }),
    errors.commandFailed({ ...command, cause: 'signal', how: 'SIGKILL' }),
    errors.commandFailed({ ...command, cause: 'timeout' }),
    errors.commandFailed({ ...command, cause: 'not-found' }),
    errors.variableUnset('SMOKE_TOKEN'),
    errors.variableUnfit('SMOKE_TOKEN'),
  ];
  expect(
    all.map(({ code, message, hint }) => `${code}\n  ${message}\n  hint: ${hint}`).join('\n'),
  ).toMatchInlineSnapshot(`
    "CHECK_FAILED
      https://shop.example.com/healthz: it answered 503, expected 200 (24 requests in 1m58s)
      hint: see
    CHECK_FAILED
      https://shop.example.com/healthz: it answered 503, expected 200 (1 request in 0s)
      hint: see
    CHECK_FAILED
      https://shop.example.com/healthz: only the last answer was as expected, 3 in a row are needed; before, it answered 503, expected 200 (24 requests in 1m58s)
      hint: see
    CHECK_FAILED
      https://shop.example.com/healthz: only the last 2 answers were as expected, 3 in a row are needed; before, it answered 503, expected 200 (24 requests in 1m58s)
      hint: see
    CHECK_FAILED
      https://shop.example.com/healthz: it answered 503, expected 200 (24 requests in 1m58s)
      hint: see; the deployment stays paused
    CHECK_FAILED
      npm run smoke ended with exit code 1
      hint: its last lines are above
    CHECK_FAILED
      npm run smoke was ended by SIGKILL
      hint: its last lines are above
    CHECK_FAILED
      npm run smoke did not end within 5m and was ended
      hint: set timeout if it may take longer
    CHECK_FAILED
      npm run smoke was not found
      hint: is "npm" installed on the machine that deploys? no shell reads the command: write ["sh", "-c", "…"] for one
    CHECK_VARIABLE_UNSET
      the variable SMOKE_TOKEN is not set, and a check sends it as a header
      hint: set SMOKE_TOKEN for the job that deploys
    CHECK_VARIABLE_UNFIT
      the value of SMOKE_TOKEN has characters that no header may have
      hint: a line break at its end is the usual one: printf %s instead of echo"
  `);
});
