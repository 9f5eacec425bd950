import { sendRaw, translateError } from '@funade/aws';
import { isJsonObject, type JsonObject, type RunContext } from '@funade/core';
import { revisionArnOf, revisionSettings } from '../model/revision-settings.ts';
import type { Ecs } from './ecs-client.ts';

/**
 * A service of an answer (raw JSON) with those of the written settings that only its service revision tells. Reads the
 * revision of the primary deployment when there are any; one that cannot be seen yet tells nothing.
 */
export async function withRevisionSettings(
  { client, sdk }: Ecs,
  { service, written }: { readonly service: JsonObject; readonly written: JsonObject },
  { signal }: Pick<RunContext, 'signal'>,
): Promise<JsonObject> {
  const wanted = revisionSettings.filter((name) => written[name] !== undefined);
  const arn = wanted.length === 0 ? null : revisionArnOf(service);
  if (arn === null) return service;
  try {
    const command = new sdk.DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] });
    const { body } = await sendRaw(client, command, { signal, exactNumbers: true });
    const [revision] = (Array.isArray(body.serviceRevisions) ? body.serviceRevisions : []).filter(isJsonObject);
    return { ...service, ...Object.fromEntries(wanted.map((name) => [name, revision?.[name]])) };
  } catch (error) {
    throw translateError(error, { operation: 'ecs:DescribeServiceRevisions', subject: arn });
  }
}
