import { expect, test } from 'vitest';
import { plainValue } from '../model/value.ts';
import { accountIn, regionIn, writtenEnvironment } from './known-environment.ts';

test.each<[string, readonly string[], string | null, string | null]>([
  ['an ARN', ['arn:aws:iam::111111111111:role/a'], '111111111111', null],
  ['a registry', ['x 222222222222.dkr.ecr.eu-west-1.amazonaws.com/a'], '222222222222', 'eu-west-1'],
  [
    'most of several',
    [
      'arn:aws:iam::111111111111:role/a',
      'arn:aws:ecs:us-west-2:222222222222:cluster/a',
      'arn:aws:iam::222222222222:role/b',
    ],
    '222222222222',
    'us-west-2',
  ],
  ['no number of an account', ['arn:aws:iam::{{x}}:role/a', '123456789012'], null, null],
])('%s', (...[, texts, account, region]) => {
  expect([accountIn(texts), regionIn(texts)]).toEqual([account, region]);
});

test('what is not known is a sample, and listed', () => {
  const { environment, left } = writtenEnvironment({ account: null, region: null, role: null, place: 'a.yml' });
  expect([plainValue(environment.account ?? ''), plainValue(environment.region ?? '')]).toEqual([
    '111111111111',
    'us-east-1',
  ]);
  expect(left.map(({ what }) => what)).toEqual(['account 111111111111', 'region us-east-1']);
  const known = writtenEnvironment({ account: '1', region: 'r', role: 'x', place: 'a.yml' });
  expect(known).toEqual({ environment: { account: '1', region: 'r', role: 'x' }, left: [] });
});
