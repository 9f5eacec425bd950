import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import type { BuildStepInput } from '../src/builders/builder.ts';
import { docker } from '../src/builders/docker.ts';
import { loginKey } from '../src/login/registry-login.ts';
import { type FakeDocker, fakeDocker } from './fake-docker.ts';
import { stepContext, type TestContext, testContext } from './test-context.ts';

const input: BuildStepInput = {
  repository: 'shop/api',
  repositoryUri: '222222222222.dkr.ecr.eu-west-1.amazonaws.com/shop/api',
  tag: 'v1.0.0',
  builder: 'docker',
  build: { context: 'api', secrets: { npm: { env: 'NPM_TOKEN' } } },
  labels: {},
  sourceDateEpoch: 1_700_000_000,
};

/** Answers as a client of this version does, and writes the id of the image that `docker build` made. */
const engine = (version: string) => `
if [ "$1" = buildx ]; then exit 1; fi
if [ "$1" = version ]; then echo '{"Client":{"Version":"${version}"}}'; fi
if [ "$1 $2" = 'image inspect' ]; then echo '{"Os":"linux","Architecture":"arm64","Variant":"v8"}'; fi
if [ "$1" = build ]; then
  while [ $# -gt 0 ]; do if [ "$1" = --iidfile ]; then echo sha256:1234 > "$2"; fi; shift; done
  echo "BuildKit is $DOCKER_BUILDKIT, epoch is $SOURCE_DATE_EPOCH"
fi`;

test('a secret is named in the arguments and given by the environment alone', async () => {
  await using command = await fakeDocker(engine('20.10.24'));
  await using context = await loggedInContext(command, { NPM_TOKEN: 'hunter2-secret' });
  const step = stepContext(context);
  expect(await docker.build(input, step)).toEqual({
    kind: 'docker',
    id: 'sha256:1234',
    platforms: ['linux/arm64/v8'],
  });
  const calls = (await command.calls()).join('\n');
  expect(calls).toContain('--secret id=npm,env=NPM_TOKEN');
  expect(calls).not.toContain('hunter2');
  expect(step.said).toEqual({ lines: ['BuildKit is 1, epoch is 1700000000'], warnings: [], progress: [] });
  expect(context.resources.secrets.redact('npm said hunter2-secret')).toBe('npm said [secret]');
});

test('a secret that is not set is named before anything is built', async () => {
  await using command = await fakeDocker(engine('20.10.24'));
  await using context = await loggedInContext(command);
  await expect(docker.build(input, stepContext(context))).rejects.toMatchObject({
    code: 'BUILD_SECRET_MISSING',
    message: 'build secret npm of shop/api is missing: environment variable NPM_TOKEN is not set',
  });
  expect((await command.calls()).filter((call) => call.startsWith('build '))).toEqual([]);
});

test('a secret in a file is given by its path, and what is in it is kept out of what people see', async () => {
  await using command = await fakeDocker(engine('20.10.24'));
  await using context = await loggedInContext(command, {}, command.folder);
  const given = { ...input, build: { context: 'api', secrets: { rc: { file: 'npmrc' } } } };
  await expect(docker.build(given, stepContext(context))).rejects.toMatchObject({
    message: 'build secret rc of shop/api is missing: there is no file npmrc',
  });
  await writeFile(join(command.folder, 'npmrc'), '//registry.example/:_authToken=hunter2-token\nother-line-secret\n');
  await docker.build(given, stepContext(context));
  expect((await command.calls()).join('\n')).toContain('--secret id=rc,src=npmrc');
  expect(context.resources.secrets.redact('cat: other-line-secret')).toBe('cat: [secret]');
});

test('without BuildKit the build goes on with a warning', async () => {
  await using command = await fakeDocker(engine('28.2.2'));
  await using context = await loggedInContext(command);
  const step = stepContext(context);
  await docker.build({ ...input, build: { context: 'api' } }, step);
  expect(step.said.lines).toEqual(['BuildKit is 0, epoch is 1700000000']);
  expect(step.said.warnings).toHaveLength(1);
});

test('an abort ends a build with the reason of the signal', async () => {
  await using command = await fakeDocker(
    `${engine('20.10.24')}\nif [ "$COMMAND" = build ]; then echo slow; sleep 60; fi`,
  );
  await using context = await loggedInContext(command);
  const reason = new DeployError('INTERRUPTED', 'interrupted', { category: 'interrupted' });
  const step = stepContext(context);
  const ended = expect(docker.build({ ...input, build: { context: 'api' } }, step)).rejects.toBe(reason);
  await expect.poll(() => step.said.lines).toContain('slow');
  context.interrupt(reason);
  await ended;
});

/** A context whose ECR login is known, so that no AWS is asked. */
async function loggedInContext(
  command: FakeDocker,
  env: Record<string, string> = {},
  root = import.meta.dirname,
): Promise<TestContext> {
  const context = testContext({ env: { ...command.env, ...env }, root });
  const user = {
    name: 'AWS',
    password: context.resources.secrets.keep('password-of-ecr'),
  };
  await context.resources.use(loginKey.of(context.environment.name), () => ({
    user: async () => user,
    renew: async () => null,
  }));
  return context;
}
