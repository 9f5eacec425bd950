import { mkdir, mkdtemp, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type World } from '@funade/core';
import { registryLoginFailed } from './errors.ts';
import { useRegistryUser } from './registry-login.ts';
import { runChild } from './run-child.ts';
import { useTempFolder } from './temp-folder.ts';

/** The folder that the user's own Docker configuration is in. */
export function userDockerFolder(env: World['env']): string {
  return env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), '.docker');
}

/** The user's `config.json`; empty when there is none or it is no JSON. */
export async function readUserDockerConfig(env: World['env']): Promise<JsonObject> {
  try {
    const config: unknown = JSON.parse(await readFile(join(userDockerFolder(env), 'config.json'), 'utf8'));
    return isJsonObject(config) ? config : {};
  } catch {
    return {};
  }
}

/**
 * A copy of a Docker configuration in which the login to `host` stays inside the file: an empty credential helper for a
 * host means "this file", and outranks the key chain that `credsStore` names. Everything else the user has keeps working.
 */
export function withLoginInFile(config: JsonObject, host: string): JsonObject {
  const auths = isJsonObject(config.auths) ? config.auths : {};
  const helpers = isJsonObject(config.credHelpers) ? config.credHelpers : {};
  const { [host]: _, ...otherAuths } = auths;
  return { ...config, auths: otherAuths, credHelpers: { ...helpers, [host]: '' } };
}

/**
 * The environment variables for a Docker client that is logged in to `host` as the environment's user. The login is in a
 * private folder, which also holds the user's CLI plugins, contexts and other logins, and goes away with the command.
 *
 * @throws REGISTRY_LOGIN_FAILED
 */
export async function useDockerLogin(
  world: World,
  host: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  const folder = await world.resources.use('ecr.docker-config', () => new DockerConfigFolder(world));
  const path = await folder.login(world, host);
  return { ...world.env, DOCKER_CONFIG: path };
}

/**
 * The environment variables for podman and buildah, logged in to `host` as the environment's user: a private copy of the
 * user's Docker configuration with the login in it. These read no other place when `REGISTRY_AUTH_FILE` is set.
 *
 * Source: https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
 */
export async function useAuthFile(world: World, host: string): Promise<Readonly<Record<string, string | undefined>>> {
  const file = await world.resources.use(`ecr.auth-file:${world.environment.name}:${host}`, async () => {
    const user = await useRegistryUser(world);
    const config = withLoginInFile(await readUserDockerConfig(world.env), host);
    const { [host]: _, ...helpers } = isJsonObject(config.credHelpers) ? config.credHelpers : {};
    const auth = Buffer.from(`${user.name}:${user.password.reveal()}`).toString('base64');
    world.resources.secrets.keep(auth);
    const folder = await mkdtemp(join((await useTempFolder(world)).path, 'auth-'));
    const path = join(folder, 'auth.json');
    const auths = { ...(isJsonObject(config.auths) ? config.auths : {}), [host]: { auth } };
    await writeFile(path, JSON.stringify({ auths, credHelpers: helpers }), { mode: 0o600 });
    return path;
  });
  return { ...world.env, REGISTRY_AUTH_FILE: file };
}

class DockerConfigFolder {
  readonly #path: Promise<string>;
  readonly #logins = new Map<string, Promise<void>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(world: World) {
    this.#path = createFolder(world);
    this.#path.catch(() => undefined);
  }

  /** Logs in once per environment and host. One login at a time: each rewrites the one config file. */
  async login(world: World, host: string): Promise<string> {
    const path = await this.#path;
    const key = `${world.environment.name}:${host}`;
    let login = this.#logins.get(key);
    if (login === undefined) {
      login = this.#last.then(() => logIn(world, path, host));
      this.#logins.set(key, login);
      this.#last = login.catch(() => this.#logins.delete(key));
    }
    await login;
    return path;
  }
}

async function createFolder(world: World): Promise<string> {
  const temp = await useTempFolder(world);
  const path = join(temp.path, 'docker');
  await mkdir(path, { mode: 0o700 });
  const own = userDockerFolder(world.env);
  const entries = await readdir(own).catch(() => []);
  for (const name of entries) {
    if (name !== 'config.json') await symlink(join(own, name), join(path, name));
  }
  await writeConfig(path, await readUserDockerConfig(world.env));
  return path;
}

async function logIn(world: World, path: string, host: string): Promise<void> {
  const user = await useRegistryUser(world);
  const config: unknown = JSON.parse(await readFile(join(path, 'config.json'), 'utf8'));
  await writeConfig(path, withLoginInFile(isJsonObject(config) ? config : {}, host));
  const end = await runChild(world, {
    file: 'docker',
    args: ['login', '--username', user.name, '--password-stdin', host],
    env: { ...world.env, DOCKER_CONFIG: path },
    input: user.password.reveal(),
  });
  if (end.exitCode === 0) return;
  const lines = end.lines.map((line) => world.resources.secrets.redact(line));
  throw registryLoginFailed(host, `docker login: ${end.how}`, lines);
}

async function writeConfig(path: string, config: JsonObject): Promise<void> {
  const next = join(path, 'config.json.new');
  await writeFile(next, JSON.stringify(config, null, 2), { mode: 0o600 });
  await rename(next, join(path, 'config.json'));
}
