import { translateError, useSession } from '@funade/aws';
import { isJsonObject, type Json, type RunContext } from '@funade/core';
import { openEcs } from '../live/read-ecs.ts';
import type { CopilotApplication, LiveEnvironment } from './model.ts';
import { environmentParameter, environmentStack, givenName, workloadStack } from './names.ts';

/** Where an environment is, as Copilot has written it down. */
export interface KnownPlace {
  readonly account: string;
  readonly region: string;
}

/** The account and region of each environment, from the parameters of the application. Those that are not there are left out. */
export async function readPlaces(
  application: string,
  environments: readonly string[],
  context: RunContext,
): Promise<ReadonlyMap<string, KnownPlace>> {
  const [session, sdk] = await Promise.all([useSession(context), import('@aws-sdk/client-ssm')]);
  const client = new sdk.SSMClient(session.clientConfigFor('ssm'));
  const found = new Map<string, KnownPlace>();
  try {
    for (let from = 0; from < environments.length; from += 10) {
      const names = environments.slice(from, from + 10).map((name) => environmentParameter(application, name));
      const { Parameters } = await client.send(new sdk.GetParametersCommand({ Names: names }), {
        abortSignal: context.signal,
      });
      for (const { Name = '', Value = '' } of Parameters ?? []) {
        const place = placeIn(Value);
        if (place !== null) found.set(Name.slice(Name.lastIndexOf('/') + 1), place);
      }
    }
    return found;
  } catch (error) {
    context.signal.throwIfAborted();
    throw translateError(error, { operation: 'ssm:GetParameters', subject: environmentParameter(application, '') });
  } finally {
    client.destroy();
  }
}

function placeIn(text: string): KnownPlace | null {
  try {
    const value = JSON.parse(text) as Json;
    if (!isJsonObject(value)) return null;
    const { accountID, region } = value;
    return typeof accountID === 'string' && typeof region === 'string' ? { account: accountID, region } : null;
  } catch {
    return null;
  }
}

/** The cluster and the services that CloudFormation has made for an environment, found by their names. Reads only. */
export async function lookUpEnvironment(
  { name, workloads }: Pick<CopilotApplication, 'name'> & { readonly workloads: readonly string[] },
  context: RunContext,
): Promise<LiveEnvironment> {
  using ecs = await openEcs(context);
  const { name: environment, account, region } = context.environment;
  const cluster = givenName(await ecs.listClusters(), environmentStack(name, environment), 'Cluster');
  const names = cluster === null ? [] : ((await ecs.listServices(cluster)) ?? []);
  const services = workloads.flatMap((workload) => {
    const service = givenName(names, workloadStack(name, environment, workload), 'Service');
    return service === null ? [] : [[workload, service] as const];
  });
  return { account, region, cluster, services: new Map(services) };
}
