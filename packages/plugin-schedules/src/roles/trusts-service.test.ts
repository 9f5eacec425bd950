import { expect, test } from 'vitest';
import { trustsService } from './trusts-service.ts';

const allow = (more: object) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...more });
const scheduler = { Service: 'scheduler.amazonaws.com' };

test.each<[unknown, boolean]>([
  [{ Statement: [allow({ Principal: scheduler })] }, true],
  [{ Statement: allow({ Principal: { Service: ['events.amazonaws.com', 'scheduler.amazonaws.com'] } }) }, true],
  [{ Statement: [allow({ Principal: '*', Action: ['sts:*'] })] }, true],
  [{ Statement: [allow({ Principal: { Service: 'events.amazonaws.com' } })] }, false],
  [{ Statement: [allow({ Principal: scheduler, Effect: 'Deny' })] }, false],
  [{ Statement: [allow({ Principal: scheduler, Action: 'sts:TagSession' })] }, false],
  [{ Statement: [allow({ Principal: { AWS: 'arn:aws:iam::1:root' } })] }, false],
  [{}, false],
  ['', false],
])('%j: %s', (policy, trusted) => {
  const document = encodeURIComponent(policy === '' ? '{' : JSON.stringify(policy));
  expect(trustsService(document, 'scheduler.amazonaws.com')).toBe(trusted);
});
