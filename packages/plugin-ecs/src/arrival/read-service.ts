import type { Service } from '@aws-sdk/client-ecs';
import { sendRaw, translateError } from '@funade/aws';
import { isJsonObject, type JsonObject } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { findService } from '../api/find-service.ts';
import type { ServiceRef } from '../model/errors.ts';

/** A service as the SDK reads it, and as it came. */
export interface ReadService {
  readonly seen: Service;
  readonly raw: JsonObject;
}

/** Reads one service; null when there is none, or none that is active. Throws what AWS refuses. */
export async function readService(
  { client, sdk }: Ecs,
  { cluster, service }: ServiceRef,
  signal: AbortSignal,
): Promise<ReadService | null> {
  try {
    const command = new sdk.DescribeServicesCommand({ cluster, services: [service] });
    const { output, body } = await sendRaw(client, command, { signal, exactNumbers: true });
    const seen = findService(output.services ?? [], service);
    if (seen?.status !== 'ACTIVE') return null;
    const raws = (Array.isArray(body.services) ? body.services : []).filter(isJsonObject);
    return { seen, raw: findService(raws, service) ?? {} };
  } catch (error) {
    throw translateError(error, { operation: 'ecs:DescribeServices', subject: `${cluster}/${service}` });
  }
}
