import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitHistory } from '../src/node/git-history.ts';
import { makeFolder, makeRepository } from './support/repository.ts';

test('a commit stands before, at, behind or beside another', async () => {
  await using repository = await makeRepository();
  const first = await repository.commit();
  const second = await repository.commit();
  await repository.git('checkout', '--quiet', '-b', 'hotfix', first);
  const beside = await repository.commit({ 'fix.txt': 'fix' });
  await repository.git('checkout', '--quiet', '--orphan', 'other');
  const apart = await repository.commit({ 'other.txt': 'other' });
  const { relate } = gitHistory(repository.path, repository.env);
  expect(await relate(first, second)).toBe('older');
  expect(await relate(second, first)).toBe('newer');
  expect(await relate(second, second)).toBe('same');
  expect(await relate(second, second.slice(0, 10))).toBe('same');
  expect(await relate(beside, second)).toBe('unrelated');
  expect(await relate(apart, second)).toBe('unrelated');
  expect(await relate(second, '0'.repeat(40))).toBe('unknown');
});

test('a shallow clone says what it knows, and that it is shallow where it does not', async () => {
  await using repository = await makeRepository();
  const first = await repository.commit();
  const second = await repository.commit();
  const third = await repository.commit();
  await writeFile(join(repository.path, '.git', 'shallow'), `${second}\n`);
  const { relate } = gitHistory(repository.path, repository.env);
  expect(await relate(third, second)).toBe('newer');
  expect(await relate(third, first)).toBe('shallow');
  expect(await relate(third, '0'.repeat(40))).toBe('shallow');
});

test.each(['--upload-pack=touch x', 'HEAD', '', 'v1.0.0', 'abc'])(
  'what is no commit id is not handed to git: %j',
  async (running) => {
    await using repository = await makeRepository();
    const commit = await repository.commit();
    expect(await gitHistory(repository.path, repository.env).relate(commit, running)).toBe('unknown');
  },
);

test('without a repository nothing is known', async () => {
  await using folder = await makeFolder();
  const { relate } = gitHistory(folder.path, {});
  expect(await relate('1'.repeat(40), '2'.repeat(40))).toBe('unknown');
});
