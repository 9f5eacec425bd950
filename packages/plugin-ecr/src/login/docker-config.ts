import { mkdir, mkdtemp, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type RunContext, resourceKey } from '@funade/core';
import { runChild } from '@funade/core/node';
import { registryLoginFailed } from '../model/registry-errors.ts';
import { useTempFolder } from '../process/temp-folder.ts';
import type { RegistryUser } from '../registry/registry-user.ts';
import { useRegistryUser } from './registry-login.ts';

const folderKey = resourceKey<DockerConfigFolder>('ecr.docker-config');

/** The folder that the user's own Docker configuration is in. */
export function userDockerFolder(env: RunContext['env']): string {
  // An empty variable is none, as it is to Docker itself.
  return env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker');
}

/** The user's `config.json`; empty when there is none or it is not JSON. */
export async function readUserDockerConfig(env: RunContext['env']): Promise<JsonObject> {
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

/** Whether a Docker configuration has an own login or credential helper for this host. */
export function hasLogin(config: JsonObject, host: string): boolean {
  const { auths, credHelpers } = config;
  return [auths, credHelpers].some((logins) => isJsonObject(logins) && Object.hasOwn(logins, host));
}

/** What a child process logs in to. */
export interface RegistryHosts {
  /** The registry that is pushed to. */
  readonly host: string;
  /** Other registries of ECR; a login of the user's own to one of them stays. Default: none. */
  readonly others?: readonly string[];
}

/**
 * The environment variables for a Docker client that is logged in to these registries as the environment's user. The logins
 * are in a private folder, which also holds the user's CLI plugins, contexts and other logins, and goes away with the command.
 *
 * @throws REGISTRY_LOGIN_FAILED
 */
export async function useDockerLogin(
  context: RunContext,
  hosts: RegistryHosts,
): Promise<Readonly<Record<string, string | undefined>>> {
  const folder = await context.resources.use(folderKey, () => new DockerConfigFolder(context));
  const path = await folder.login(context, hosts);
  return { ...context.env, DOCKER_CONFIG: path };
}

/**
 * The same for podman and buildah: a private copy of the user's Docker configuration with the logins in it. These read no
 * other place when `REGISTRY_AUTH_FILE` is set.
 *
 * Source: https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
 */
export async function useAuthFile(
  context: RunContext,
  { host, others = [] }: RegistryHosts,
): Promise<Readonly<Record<string, string | undefined>>> {
  const own = await readUserDockerConfig(context.env);
  let config = own;
  for (const one of [host, ...others.filter((other) => !hasLogin(own, other))])
    config = await withEntry(context, config, one);
  const helpers = isJsonObject(config.credHelpers) ? config.credHelpers : {};
  const credHelpers = Object.fromEntries(Object.entries(helpers).filter(([, helper]) => helper !== ''));
  const folder = await mkdtemp(join((await useTempFolder(context)).path, 'auth-'));
  const path = join(folder, 'auth.json');
  await writeFile(path, JSON.stringify({ auths: config.auths ?? {}, credHelpers }), { mode: 0o600 });
  return { ...context.env, REGISTRY_AUTH_FILE: path };
}

class DockerConfigFolder {
  readonly #path: Promise<string>;
  /** By environment and host; a password that was renewed needs another login. */
  readonly #logins = new Map<string, { readonly user: RegistryUser; readonly done: Promise<void> }>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: RunContext) {
    this.#path = createFolder(context);
    this.#path.catch(() => undefined);
  }

  async login(context: RunContext, { host, others = [] }: RegistryHosts): Promise<string> {
    const path = await this.#path;
    const own = await readUserDockerConfig(context.env);
    await this.#once(context, host, () => logIn(context, path, host));
    for (const other of others.filter((one) => one !== host && !hasLogin(own, one))) {
      await this.#once(context, other, async () =>
        writeConfig(path, await withEntry(context, await readConfig(path), other)),
      );
    }
    return path;
  }

  /** Once per environment, host and password; one at a time, since each rewrites the one config file. */
  async #once(context: RunContext, host: string, work: () => Promise<void>): Promise<void> {
    const key = `${context.environment.name}:${host}`;
    const user = await useRegistryUser(context);
    let login = this.#logins.get(key);
    if (login?.user !== user) {
      login = { user, done: this.#last.then(work) };
      this.#logins.set(key, login);
      this.#last = login.done.catch(() => this.#logins.delete(key));
    }
    await login.done;
  }
}

/** A configuration with the environment's login to a host in it, as `docker login` writes it. */
async function withEntry(context: RunContext, config: JsonObject, host: string): Promise<JsonObject> {
  const user = await useRegistryUser(context);
  const auth = Buffer.from(`${user.name}:${user.password.reveal()}`).toString('base64');
  context.resources.secrets.keep(auth);
  const next = withLoginInFile(config, host);
  return { ...next, auths: { ...(isJsonObject(next.auths) ? next.auths : {}), [host]: { auth } } };
}

async function createFolder(context: RunContext): Promise<string> {
  const temp = await useTempFolder(context);
  const path = join(temp.path, 'docker');
  await mkdir(path, { mode: 0o700 });
  const own = userDockerFolder(context.env);
  const entries = await readdir(own).catch(() => []);
  for (const name of entries) {
    if (name !== 'config.json') await symlink(join(own, name), join(path, name));
  }
  await writeConfig(path, await readUserDockerConfig(context.env));
  return path;
}

async function logIn(context: RunContext, path: string, host: string): Promise<void> {
  const user = await useRegistryUser(context);
  await writeConfig(path, withLoginInFile(await readConfig(path), host));
  const end = await runChild(context, {
    file: 'docker',
    args: ['login', '--username', user.name, '--password-stdin', host],
    env: { ...context.env, DOCKER_CONFIG: path },
    input: user.password.reveal(),
  });
  if (end.exitCode === 0) return;
  const lines = end.lines.map((line) => context.resources.secrets.redact(line));
  throw registryLoginFailed(host, `docker login: ${end.how}`, lines);
}

async function readConfig(path: string): Promise<JsonObject> {
  const config: unknown = JSON.parse(await readFile(join(path, 'config.json'), 'utf8'));
  return isJsonObject(config) ? config : {};
}

async function writeConfig(path: string, config: JsonObject): Promise<void> {
  const next = join(path, 'config.json.new');
  await writeFile(next, JSON.stringify(config, null, 2), { mode: 0o600 });
  await rename(next, join(path, 'config.json'));
}
