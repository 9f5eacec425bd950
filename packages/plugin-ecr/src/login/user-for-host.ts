import { isJsonObject, type JsonObject, type RunContext } from '@funade/core';
import { runChild } from '@funade/core/node';
import type { RegistryLogin, RegistryUser } from '../registry/registry-user.ts';
import { isEcrHost } from '../repository/ecr-hosts.ts';
import { readUserDockerConfig } from './docker-config.ts';
import { useRegistryLogin } from './registry-login.ts';

/** Docker Hub's name in Docker configurations. */
const dockerHubKey = 'https://index.docker.io/v1/';

/**
 * Who reads images from a host: the environment's user for the registry that is pushed to; else whoever the user is logged
 * in as by `docker login` or a credential helper; else the environment's user for registries of ECR, nobody (null) for others.
 */
export async function userForHost(
  context: RunContext,
  host: string,
  ownHost: string,
): Promise<RegistryUser | RegistryLogin | null> {
  if (host === ownHost) return useRegistryLogin(context);
  const config = await readUserDockerConfig(context.env);
  const key = host === 'docker.io' ? dockerHubKey : host;
  const helper = helperFor(config, key);
  const own = await (helper === null ? userInFile(context, config, key) : userFromHelper(context, helper, key));
  return own ?? (isEcrHost(host) ? useRegistryLogin(context) : null);
}

function helperFor(config: JsonObject, key: string): string | null {
  const own = isJsonObject(config.credHelpers) ? config.credHelpers[key] : undefined;
  const helper = own ?? config.credsStore;
  return typeof helper === 'string' && helper !== '' ? helper : null;
}

function userInFile(context: RunContext, config: JsonObject, key: string): RegistryUser | null {
  const entry = isJsonObject(config.auths) ? config.auths[key] : null;
  if (!isJsonObject(entry) || typeof entry.auth !== 'string') return null;
  const [name, password] = Buffer.from(entry.auth, 'base64').toString('utf8').split(/:(.*)/s);
  return name && password ? { name, password: context.resources.secrets.keep(password) } : null;
}

/** Source: https://github.com/docker/docker-credential-helpers */
async function userFromHelper(context: RunContext, helper: string, key: string): Promise<RegistryUser | null> {
  const end = await runChild(context, {
    file: `docker-credential-${helper}`,
    args: ['get'],
    env: context.env,
    input: key,
  });
  if (end.exitCode !== 0) return null;
  try {
    const { Username, Secret: password } = JSON.parse(end.stdout) as { Username?: string; Secret?: string };
    return Username && password ? { name: Username, password: context.resources.secrets.keep(password) } : null;
  } catch {
    return null;
  }
}
