import { type SessionClientConfig, useSession } from '@funade/aws';
import { type ResourceKey, type RunContext, resourceKey } from '@funade/core/author';

/** By service, attempts and environment. */
const clientKey = resourceKey<unknown>('schedules.client');

type EventsSdk = Awaited<ReturnType<typeof loadEvents>>;
type SchedulerSdk = Awaited<ReturnType<typeof loadScheduler>>;
type EcsSdk = typeof import('@aws-sdk/client-ecs');
type IamSdk = typeof import('@aws-sdk/client-iam');

/** A client, and the SDK that its commands come from. */
export interface Service<Sdk, Client> {
  readonly sdk: Sdk;
  readonly client: Client;
}

export type Events = Service<EventsSdk, InstanceType<EventsSdk['EventBridgeClient']>>;
export type Scheduler = Service<SchedulerSdk, InstanceType<SchedulerSdk['SchedulerClient']>>;
export type Ecs = Service<EcsSdk, InstanceType<EcsSdk['ECSClient']>>;
export type Iam = Service<IamSdk, InstanceType<IamSdk['IAMClient']>>;

/** `attempts` of a call: one for a caller that looks before it sends again. Absent: the session's own. */
export function useEvents(context: RunContext, attempts?: number): Promise<Events> {
  return use(context, {
    service: 'eventbridge',
    attempts,
    load: loadEvents,
    make: (sdk, config) => new sdk.EventBridgeClient(config),
  });
}

export function useScheduler(context: RunContext, attempts?: number): Promise<Scheduler> {
  return use(context, {
    service: 'scheduler',
    attempts,
    load: loadScheduler,
    make: (sdk, config) => new sdk.SchedulerClient(config),
  });
}

/** Only to see which tasks run. */
export function useEcs(context: RunContext): Promise<Ecs> {
  return use(context, {
    service: 'ecs',
    attempts: undefined,
    load: () => import('@aws-sdk/client-ecs'),
    make: (sdk, config) => new sdk.ECSClient(config),
  });
}

export function useIam(context: RunContext): Promise<Iam> {
  return use(context, {
    service: 'iam',
    attempts: undefined,
    load: () => import('@aws-sdk/client-iam'),
    make: (sdk, config) => new sdk.IAMClient(config),
  });
}

/** Taken apart at once, so that the bundle carries these and not the whole SDK of the service. */
async function loadEvents() {
  const { EventBridgeClient, DescribeRuleCommand, ListRulesCommand, ListTargetsByRuleCommand, PutTargetsCommand } =
    await import('@aws-sdk/client-eventbridge');
  return {
    EventBridgeClient,
    DescribeRuleCommand,
    ListRulesCommand,
    ListTargetsByRuleCommand,
    PutTargetsCommand,
  };
}

async function loadScheduler() {
  const {
    SchedulerClient,
    CreateScheduleCommand,
    DeleteScheduleCommand,
    GetScheduleCommand,
    ListScheduleGroupsCommand,
    ListSchedulesCommand,
    UpdateScheduleCommand,
  } = await import('@aws-sdk/client-scheduler');
  return {
    SchedulerClient,
    CreateScheduleCommand,
    DeleteScheduleCommand,
    GetScheduleCommand,
    ListScheduleGroupsCommand,
    ListSchedulesCommand,
    UpdateScheduleCommand,
  };
}

interface Use<Sdk, Client> {
  /** As the SDK names it; it decides which endpoint variable is looked at. */
  readonly service: string;
  readonly attempts: number | undefined;
  readonly load: () => Promise<Sdk>;
  readonly make: (sdk: Sdk, config: SessionClientConfig) => Client;
}

/** Loads the SDK and makes the client on first use; closed with the context's resources. */
function use<Sdk, Client extends { destroy(): void }>(
  context: RunContext,
  { service, attempts, load, make }: Use<Sdk, Client>,
): Promise<Service<Sdk, Client>> {
  const key = clientKey.of(`${service}:${attempts ?? ''}:${context.environment.name}`);
  return context.resources.use(key as ResourceKey<Service<Sdk, Client>>, async () => {
    const [session, sdk] = await Promise.all([useSession(context), load()]);
    const client = make(sdk, session.clientConfigFor(service, attempts));
    return { client, sdk, [Symbol.dispose]: () => client.destroy() };
  });
}
