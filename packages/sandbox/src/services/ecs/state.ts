import type { WireJson, WireObject } from '../../model/service.ts';
import type { Behaviour, ScriptedBehaviour } from './behaviours.ts';
import type { Express } from './express/express.ts';
import { type Deliveries, noDeliveries } from './logs/delivery-state.ts';
import type { ExternalTimer } from './scheduled/launch.ts';
import type { ServiceDeployment } from './service-deployment.ts';
import type { TaskTimer } from './task/timers.ts';
import { type Timings, timingsSchema } from './timings.ts';

export type {
  HookRun,
  LifecycleStage,
  ServiceDeployment,
  ServiceDeploymentStatus,
  StageProgress,
} from './service-deployment.ts';

export type Tag = { readonly key: string; readonly value: string };

/** Everything ECS knows in one account and region. Times are milliseconds since the epoch. */
export interface EcsState {
  readonly account: string;
  readonly region: string;
  /** The time this state has been brought to. */
  now: number;
  /** Identifiers made so far; the next one follows from it. */
  sequence: number;
  timings: Timings;
  /** Whether the token buckets answer `ThrottlingException`. */
  throttling: boolean;
  /** Whether task definitions are checked when they are registered. */
  checksDefinitions: boolean;
  /** Whether ACTIVE deployments stand before the PRIMARY in `deployments`. */
  activeDeploymentsFirst: boolean;
  readonly buckets: Map<string, { tokens: number; at: number }>;
  readonly clusters: Map<string, Cluster>;
  /** Revisions by family, oldest first. */
  readonly families: Map<string, TaskDefinitionRevision[]>;
  /** By `<cluster>/<service>`; an INACTIVE one stays until its name is used again. */
  readonly services: Map<string, Service>;
  /** By task id, oldest first. */
  readonly tasks: Map<string, Task>;
  readonly behaviours: ScriptedBehaviour[];
  /** What RunTask started, by `clientToken`. */
  readonly runTokens: Map<string, { readonly request: string; readonly tasks: readonly string[] }>;
  /** CloudWatch alarms that are in ALARM now. */
  readonly alarms: Set<string>;
  /** Lambda hooks that do not answer SUCCEEDED, by function ARN. */
  readonly hookAnswers: Map<string, 'SUCCEEDED' | 'FAILED'>;
  /** Log groups that exist; null: every group does. */
  logGroups: Set<string> | null;
  /** By log group, then log stream. */
  readonly logs: Map<string, Map<string, LogLine[]>>;
  /** Log deliveries: action logs of clusters. */
  readonly deliveries: Deliveries;
  /** What else becomes due: rules and schedules. */
  readonly external: Set<ExternalTimer>;
  /** Images that can be pulled although no registry of ours has them: those the seed says are running. */
  readonly seededImages: Set<string>;
}

export interface LogLine {
  readonly at: number;
  /** When CloudWatch Logs has it. */
  readonly arrivesAt: number;
  readonly message: string;
}

export interface Cluster {
  readonly name: string;
  readonly arn: string;
  status: 'ACTIVE' | 'INACTIVE';
  settings: WireJson;
  configuration: WireJson | undefined;
  capacityProviders: WireJson;
  defaultCapacityProviderStrategy: WireJson;
  serviceConnectDefaults: WireJson | undefined;
  tags: Tag[];
}

export interface TaskDefinitionRevision {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  /** A DELETED one is nowhere to be seen; only its number is taken. */
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS' | 'DELETED';
  /** What RegisterTaskDefinition was sent, defaults filled in, unknown members included. */
  readonly body: WireObject;
  readonly registeredAt: number;
  readonly registeredBy: string;
  deregisteredAt: number | null;
  deleteRequestedAt: number | null;
  tags: Tag[];
}

export type RolloutState = 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';

/** What a service revision fixes: everything whose change starts a new deployment. */
export interface ServiceRevision {
  /** The number that deployment ids and service revision ARNs share. */
  readonly number: string;
  readonly arn: string;
  readonly taskDefinition: string;
  /** Members such as `networkConfiguration` and `loadBalancers`, as they were sent. */
  readonly settings: WireObject;
  readonly createdAt: number;
  /** Digest by image reference, resolved when the first task pulls it. */
  readonly digests: Map<string, string>;
}

