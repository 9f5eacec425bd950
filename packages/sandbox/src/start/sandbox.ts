import type { SandboxClock } from '../clock/clock.ts';
import type { Access } from '../model/access.ts';
import type { GithubJobOptions } from '../oidc/github-job.ts';
import type { TokenClaims } from '../oidc/issuer.ts';
import type { AutoscalingControl } from '../services/application-autoscaling/index.ts';
import type { CloudFormationControl } from '../services/cloudformation/index.ts';
import type { EcsControl } from '../services/ecs/index.ts';
import type { LoadBalancingControl } from '../services/elasticloadbalancing/index.ts';
import type { EventsControl } from '../services/events/index.ts';
import type { IamControl } from '../services/iam/index.ts';
import type { S3Control } from '../services/s3/index.ts';
import type { SchedulerControl } from '../services/scheduler/index.ts';
import type { SecretsControl } from '../services/secretsmanager/index.ts';
import type { SsmControl } from '../services/ssm/index.ts';
import type { LocalTransport } from '../wire/doors.ts';
import type { Faults } from '../world/faults.ts';
import type { LoggedRequest } from '../world/request-log.ts';
import type { Seed } from './seed.ts';

/** How a sandbox starts. */
export interface SandboxOptions {
  /** Default: account 111111111111 in us-east-1, with nothing in it. */
  readonly seed?: Seed;
  /** `virtual` (default) jumps ahead when everybody sleeps; `real` runs with the wall clock. */
  readonly clock?: 'virtual' | 'real';
  /** Seconds of the sandbox per second on the wall. Real clock only; default 1. */
  readonly speed?: number;
  /** Where a virtual clock begins, milliseconds since the epoch. Default: now, on the wall. */
  readonly now?: number;
  /** Decides the ids, keys and tokens that it makes, pairs of signing keys apart. Default: they are never the same. */
  readonly randomSeed?: string;
  /** The first port; registries take the ones after it. Default 0: any free ones. */
  readonly port?: number;
  /**
   * Whether it listens, which is the default. Otherwise nothing comes in but by `transport`, which is faster by much: nobody has
   * to be waited for. Ports are then names alone, the same each time.
   */
  readonly sockets?: boolean;
}

/** One account's registry in one region. */
export interface Registry {
  readonly account: string;
  readonly region: string;
  /** `127.0.0.1:PORT`, what image references begin with. */
  readonly host: string;
}

/** Whose environment; see `Sandbox.environment`. */
export interface WantedEnvironment {
  /** Default: the first account of the seed. */
  readonly account?: string;
  /** Default: the first region of the account. */
  readonly region?: string;
  readonly user?: string;
  /** Name or ARN. The session lasts as long as the role allows. */
  readonly role?: string;
}

/** AWS on loopback, running. Disposing of it closes every connection and removes its files. */
export interface Sandbox extends AsyncDisposable {
  /** For `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  /** `iss` of the tokens it signs. */
  readonly issuer: string;
  /** Of the seed, in its order. */
  readonly accounts: readonly string[];
  readonly registries: readonly Registry[];
  /** Answers requests of this process, to AWS, to the issuer and to registries, without a socket: by the same handlers. */
  readonly transport: LocalTransport;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  /** Scripted tasks, autoscaling, other people's deployments: of the first account and region, others by `at`. */
  readonly ecs: Access<EcsControl>;
  /** Parameter Store. */
  readonly ssm: Access<SsmControl>;
  readonly secretsManager: Access<SecretsControl>;
  readonly cloudFormation: Access<CloudFormationControl>;
  readonly s3: Access<S3Control>;
  /** Target groups. */
  readonly loadBalancing: Access<LoadBalancingControl>;
  /** Scalable targets of Application Auto Scaling. */
  readonly autoscaling: Access<AutoscalingControl>;
  /** Rules of EventBridge. */
  readonly events: Access<EventsControl>;
  /** EventBridge Scheduler. */
  readonly scheduler: Access<SchedulerControl>;
  /** What users and roles of every account may not do. */
  readonly iam: IamControl;
  /**
   * What an operation does when the owner of an account calls it: `ecs.DeregisterTaskDefinition`. It is no request: no fault
   * strikes it, and `requests` has nothing of it. `scope`: default the first account and region. Rejects with AWS's refusal.
   */
  call(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    scope?: { readonly account?: string; readonly region?: string },
  ): Promise<Readonly<Record<string, unknown>>>;
  /** The latest requests (20,000, 256 MiB), or those of an operation or pattern: `ecs.UpdateService`, `ecr.*`. */
  requests(operation?: string): readonly LoggedRequest[];
  /** What an AWS client needs: endpoint, region and the keys of a user, the account's first by default, or of a new session of a role. */
  environment(wanted?: WantedEnvironment): Record<string, string>;
  /** A signed web identity token. */
  token(claims: TokenClaims): Promise<string>;
  /** What GitHub Actions gives a job with `id-token: write`, pointing at this sandbox. */
  githubEnvironment(job: GithubJobOptions): Promise<Record<string, string>>;
}
