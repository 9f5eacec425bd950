import { sendRaw, translateError } from '@funade/aws';
import { isJsonObject, type JsonObject, type RunContext } from '@funade/core';
import type { Ecs } from '../api/ecs-client.ts';
import { withPlainNumbers } from '../model/plain-numbers.ts';

/** A service of Express Mode, as its own operation gives it. */
export interface ReadExpress {
  readonly infrastructureRoleArn: string | null;
  /** What each revision runs that is alive. */
  readonly configurations: readonly JsonObject[];
}

/** Reads a service of Express Mode. Throws what AWS refuses. */
export async function readExpress(
  { client, sdk }: Ecs,
  serviceArn: string,
  { signal }: Pick<RunContext, 'signal'>,
): Promise<ReadExpress> {
  try {
    const command = new sdk.DescribeExpressGatewayServiceCommand({ serviceArn });
    const { body } = await sendRaw(client, command, { signal, exactNumbers: true });
    const service = isJsonObject(body.service) ? body.service : {};
    const { activeConfigurations, infrastructureRoleArn } = service;
    return {
      infrastructureRoleArn: typeof infrastructureRoleArn === 'string' ? infrastructureRoleArn : null,
      configurations: (Array.isArray(activeConfigurations) ? activeConfigurations : [])
        .filter(isJsonObject)
        .map((each) => withPlainNumbers(each) as JsonObject),
    };
  } catch (error) {
    throw translateError(error, { operation: 'ecs:DescribeExpressGatewayService', subject: serviceArn });
  }
}
