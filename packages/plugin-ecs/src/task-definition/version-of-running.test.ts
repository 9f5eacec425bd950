import { expect, test } from 'vitest';
import { versionChange } from './version-change.ts';
import { type RunningImage, versionOfRunning } from './version-of-running.ts';

const api = '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com/shop/api';
const web = '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com/shop/web';
const digest = `sha256:${'a'.repeat(64)}`;

test.each<[string, RunningImage[], string | null]>([
  ['a tag', [{ image: `${api}:v1.1.0`, repositoryUri: api }], 'v1.1.0'],
  ['a tag with a digest', [{ image: `${api}:v1.1.0@${digest}`, repositoryUri: api }], 'v1.1.0'],
  ['a bare digest', [{ image: `${api}@${digest}`, repositoryUri: api }], null],
  ['a branch tag', [{ image: `${api}:main-abc1234`, repositoryUri: api }], 'main-abc1234'],
  [
    'the same repository in another registry',
    [{ image: 'registry.example/shop/api:v0.9.0', repositoryUri: api }],
    'v0.9.0',
  ],
  ['a placeholder of another repository', [{ image: 'nginx:1.27', repositoryUri: api }], null],
  ['no image', [{ image: null, repositoryUri: api }], null],
  [
    'the highest of several',
    [
      { image: `${api}:v1.9.0`, repositoryUri: api },
      { image: `${web}:v1.10.0`, repositoryUri: web },
      { image: `${api}:main-abc1234`, repositoryUri: api },
    ],
    'v1.10.0',
  ],
])('the version of %s', (_, ...[images, version]) => expect(versionOfRunning(images)).toBe(version));

test.each<[string | null, string, string | null]>([
  ['v1.1.0', 'v1.2.0', 'minor'],
  ['v1.1.0', 'v1.1.0', 'same'],
  ['main-abc1234', 'v1.1.0', null],
  [null, 'v1.1.0', null],
])('from %s to %s is a step of kind %s', (from, ...[to, step]) => {
  expect(versionChange('api@production', { from, to, allowDowngrade: false })).toEqual({
    target: 'api@production',
    from,
    to,
    step,
  });
});

test('an older version is refused', () => {
  const change = () => versionChange('api@production', { from: 'v1.10.0', to: 'v1.9.0', allowDowngrade: false });
  expect(change).toThrow(expect.objectContaining({ code: 'DOWNGRADE', category: 'refused' }));
});

test('an older version is a step of its own kind once allowed', () => {
  expect(versionChange('api@production', { from: 'v1.10.0', to: 'v1.9.0', allowDowngrade: true }).step).toBe(
    'downgrade',
  );
});
