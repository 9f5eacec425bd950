import { errorInfo } from '@funade/core';
import { expect, test } from 'vitest';
import { renderError } from '../render/render-error.ts';
import * as errors from './errors.ts';

test.each([
  ['usage', errors.usage("unknown option '--tga'", 'did you mean --tag?')],
  ['usage without a suggestion', errors.usage("missing required argument 'environment'", null)],
  ['confirmNeedsTerminal', errors.confirmNeedsTerminal('production')],
  ['aborted', errors.aborted('production', 'not deployed to')],
  ['planOfOtherProject', errors.planOfOtherProject('shop', 'bank')],
  ['planOfOtherEnvironment', errors.planOfOtherEnvironment('production', ['account', 'role'])],
  ['planOfOtherEnvironment, missing', errors.planOfOtherEnvironment('production', [])],
  ['planOfOtherCommit', errors.planOfOtherCommit('0123456', '89abcde', 'v1.2.0')],
  ['seedUnreadable', errors.seedUnreadable('seed.json', new Error('ENOENT: no such file or directory'))],
  ['seedInvalid', errors.seedInvalid('seed.json', ['accounts.1: an account is 12 digits', 'region: unknown'])],
  ['seedNotWritten', errors.seedNotWritten('seed.json', new Error('EEXIST: file already exists'))],
  ['sandboxNotStarted', errors.sandboxNotStarted(new Error('listen EADDRINUSE: address already in use'))],
  ['sandboxUnreachable', errors.sandboxUnreachable('http://127.0.0.1:4566', new Error('connect ECONNREFUSED'))],
  ['noEnvironmentReadable', errors.noEnvironmentReadable(['staging', 'production'], null)],
  ['resumeNeedsEnvironment', errors.resumeNeedsEnvironment('shop', '/state')],
  [
    'runEnded',
    errors.runEnded('run 1 (v1.2.0 to production)', {
      environment: 'production',
      outcome: 'rolled-back',
      word: 'rolled back',
    }),
  ],
  ['runReplaced', errors.runReplaced('run 1', { by: 'run 2', next: 'funade resume 2', target: 'api@production' })],
  ['runNotTakenUp', errors.runNotTakenUp('run 1 (prune in production)', 'funade prune production')],
  [
    'releaseEnded',
    errors.releaseEnded('v1.2.0', {
      environment: 'production',
      outcome: 'failed',
      ends: 'api@production failed (ecs-svc/1: no capacity)',
    }),
  ],
  ['initFilesDiffer', errors.initFilesDiffer(['deploy.config.ts'])],
  ['tokenRefused', errors.tokenRefused(400, 'sub is missing')],
])('%s', (_, error) => {
  const { category } = error;
  expect(`${category}: ${renderError(errorInfo(error))}`).toMatchSnapshot();
});
