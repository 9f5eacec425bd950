import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@funade/core';
import { buildContext } from '@funade/core/testing';
import { describe, expect, test } from 'vitest';
import { useHttp } from '../src/http/http.ts';
import { audienceOf } from '../src/token-source/audience.ts';
import { findTokenSource, howToGetToken } from '../src/token-source/find-token-source.ts';
import type { TokenSource } from '../src/token-source/token-source.ts';
import { temporaryFolder } from './temporary-folder.ts';

const role = 'arn:aws:iam::222222222222:role/deploy';
type Env = Readonly<Record<string, string>>;

async function find(env: Env): Promise<TokenSource | null> {
  const context = buildContext({ clock: systemClock, env });
  return findTokenSource({ context, http: await useHttp(context), audience: 'sts.amazonaws.com' }, role);
}

describe('the token of a job', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' };
  const github = {
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'http://x',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't',
  };
  const circleci = { CIRCLECI: 'true', CIRCLE_OIDC_TOKEN_V2: 'v2' };
  const buildkite = { BUILDKITE: 'true', BUILDKITE_AGENT_ACCESS_TOKEN: 't' };
  const file = { AWS_WEB_IDENTITY_TOKEN_FILE: '/token' };

  test.each<readonly [string, Env, string | null]>([
    ['GitHub', github, 'GitHub'],
    ['GitHub without id-token: write', { GITHUB_ACTIONS: 'true' }, null],
    ['GitHub with keys around', { ...github, ...keys }, 'GitHub'],
    ['GitLab', { GITLAB_CI: 'true', AWS_ID_TOKEN: 'jwt' }, 'GitLab'],
    ['GitLab without id_tokens', { GITLAB_CI: 'true' }, null],
    ['GitLab with an empty token', { GITLAB_CI: 'true', AWS_ID_TOKEN: '' }, null],
    ['GitLab with keys around', { GITLAB_CI: 'true', AWS_ID_TOKEN: 'jwt', ...keys }, 'GitLab'],
    ['Bitbucket', { BITBUCKET_BUILD_NUMBER: '1', BITBUCKET_STEP_OIDC_TOKEN: 'jwt' }, 'Bitbucket'],
    ['CircleCI', circleci, 'CircleCI'],
    ['CircleCI with keys of its own', { ...circleci, ...keys }, null],
    ['Buildkite', buildkite, 'Buildkite'],
    ['Buildkite with a profile of its own', { ...buildkite, AWS_PROFILE: 'deploy' }, null],
    ['a token file', file, 'token file'],
    ['a token file for our role', { ...file, AWS_ROLE_ARN: role }, 'token file'],
    ['a token file for another role', { ...file, AWS_ROLE_ARN: 'arn:aws:iam::222222222222:role/pod' }, null],
    ['GitHub before a token file', { ...github, ...file }, 'GitHub'],
    ['nothing', {}, null],
  ])('is found: %s', async (_, env, ci) => expect((await find(env))?.ci ?? null).toBe(ci));

  test.each<readonly [string, Env, string | null]>([
    ['GitLab', { AWS_ID_TOKEN: 'gitlab' }, 'gitlab'],
    ['Bitbucket', { BITBUCKET_STEP_OIDC_TOKEN: 'bitbucket' }, 'bitbucket'],
    ['the second version of CircleCI', { CIRCLECI: 'true', CIRCLE_OIDC_TOKEN: 'v1', CIRCLE_OIDC_TOKEN_V2: 'v2' }, 'v2'],
    ['the first version of CircleCI', { CIRCLECI: 'true', CIRCLE_OIDC_TOKEN: 'v1' }, 'v1'],
    ['one with a line end', { AWS_ID_TOKEN: 'gitlab\n' }, 'gitlab'],
  ])('is that of its variable: %s', async (_, env, token) => expect(await (await find(env))?.fetch()).toBe(token));

  test('can be had again from GitHub, Buildkite and a file, and from no variable', async () => {
    const sources = await Promise.all([github, buildkite, file, { AWS_ID_TOKEN: 't' }, circleci].map(find));
    expect(sources.map((source) => [source?.ci, source?.renewable])).toEqual([
      ['GitHub', true],
      ['Buildkite', true],
      ['token file', true],
      ['GitLab', false],
      ['CircleCI', false],
    ]);
  });
});

