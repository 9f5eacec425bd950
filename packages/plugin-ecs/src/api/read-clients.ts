import { type SessionClientConfig, useSession } from '@funade/aws';
import { type ResourceKey, type RunContext, resourceKey } from '@funade/core';
import { keepToRates } from './keep-to-rates.ts';

/** By the SDK's name of the service, environment and region. */
const clientKey = resourceKey<unknown>('ecs.read-client');

type IamSdk = typeof import('@aws-sdk/client-iam');
type SsmSdk = typeof import('@aws-sdk/client-ssm');
type SecretsSdk = typeof import('@aws-sdk/client-secrets-manager');
type LogsSdk = typeof import('@aws-sdk/client-cloudwatch-logs');
type LoadBalancingSdk = typeof import('@aws-sdk/client-elastic-load-balancing-v2');

/** A client that only reads, needed by few commands, and the SDK that its commands come from. */
export interface Service<Sdk, Client> {
  readonly sdk: Sdk;
  readonly client: Client;
  /** Who the session says we are. */
  readonly callerArn: string;
}

export type Iam = Service<IamSdk, InstanceType<IamSdk['IAMClient']>>;
export type Ssm = Service<SsmSdk, InstanceType<SsmSdk['SSMClient']>>;
export type Secrets = Service<SecretsSdk, InstanceType<SecretsSdk['SecretsManagerClient']>>;
export type Logs = Service<LogsSdk, InstanceType<LogsSdk['CloudWatchLogsClient']>>;
type EventsSdk = Awaited<ReturnType<typeof loadEvents>>;
type SchedulerSdk = Awaited<ReturnType<typeof loadScheduler>>;
export type Events = Service<EventsSdk, InstanceType<EventsSdk['EventBridgeClient']>>;
export type Scheduler = Service<SchedulerSdk, InstanceType<SchedulerSdk['SchedulerClient']>>;
export type LoadBalancing = Service<LoadBalancingSdk, InstanceType<LoadBalancingSdk['ElasticLoadBalancingV2Client']>>;

export function useIam(context: RunContext): Promise<Iam> {
  return use(context, {
    service: 'iam',
    load: () => import('@aws-sdk/client-iam'),
    make: (sdk, config) => new sdk.IAMClient(config),
  });
}

export function useSsm(context: RunContext, region: string): Promise<Ssm> {
  return use(context, {
    service: 'ssm',
    region,
    load: () => import('@aws-sdk/client-ssm'),
    make: (sdk, config) => new sdk.SSMClient(config),
  });
}

export function useSecrets(context: RunContext, region: string): Promise<Secrets> {
  return use(context, {
    service: 'secrets manager',
    region,
    load: () => import('@aws-sdk/client-secrets-manager'),
    make: (sdk, config) => new sdk.SecretsManagerClient(config),
  });
}

export function useLogs(context: RunContext, region: string): Promise<Logs> {
  return use(context, {
    service: 'cloudwatch logs',
    region,
    load: () => import('@aws-sdk/client-cloudwatch-logs'),
    make: (sdk, config) => {
      const client = new sdk.CloudWatchLogsClient(config);
      keepToRates(client, context);
      return client;
    },
  });
}

export function useLoadBalancing(context: RunContext): Promise<LoadBalancing> {
  return use(context, {
    service: 'elastic load balancing v2',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
    make: (sdk, config) => new sdk.ElasticLoadBalancingV2Client(config),
  });
}

export function useEvents(context: RunContext): Promise<Events> {
  return use(context, {
    service: 'eventbridge',
    load: loadEvents,
    make: (sdk, config) => new sdk.EventBridgeClient(config),
  });
}

export function useScheduler(context: RunContext): Promise<Scheduler> {
  return use(context, {
    service: 'scheduler',
    load: loadScheduler,
    make: (sdk, config) => new sdk.SchedulerClient(config),
  });
}

/** Taken apart at once, so that the bundle carries these and not the whole SDK of the service. */
async function loadEvents() {
  const { EventBridgeClient, ListRuleNamesByTargetCommand, ListTargetsByRuleCommand } = await import(
    '@aws-sdk/client-eventbridge'
  );
  return { EventBridgeClient, ListRuleNamesByTargetCommand, ListTargetsByRuleCommand };
}

async function loadScheduler() {
  const { SchedulerClient, GetScheduleCommand, ListSchedulesCommand } = await import('@aws-sdk/client-scheduler');
  return { SchedulerClient, GetScheduleCommand, ListSchedulesCommand };
}

interface Use<Sdk, Client> {
  /** As the SDK names it; it decides which endpoint variable is looked at. */
  readonly service: string;
  /** Default: that of the environment. References name regions of their own. */
  readonly region?: string;
  readonly load: () => Promise<Sdk>;
  readonly make: (sdk: Sdk, config: SessionClientConfig) => Client;
}

/** Loads the SDK and makes the client on first use; closed with the context's resources. */
function use<Sdk, Client extends { destroy(): void }>(
  context: RunContext,
  { service, region = context.environment.region, load, make }: Use<Sdk, Client>,
): Promise<Service<Sdk, Client>> {
  const key = clientKey.of(`${service}:${context.environment.name}:${region}`) as ResourceKey<Service<Sdk, Client>>;
  return context.resources.use(key, async () => {
    const [session, sdk] = await Promise.all([useSession(context), load()]);
    const client = make(sdk, { ...session.clientConfigFor(service), region });
    return { client, sdk, callerArn: session.callerArn, [Symbol.dispose]: () => client.destroy() };
  });
}
