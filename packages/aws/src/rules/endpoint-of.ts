import type { RunContext } from '@funade/core';

/** What a profile of AWS's config file says of endpoints. */
export interface Endpoints {
  /** `endpoint_url` of the service in its `services` section, else its own; null: none. Service as in `AWS_ENDPOINT_URL_<SERVICE>`. */
  endpointUrl(service: string): string | null;
}

/**
 * The endpoint that is set for a service, null when none is: `AWS_ENDPOINT_URL_<SERVICE>` before `AWS_ENDPOINT_URL`, then
 * the profile's; `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` switches all of them off.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointOf(env: RunContext['env'], profile: Endpoints, service: string): string | null {
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true') return null;
  const own = `AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll(/[ -]/g, '_')}`;
  return env[own] || env.AWS_ENDPOINT_URL || profile.endpointUrl(service);
}
