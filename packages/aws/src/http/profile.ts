import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunContext, resourceKey } from '@funade/core';
import type { Endpoints } from '../rules/endpoint-of.ts';
import type { CaBundle } from './load-certificates.ts';

const profileKey = resourceKey<Profile>('aws.profile');

/** What the profile in use says of the way to AWS. */
export interface Profile extends Endpoints {
  /** Certificates to trust: `AWS_CA_BUNDLE`, else the profile's `ca_bundle`. */
  readonly caBundle: CaBundle | null;
}

/** What a profile of the config file has, by key; `services` sections have keys such as `ecs.endpoint_url`. */
type Section = Readonly<Record<string, string | undefined>>;

/** The files of AWS's tools. Null: there is no place for one. */
export function awsFiles(env: RunContext['env']): {
  readonly config: string | null;
  readonly credentials: string | null;
} {
  const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, HOME } = env;
  const inHome = (name: string): string | null => (HOME ? join(HOME, '.aws', name) : null);
  return {
    config: AWS_CONFIG_FILE || inHome('config'),
    credentials: AWS_SHARED_CREDENTIALS_FILE || inHome('credentials'),
  };
}

/** The profile that `AWS_PROFILE` names, or `default`, as far as it says how AWS is reached. Read once a command. */
export function useProfile({ env, resources }: Pick<RunContext, 'env' | 'resources'>): Promise<Profile> {
  return resources.use(profileKey, async () => {
    const { config } = awsFiles(env);
    return profileOf(env, config === null ? {} : await readSections(config));
  });
}

/** A file without any of these settings is not parsed: most are, and the parser costs time. */
async function readSections(file: string): Promise<Readonly<Record<string, Section>>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (!/\b(?:endpoint_url|ca_bundle)\b/.test(text)) return {};
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile } = await loadSharedConfigFiles({ configFilepath: file, filepath: file, ignoreCache: true });
  return configFile;
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function profileOf(env: RunContext['env'], sections: Readonly<Record<string, Section>>): Profile {
  const name = env.AWS_PROFILE || 'default';
  const profile = sections[name] ?? {};
  const services = profile.services === undefined ? {} : (sections[`services.${profile.services}`] ?? {});
  const ignored = profile.ignore_configured_endpoint_urls?.toLowerCase() === 'true';
  return {
    endpointUrl(service) {
      if (ignored) return null;
      const key = service.toLowerCase().replaceAll(/[ -]/g, '_');
      return services[`${key}.endpoint_url`] || profile.endpoint_url || null;
    },
    caBundle: env.AWS_CA_BUNDLE
      ? { from: 'AWS_CA_BUNDLE', file: env.AWS_CA_BUNDLE }
      : profile.ca_bundle
        ? { from: `ca_bundle of the profile ${name}`, file: profile.ca_bundle }
        : null,
  };
}
