import { isJsonObject, type JsonObject } from '@funade/core';

/**
 * Settings that only the service revision tells.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevision.html
 */
export const revisionSettings: readonly string[] = ['monitoring', 'gatewayConnectors'];

/** The service revision of the primary deployment of a service (raw JSON): both have one number. Null when there is none. */
export function revisionArnOf(service: JsonObject): string | null {
  const number = String(primaryIn(service).id ?? '').split('/')[1];
  const revisions = Array.isArray(service.currentServiceRevisions) ? service.currentServiceRevisions : [];
  const arns = revisions.filter(isJsonObject).map(({ arn }) => String(arn));
  return arns.find((arn) => number !== undefined && arn.endsWith(`/${number}`)) ?? null;
}

/** The primary deployment of a service (raw JSON); empty when there is none. */
export function primaryIn(service: JsonObject): JsonObject {
  const deployments = Array.isArray(service.deployments) ? service.deployments.filter(isJsonObject) : [];
  return deployments.find(({ status }) => status === 'PRIMARY') ?? {};
}