describe('a token file', () => {
  test('is read anew each time, without its line end', async () => {
    await using dir = await temporaryFolder();
    const path = join(dir.path, 'token');
    const source = await find({ AWS_WEB_IDENTITY_TOKEN_FILE: path });
    await writeFile(path, 'first\n');
    expect(await source?.fetch()).toBe('first');
    await writeFile(path, 'second\r\n');
    expect(await source?.fetch()).toBe('second');
  });

  test.each([
    ['missing', null],
    ['empty', '\n'],
  ])('that is %s is an error', async (_, content) => {
    await using dir = await temporaryFolder();
    const path = join(dir.path, 'token');
    if (content !== null) await writeFile(path, content);
    const source = await find({ AWS_WEB_IDENTITY_TOKEN_FILE: path });
    await expect(source?.fetch()).rejects.toMatchObject({ code: 'ID_TOKEN_REQUEST_FAILED' });
  });
});

describe('the agent of Buildkite', () => {
  async function agent(script: string): Promise<AsyncDisposable & { readonly env: Env }> {
    const dir = await temporaryFolder();
    const path = join(dir.path, 'buildkite-agent');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    const env = { PATH: `${dir.path}:/usr/bin:/bin`, BUILDKITE: 'true', BUILDKITE_AGENT_ACCESS_TOKEN: 'agent' };
    return { env, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
  }

  test('is asked for a token for the audience', async () => {
    await using run = await agent('echo "$* $BUILDKITE_AGENT_ACCESS_TOKEN"');
    expect(await (await find(run.env))?.fetch()).toBe('oidc request-token --audience sts.amazonaws.com agent');
  });

  test('that fails is heard with its last line', async () => {
    await using run = await agent('echo first >&2; echo "fatal: not allowed" >&2; exit 1');
    await expect((await find(run.env))?.fetch()).rejects.toMatchObject({
      message: 'Buildkite issued no identity token: fatal: not allowed',
    });
  });

  test('that is not there is named', async () => {
    const source = await find({ PATH: '/nowhere', BUILDKITE: 'true', BUILDKITE_AGENT_ACCESS_TOKEN: 'agent' });
    await expect(source?.fetch()).rejects.toMatchObject({
      message: 'Buildkite issued no identity token: there is no `buildkite-agent` on the PATH',
    });
  });
});

test.each([
  ['STS', {}, role, 'sts.amazonaws.com'],
  ['STS of China', {}, 'arn:aws-cn:iam::222222222222:role/deploy', 'sts.amazonaws.com.cn'],
  ["the identity provider's own", { FUNADE_ID_TOKEN_AUDIENCE: 'shop' }, role, 'shop'],
])('a token is for %s', (...[, env, arn, audience]) => expect(audienceOf({ env }, arn)).toBe(audience));

test('a job without a token is told how to get one', () => {
  const jobs: readonly Env[] = [
    { GITHUB_ACTIONS: 'true' },
    { GITLAB_CI: 'true' },
    { BITBUCKET_BUILD_NUMBER: '1' },
    { CIRCLECI: 'true' },
    { BUILDKITE: 'true' },
  ];
  expect(jobs.map(howToGetToken).map((job) => `${job?.ci}: ${job?.howTo}`)).toMatchInlineSnapshot(`
    [
      "GitHub: add \`permissions: { id-token: write, contents: read }\` to the job; runs of forks never get a token",
      "GitLab: add \`id_tokens: { AWS_ID_TOKEN: { aud: sts.amazonaws.com } }\` to the job",
      "Bitbucket: add \`oidc: true\` to the step",
      "CircleCI: use a context in the job, so that CircleCI sets CIRCLE_OIDC_TOKEN_V2",
      "Buildkite: run it in a job of a Buildkite agent, with \`buildkite-agent\` on the PATH",
    ]
  `);
  expect(howToGetToken({})).toBeNull();
});