export interface Deployment {
  readonly id: string;
  readonly revision: ServiceRevision;
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  desiredCount: number;
  rolloutState: RolloutState;
  rolloutStateReason: string;
  failedTasks: number;
  /** Failures since a task last ran for good; decides the pause before the next start. */
  failuresInARow: number;
  notBefore: number;
  /** Set when the deployment failed and nothing is rolled back: no task is started for it any more. */
  stalled: boolean;
  /** Since when everything has been as desired. */
  readySince: number | null;
  /** When `rolloutState` turns FAILED after a rollback has begun. */
  failsAt: number | null;
  readonly createdAt: number;
  updatedAt: number;
}

export interface ServiceEvent {
  readonly id: string;
  readonly at: number;
  readonly message: string;
}

export interface Service {
  readonly name: string;
  readonly cluster: string;
  readonly arn: string;
  readonly controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  readonly schedulingStrategy: 'REPLICA' | 'DAEMON';
  readonly createdAt: number;
  readonly createdBy: string;
  /** What it runs on once no capacity provider strategy says otherwise. */
  readonly launchType: string;
  /** The request that made it, if that had a `clientToken`. */
  request: string | null;
  /** Of Express Mode; null for every other service. */
  express: Express | null;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  desiredCount: number;
  taskDefinition: string;
  deploymentConfiguration: WireObject;
  /** Every other member of the service, as it was sent. */
  settings: WireObject;
  tags: Tag[];
  /** Newest first. */
  deployments: Deployment[];
  /** What a rollback goes back to. */
  lastCompleted: Deployment | null;
  /** Newest first. */
  readonly serviceDeployments: ServiceDeployment[];
  readonly revisions: ServiceRevision[];
  /** Newest first. */
  readonly events: ServiceEvent[];
  /** When each repeated event was last written, by text. */
  readonly said: Map<string, number>;
  /** When the scheduler looks at this service next. */
  wakeAt: number | null;
  steadySince: number | null;
}

export interface TaskContainer {
  readonly name: string;
  readonly arn: string;
  readonly image: string;
  readonly essential: boolean;
  readonly hasHealthCheck: boolean;
  digest: string | null;
  runtimeId: string | null;
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  exitCode: number | null;
  reason: string | null;
  healthStatus: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';
}

export type TaskStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';

export interface Task {
  readonly id: string;
  readonly arn: string;
  readonly cluster: string;
  readonly service: string | null;
  readonly revision: ServiceRevision | null;
  readonly taskDefinition: string;
  readonly group: string;
  readonly startedBy: string | null;
  readonly launchType: string;
  readonly capacityProvider: string | null;
  readonly settings: WireObject;
  readonly overrides: WireObject;
  readonly behaviour: Behaviour;
  readonly containers: TaskContainer[];
  readonly targetGroups: readonly string[];
  readonly containerPort: number | null;
  readonly gracePeriod: number;
  readonly createdAt: number;
  tags: Tag[];
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  /** Ran, and passed its health checks, if it has any. */
  healthy: boolean;
  /** Healthy, and for long enough to count as started. */
  settled: boolean;
  registered: boolean;
  /** How long the seeded target groups drain it; null when none of them is seeded. */
  drainSeconds: number | null;
  version: number;
  timers: TaskTimer[];
  pullStartedAt: number | null;
  pullStoppedAt: number | null;
  startedAt: number | null;
  stoppingAt: number | null;
  executionStoppedAt: number | null;
  stoppedAt: number | null;
  stopCode: string | null;
  stoppedReason: string | null;
}

export function createEcsState(account: string, region: string): EcsState {
  return {
    account,
    region,
    now: 0,
    sequence: 0,
    timings: timingsSchema.parse({}),
    throttling: false,
    checksDefinitions: true,
    activeDeploymentsFirst: false,
    buckets: new Map(),
    clusters: new Map(),
    families: new Map(),
    services: new Map(),
    tasks: new Map(),
    behaviours: [],
    runTokens: new Map(),
    alarms: new Set(),
    hookAnswers: new Map(),
    logGroups: null,
    logs: new Map(),
    deliveries: noDeliveries(),
    external: new Set(),
    seededImages: new Set(),
  };
}
