import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRelease } from '../src/node/read-release.ts';
import { told } from './support/error-of.ts';
import { makeFolder, makeRepository, type Repository } from './support/repository.ts';

const read = (
  { path, env }: Pick<Repository, 'path' | 'env'>,
  more: Readonly<Record<string, string>> = {},
  tag?: string,
) => readRelease({ root: path, env: { ...env, ...more }, ...(tag === undefined ? {} : { tag }) });
const v1 = { type: 'tag', name: 'v1.0.0' };
const main = { type: 'branch', name: 'main' };

test('a clean checkout of a branch is read', async () => {
  await using repository = await makeRepository();
  const commit = await repository.commit({ 'a.txt': 'a' });
  await repository.git('remote', 'add', 'upstream', 'https://example.com/other.git');
  await repository.git('remote', 'add', 'origin', 'https://user:secret@example.com/shop.git');
  expect(await read(repository)).toEqual({
    refs: [main],
    origin: 'git',
    commit,
    commitTime: Date.parse('2026-01-02T03:04:05Z') / 1000,
    dirtyPaths: [],
    source: 'https://example.com/shop.git',
  });
});

test('tags of the commit come first, newest version first, annotated ones too', async () => {
  await using repository = await makeRepository();
  await repository.commit();
  await repository.git('tag', 'v0.9.0');
  await repository.commit();
  await repository.git('tag', 'v1.9.0');
  await repository.git('tag', '--annotate', '--message=x', 'v1.10.0');
  const names = (await read(repository)).refs.map(({ name }) => name);
  expect(names).toEqual(['v1.10.0', 'v1.9.0', 'main']);
});

test.each([
  ['a plain tag', []],
  ['an annotated tag', ['--annotate', '--message=x']],
])('%s that is checked out is the release', async (_, options) => {
  await using repository = await makeRepository();
  await repository.commit();
  await repository.git('tag', ...options, 'v1.0.0');
  expect(await read(repository, {}, 'v1.0.0')).toMatchObject({ refs: [v1], origin: 'option' });
});

test('a branch of the same name as the tag is not the tag', async () => {
  await using repository = await makeRepository();
  await repository.commit();
  await repository.git('branch', 'v1.0.0');
  expect(await told(() => read(repository, {}, 'v1.0.0'))).toMatch(/^TAG_UNKNOWN \(usage\)/);
});

test('a tag that is not checked out is what is shipped, and what is checked out is told beside it', async () => {
  await using repository = await makeRepository();
  const tagged = await repository.commit();
  await repository.git('tag', '--annotate', '--message=x', 'v1.0.0');
  const checkedOut = await repository.commit();
  expect(await read(repository, {}, 'v1.0.0')).toMatchObject({
    refs: [v1],
    commit: tagged,
    commitTime: Date.parse('2026-01-02T03:04:05Z') / 1000,
    checkedOut,
  });
});

test('a tag that is not there is told with the nearest', async () => {
  await using repository = await makeRepository();
  await repository.commit();
  expect(await told(() => read(repository, {}, 'v1.0.1'))).toMatchInlineSnapshot(`
    "TAG_UNKNOWN (usage)
    there is no git tag "v1.0.1"
    → tags may be missing here: git fetch --tags"
  `);
  await repository.git('tag', 'v1.0.0');
  expect(await told(() => read(repository, {}, 'v1.0.1'))).toMatchInlineSnapshot(`
    "TAG_UNKNOWN (usage)
    there is no git tag "v1.0.1"
    → did you mean "v1.0.0"? the newest tags are: v1.0.0"
  `);
  expect(await told(() => read(repository, {}, 'weekly-2026'))).toMatchInlineSnapshot(`
    "TAG_UNKNOWN (usage)
    there is no git tag "weekly-2026"
    → the newest tags are: v1.0.0"
  `);
  expect(await told(() => read(repository, {}, '--upload-pack=x'))).toMatch(/^TAG_UNKNOWN/);
});

