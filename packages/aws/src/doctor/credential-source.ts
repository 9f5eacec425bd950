import { stat } from 'node:fs/promises';
import type { RunContext } from '@funade/core';
import { awsFiles } from '../http/profile.ts';

/**
 * Where credentials come from, as people know it; null: no place on this machine has any, and only a role of the machine itself is left.
 * Nothing of them is told but the end of a key's id.
 */
export async function credentialSource({ env }: Pick<RunContext, 'env'>): Promise<string | null> {
  const { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret, AWS_PROFILE: profile } = env;
  if (key && secret)
    return `AWS_ACCESS_KEY_ID (…${key.slice(-4)})${env.AWS_SESSION_TOKEN ? ' with a session token' : ''}`;
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE && env.AWS_ROLE_ARN) {
    return `the token in AWS_WEB_IDENTITY_TOKEN_FILE, for ${env.AWS_ROLE_ARN}`;
  }
  if (profile) return `the profile ${profile} (AWS_PROFILE)`;
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) {
    return 'the container that this runs in';
  }
  const { config, credentials } = awsFiles(env);
  const there = await Promise.all([config, credentials].map((file) => (file === null ? false : isThere(file))));
  return there.some(Boolean) ? 'the profile default' : null;
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null))?.isFile() === true;
}
