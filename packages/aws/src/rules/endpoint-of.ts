import type { World } from '@funade/core';

/**
 * The endpoint that the environment variables set for a service, null when they set none: `AWS_ENDPOINT_URL_<SERVICE>`
 * before `AWS_ENDPOINT_URL`; `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` switches both off.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointOf(env: World['env'], service: string): string | null {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true') return null;
  const own = `AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll(/[ -]/g, '_')}`;
  return env[own] || env.AWS_ENDPOINT_URL || null;
}