test('a shallow clone is told to fetch tags', async () => {
  await using repository = await makeRepository();
  await repository.commit();
  await repository.commit();
  await repository.git('clone', '--quiet', '--depth=1', '--no-tags', `file://${repository.path}`, 'clone');
  const clone = { path: join(repository.path, 'clone'), env: repository.env };
  expect(await told(() => read(clone, {}, 'v1.0.0'))).toMatchInlineSnapshot(`
    "TAG_UNKNOWN (usage)
    there is no git tag "v1.0.0"
    → tags may be missing here: git fetch --tags"
  `);
});

test('changes are told as seen from the folder of the config, untracked files too, ignored ones not', async () => {
  await using repository = await makeRepository();
  await repository.commit({
    '.gitignore': '*.log\n',
    'deploy/x.yml': '1',
    'services/api/a b.js': '1',
    'gone.txt': '1',
    'old.txt': 'same\n',
  });
  await repository.write({
    'services/api/a b.js': '2',
    'services/api/new/ü.js': '',
    'debug.log': '',
    'deploy/x.yml': '2',
  });
  await repository.git('rm', '--quiet', 'gone.txt');
  await repository.git('mv', 'old.txt', 'new.txt');
  const root = join(repository.path, 'deploy');
  const { dirtyPaths } = await readRelease({ root, env: repository.env });
  expect([...dirtyPaths].sort()).toEqual([
    '../gone.txt',
    '../new.txt',
    '../old.txt',
    '../services/api/a b.js',
    '../services/api/new/ü.js',
    'x.yml',
  ]);
});

test('a detached commit without a tag needs one', async () => {
  await using repository = await makeRepository();
  const commit = await repository.commit();
  await repository.git('checkout', '--quiet', '--detach');
  expect((await told(() => read(repository))).replace(commit.slice(0, 7), '<head>')).toMatchInlineSnapshot(`
    "NO_REF (usage)
    commit <head> is checked out without a branch, and has no tag
    → name a tag with --tag, or check out a tag or a branch"
  `);
  await repository.git('tag', 'v1.0.0');
  expect((await read(repository)).refs).toEqual([v1]);
});

test('a repository without commits is told', async () => {
  await using repository = await makeRepository();
  expect((await told(() => read(repository))).replaceAll(repository.path, '<root>')).toMatchInlineSnapshot(`
    "NO_COMMITS (usage)
    the repository of <root> has no commits
    → commit first: git add . && git commit"
  `);
});

test('a folder that is no repository is told', async () => {
  await using folder = await makeFolder();
  const env = { PATH: process.env.PATH ?? '' };
  expect((await told(() => read({ ...folder, env }))).replaceAll(folder.path, '<root>')).toMatchInlineSnapshot(`
    "NOT_A_REPOSITORY (usage)
    <root> is not in a git repository
    → a release is a git tag or commit: run it in the checkout, or run git init and commit"
  `);
});

test('a repository that git will not read is told with what git says', async () => {
  await using repository = await makeRepository();
  await repository.write({ '.git/config': '[core\n' });
  expect((await told(() => read(repository))).replaceAll(repository.path, '<root>')).toMatchInlineSnapshot(`
    "GIT_FAILED (usage)
    git cannot read the repository of <root>: fatal: bad config line 1 in file .git/config
    → run git -C <root> status; a checkout of another user needs git config --global --add safe.directory <root>"
  `);
});

test('a machine without git is told', async () => {
  await using folder = await makeFolder();
  await mkdir(join(folder.path, 'bin'));
  expect(await told(() => read({ ...folder, env: { PATH: join(folder.path, 'bin') } }))).toMatchInlineSnapshot(`
    "GIT_MISSING (usage)
    git cannot be started
    → install git and check PATH"
  `);
});

test('variables that point git elsewhere are not followed', async () => {
  await using repository = await makeRepository();
  await using other = await makeRepository();
  const commit = await repository.commit();
  await other.commit({ 'b.txt': 'b' });
  const astray = {
    GIT_DIR: join(other.path, '.git'),
    GIT_WORK_TREE: other.path,
    GIT_INDEX_FILE: join(other.path, '.git/index'),
  };
  expect((await read(repository, astray)).commit).toBe(commit);
});

