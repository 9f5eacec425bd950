import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeInitFolder } from './init-folder.ts';

test('init writes a config that the compiler takes, the job, what it deploys and the lines of .gitignore', async () => {
  await using shop = await makeInitFolder();
  const { code, out, err } = await shop.funade('init');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatchInlineSnapshot(`
    "+ deploy.config.ts
    + services/api/server.js
    + .gitlab-ci.yml
    + .gitignore

    next, after a commit:
      npx funade sandbox --for staging      AWS on this machine, made from the config; it prints what to export
      npx funade plan staging               what a deploy would do
      npx funade deploy staging             does it
      deploy.config.ts                      for AWS: your own account and role
    "
  `);
  // The compiler checks the configs of that folder with everything else.
  await expect(await shop.read('deploy.config.ts')).toMatchFileSnapshot('init-configs/start.config.ts');
  const jobs = parse(await shop.read('.gitlab-ci.yml'));
  expect(jobs['deploy-production']).toMatchObject({
    script: ['node_modules/.bin/funade deploy production --yes'],
    rules: [{ if: String.raw`$CI_COMMIT_TAG =~ /^v\d+\.\d+\.\d+$/`, when: 'manual' }],
  });
  expect(await shop.read('.gitignore')).toBe('node_modules/\nplan.json\n');
});

test('options say it without a question', async () => {
  await using shop = await makeInitFolder();
  const role = 'arn:aws:iam::333333333333:role/ship';
  const typed = `init --project bank --service web --environment live --account 333333333333 --region eu-west-1 --role ${role} --ci github`;
  expect(await shop.funade(typed, { terminal: {}, typed: [] })).toMatchObject({ code: 0 });
  const config = await shop.read('deploy.config.ts');
  for (const said of ["'bank'", "'bank/web'", "'333333333333'", "'eu-west-1'", role]) expect(config).toContain(said);
  await expect(config).toMatchFileSnapshot('init-configs/options.config.ts');
  const { jobs } = parse(await shop.read('.github/workflows/deploy.yml'));
  expect(Object.keys(jobs)).toEqual(['live']);
});

test('on a terminal it asks, says why an answer will not do, and takes what is usual for an empty one', async () => {
  await using shop = await makeInitFolder();
  const typed = ['', 'Web Shop', 'web', 'live', '12', '333333333333', 'eu-west', 'eu-west-1', 'none'];
  const { code, err } = await shop.funade('init', { terminal: {}, typed });
  expect(code).toBe(0);
  expect(err).toMatchInlineSnapshot(`
    "project [shop]: services [api]:   a name has small letters, digits, ".", "_" and "-"
    services [api]: environments [staging,production]: account:   an account is twelve digits; leave it empty if it is not known yet
    account: region [us-east-1]:   "eu-west" is not a region; did you mean "eu-west-1"?
    region [us-east-1]: CI (gitlab, github or none) [gitlab]: "
  `);
  const config = await shop.read('deploy.config.ts');
  for (const said of ["'shop'", "'shop/web'", "'333333333333'", "'eu-west-1'", 'live: {'])
    expect(config).toContain(said);
});

test('nothing that is there is written over: the difference is shown, and the exit code is 8', async () => {
  await using shop = await makeInitFolder();
  await shop.funade('init');
  const config = await shop.read('deploy.config.ts');
  const again = await shop.funade('init');
  expect([again.code, again.out.split('\n').slice(0, 3)]).toEqual([
    0,
    ['= deploy.config.ts', '= services/api/server.js', '= .gitlab-ci.yml'],
  ]);
  const other = await shop.funade('init --project bank --ci github');
  expect(other.code).toBe(8);
  expect(other.out).toContain("-  project: 'shop',\n+  project: 'bank',");
  expect(other.err).toContain('INIT_FILES_DIFFER');
  expect(await shop.read('deploy.config.ts')).toBe(config);
  await expect(shop.read('.github/workflows/deploy.yml')).rejects.toThrow('ENOENT');
});

test('a job file that is there is kept, and the config written beside it', async () => {
  await using shop = await makeInitFolder();
  await shop.write('.gitlab-ci.yml', 'build:\n  script: make\n');
  await shop.write('.gitignore', 'dist\n/node_modules');
  const { code, out } = await shop.funade('init');
  expect(code).toBe(8);
  expect(out).toContain('+ deploy.config.ts');
  expect(out).toContain('-build:');
  expect(await shop.read('.gitlab-ci.yml')).toBe('build:\n  script: make\n');
  expect(await shop.read('.gitignore')).toBe('dist\n/node_modules\nplan.json\n');
});

test.each([
  ['init --account 12', 'account is "12"'],
  ['init --region eu-west', 'region is'],
  ['init --environment Live!', 'environments is'],
])('%s is refused', async (typed, said) => {
  await using shop = await makeInitFolder();
  const { code, err } = await shop.funade(typed);
  expect([code, err]).toEqual([2, expect.stringContaining(said)]);
});

test('a Dockerfile is what is built', async () => {
  await using shop = await makeInitFolder();
  await shop.write('Dockerfile', 'FROM scratch\n');
  await shop.write('.github/CODEOWNERS', '');
  await shop.funade('init');
  expect(await shop.read('deploy.config.ts')).toContain("build: { context: '.' }");
  await shop.read('.github/workflows/deploy.yml');
});

test.each([
  ['{ "name": "shop" }', 'next, after a commit:\n  npm install --save-dev funade'],
  [null, 'npm init -y && npm install --save-dev funade'],
])('with %s as package.json it says how to install what the job runs', async (manifest, said) => {
  await using shop = await makeInitFolder();
  if (manifest === null) await rm(join(shop.folder, 'package.json'));
  else await shop.write('package.json', manifest);
  expect(await shop.funade('init')).toMatchObject({ code: 0, out: expect.stringContaining(said) });
});
