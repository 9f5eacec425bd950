import { lstat, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeployError } from '@funade/core';
import { expect, test } from 'vitest';
import { docker } from '../src/builders/docker.ts';
import { useAuthFile, useDockerLogin, userDockerFolder } from '../src/login/docker-config.ts';
import { loginKey } from '../src/login/registry-login.ts';
import { type FakeDocker, fakeDocker } from './fake-docker.ts';
import { type TestContext, testContext } from './test-context.ts';

const host = '222222222222.dkr.ecr.eu-west-1.amazonaws.com';
const password = 'hunter2-token';

test('the password goes by standard input and is in no argument list', async () => {
  await using command = await fakeDocker();
  await using context = await loggedInContext(command);
  await useDockerLogin(context, { host });
  expect(await command.calls()).toEqual([`login --username AWS --password-stdin ${host}`]);
  expect(await command.stdin('login')).toBe(password);
});

test('an empty DOCKER_CONFIG is none, as it is to Docker', () => {
  expect(userDockerFolder({ DOCKER_CONFIG: '', HOME: '/home/me' })).toBe('/home/me/.docker');
});

test('one login serves everybody who asks', async () => {
  await using command = await fakeDocker();
  await using context = await loggedInContext(command);
  await Promise.all([
    useDockerLogin(context, { host }),
    useDockerLogin(context, { host }),
    useDockerLogin(context, { host: 'other' }),
  ]);
  expect(await command.calls()).toHaveLength(2);
});

test('the folder is private, keeps what the user has, and is gone at the end', async () => {
  await using command = await fakeDocker();
  const own = join(command.env.HOME ?? '', '.docker');
  const config = { credsStore: 'keychain', currentContext: 'remote', auths: { 'ghcr.io': { auth: 'eDp5' } } };
  await writeFile(join(own, 'config.json'), JSON.stringify(config));
  await using context = await loggedInContext(command);
  const folder = (await useDockerLogin(context, { host })).DOCKER_CONFIG ?? '';
  expect((await stat(join(folder, '..'))).mode & 0o777).toBe(0o700);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'config.json'))).mode & 0o777).toBe(0o600);
  expect((await lstat(join(folder, 'cli-plugins'))).isSymbolicLink()).toBe(true);
  expect(await readdir(join(folder, 'contexts'))).toEqual(['meta']);
  expect(JSON.parse(await command.config('login'))).toEqual({ ...config, credHelpers: { [host]: '' } });
  await context.resources.close();
  expect(await readdir(command.env.TMPDIR ?? '')).toEqual([]);
  expect(JSON.parse(await readFile(join(own, 'config.json'), 'utf8'))).toEqual(config);
  expect(await readdir(own)).toEqual(['cli-plugins', 'config.json', 'contexts']);
});

test('the registries that a build reads from are logged in to as well, those that the user has a login for apart', async () => {
  await using command = await fakeDocker();
  const [base, mine] = ['111111111111.dkr.ecr.eu-west-1.amazonaws.com', '333333333333.dkr-ecr.eu-west-1.on.aws'];
  const own = join(command.env.HOME ?? '', '.docker/config.json');
  await writeFile(own, JSON.stringify({ credHelpers: { [mine]: 'ecr-login' } }));
  await using context = await loggedInContext(command);
  const folder = (await useDockerLogin(context, { host, others: [base, mine] })).DOCKER_CONFIG ?? '';
  const auth = Buffer.from(`AWS:${password}`).toString('base64');
  expect(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))).toEqual({
    auths: { [base]: { auth } },
    credHelpers: { [host]: '', [base]: '', [mine]: 'ecr-login' },
  });
  expect(await command.calls()).toHaveLength(1);
  const file = (await useAuthFile(context, { host, others: [base, mine] })).REGISTRY_AUTH_FILE ?? '';
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    auths: { [host]: { auth }, [base]: { auth } },
    credHelpers: { [mine]: 'ecr-login' },
  });
  expect(context.resources.secrets.redact(`auth ${auth}`)).toBe('auth [secret]');
});

test('a login that is renewed is made again', async () => {
  await using command = await fakeDocker();
  await using context = testContext({ env: command.env });
  let user = { name: 'AWS', password: context.resources.secrets.keep('first-password') };
  await context.resources.use(loginKey.of(context.environment.name), () => ({
    user: async () => user,
    renew: async () => null,
  }));
  await useDockerLogin(context, { host });
  await useDockerLogin(context, { host });
  expect(await command.calls()).toHaveLength(1);
  user = { name: 'AWS', password: context.resources.secrets.keep('second-password') };
  await useDockerLogin(context, { host });
  expect(await command.calls()).toHaveLength(2);
  expect(await command.stdin('login')).toBe('second-password');
});

test('a login that is refused says why, without the password', async () => {
  await using command = await fakeDocker(`echo "denied: ${password} is not good" >&2; exit 1`);
  await using context = await loggedInContext(command);
  const failure: unknown = await useDockerLogin(context, { host }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: 'REGISTRY_LOGIN_FAILED',
    message: `the login to ${host} failed: docker login: exit code 1`,
    evidence: ['denied: [secret] is not good'],
  });
  expect(JSON.stringify(failure)).not.toContain(password);
});

test('an abort in the middle of a login leaves nothing behind', async () => {
  await using command = await fakeDocker('sleep 60');
  await using context = await loggedInContext(command);
  const reason = new DeployError('INTERRUPTED', 'interrupted', { category: 'interrupted' });
  const login = useDockerLogin(context, { host });
  const ended = expect(login).rejects.toBe(reason);
  await expect.poll(() => command.calls()).toHaveLength(1);
  context.interrupt(reason);
  await ended;
  await context.resources.close();
  expect(await readdir(command.env.TMPDIR ?? '')).toEqual([]);
});

test.each([
  ['buildx', 'exit 0', { ready: true, lacks: [] }],
  [
    'a client with BuildKit inside',
    `[ "$1" = buildx ] && exit 1; echo '{"Client":{"Version":"20.10.24"}}'`,
    { ready: true, lacks: [] },
  ],
  [
    'a client that needs buildx and has none',
    `[ "$1" = buildx ] && exit 1; echo '{"Client":{"Version":"28.2.2"}}'`,
    { ready: true, lacks: ['secrets', 'ssh'] },
  ],
  [
    'a daemon that is down',
    'echo "Cannot connect to the Docker daemon at unix:///x" >&2; exit 1',
    { ready: false, reason: 'its daemon does not answer (Cannot connect to the Docker daemon at unix:///x)' },
  ],
])('%s is told apart', async (_, script, state) => {
  await using command = await fakeDocker(script);
  await using context = testContext({ env: command.env });
  expect(await docker.probe(context, {})).toEqual(state);
});

test('a machine without docker says so', async () => {
  await using context = testContext({ env: { PATH: '/nonexistent' } });
  expect(await docker.probe(context, {})).toEqual({ ready: false, reason: 'there is no docker command on the PATH' });
});

/** A context whose ECR login is known, so that no AWS is asked. */
async function loggedInContext(command: FakeDocker): Promise<TestContext> {
  const context = testContext({ env: command.env });
  const user = {
    name: 'AWS',
    password: context.resources.secrets.keep(password),
  };
  await context.resources.use(loginKey.of(context.environment.name), () => ({
    user: async () => user,
    renew: async () => null,
  }));
  return context;
}