test('a worktree and a subfolder are read as well', async () => {
  await using repository = await makeRepository();
  await repository.commit({ 'deploy/a': '' });
  await repository.git('worktree', 'add', '--quiet', '-b', 'side', join(repository.path, 'side'));
  const root = join(repository.path, 'side/deploy');
  expect(await readRelease({ root, env: repository.env })).toMatchObject({
    refs: [{ type: 'branch', name: 'side' }],
    dirtyPaths: [],
  });
});

test('in a CI its variables name the ref, on a detached commit', async () => {
  await using repository = await makeRepository();
  const commit = await repository.commit();
  await repository.git('checkout', '--quiet', '--detach');
  const branch = { GITLAB_CI: 'true', CI_COMMIT_BRANCH: 'main', CI_COMMIT_SHA: commit };
  expect(await read(repository, branch)).toMatchObject({ refs: [main], origin: 'gitlab', commit });
  await repository.git('tag', 'v1.0.0');
  const tag = { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/tags/v1.0.0', GITHUB_SHA: commit };
  expect(await read(repository, tag)).toMatchObject({ refs: [v1], origin: 'github' });
});

test('--tag is stronger than the CI', async () => {
  await using repository = await makeRepository();
  await repository.commit();
  await repository.git('tag', 'v1.0.0');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/heads/main', GITHUB_SHA: '0'.repeat(40) };
  expect(await read(repository, env, 'v1.0.0')).toMatchObject({ refs: [v1], origin: 'option' });
});

test('a CI that runs for another commit than the checkout is refused', async () => {
  await using repository = await makeRepository();
  const commit = await repository.commit();
  const env = { GITLAB_CI: 'true', CI_COMMIT_BRANCH: 'main', CI_COMMIT_SHA: 'a'.repeat(40) };
  expect((await told(() => read(repository, env))).replaceAll(commit.slice(0, 7), '<head>')).toMatchInlineSnapshot(`
    "COMMIT_NOT_CHECKED_OUT (refused)
    the pipeline runs for commit aaaaaaa, but <head> is checked out
    → git checkout aaaaaaa, or choose a tag with --tag"
  `);
  const tag = { GITLAB_CI: 'true', CI_COMMIT_TAG: 'v1.0.0', CI_COMMIT_SHA: 'a'.repeat(40) };
  expect(await told(() => read(repository, tag))).toMatch(/^COMMIT_NOT_CHECKED_OUT \(refused\)/);
});

test('a CI tag that is here and not checked out is refused', async () => {
  await using repository = await makeRepository();
  await repository.commit();
  await repository.git('tag', 'v1.0.0');
  await repository.commit();
  const env = { GITLAB_CI: 'true', CI_COMMIT_TAG: 'v1.0.0' };
  expect(await told(() => read(repository, env))).toMatch(/^TAG_NOT_CHECKED_OUT \(refused\)/);
});

test('a tag that a CI names and that is not here is not believed', async () => {
  await using repository = await makeRepository();
  const commit = await repository.commit();
  const env = { GITLAB_CI: 'true', CI_COMMIT_TAG: 'v9.0.0', CI_COMMIT_SHA: commit };
  expect(await told(() => read(repository, env))).toMatchInlineSnapshot(`
    "TAG_NOT_FETCHED (refused)
    the pipeline's variables name tag "v9.0.0", but this checkout has no such tag
    → fetch it: git fetch --tags, or let the checkout do it (fetch-depth: 0, GIT_DEPTH: 0)"
  `);
});

test('a pull request names no ref, whatever its branch is called', async () => {
  await using repository = await makeRepository();
  const commit = await repository.commit();
  const env = { GITHUB_ACTIONS: 'true', GITHUB_REF: 'refs/pull/1/merge', GITHUB_SHA: commit };
  expect(await told(() => read(repository, env))).toMatchInlineSnapshot(`
    "NO_REF (usage)
    this pipeline runs for neither a tag nor a branch, but for example for a merge or pull request
    → name a tag with --tag, or check out a tag or a branch"
  `);
});

test('reading changes nothing in the repository', async () => {
  await using repository = await makeRepository();
  await repository.commit({ 'a.txt': 'a' });
  const before = await repository.git('ls-files', '--debug');
  await read(repository);
  expect(await repository.git('ls-files', '--debug')).toBe(before);
});
