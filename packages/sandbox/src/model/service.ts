/** A JSON value as it came over the wire or goes out on it. */
export type WireJson =
  | null
  | boolean
  | number
  | string
  | readonly WireJson[]
  | { readonly [key: string]: WireJson | undefined };
export type WireObject = { readonly [key: string]: WireJson | undefined };

/** One call of an operation: who calls, what was sent, and when. */
export interface Call {
  readonly operation: string;
  /** The parsed request body. */
  readonly input: WireObject;
  readonly account: string;
  readonly region: string;
  readonly callerArn: string;
  /** Whether the caller may do something more than the operation itself: `iam:PassRole` on the ARN of a role. */
  isAllowed(action: string, resource: string, context?: CallContext): boolean;
  /** Milliseconds since the epoch, on the sandbox's clock. */
  readonly now: number;
  /** What the other services of the sandbox know. */
  readonly lookup: Lookup;
}

/** What conditions of policies can ask of a call: `ecs:cluster`. */
export type CallContext = Readonly<Record<string, string | readonly string[]>>;

/** Questions one service of the sandbox asks of another. */
export interface Lookup {
  /** What a task would pull for this image reference: null when the registry is ours and has no such image. */
  image(reference: string): PulledImage | null | 'not-ours';
  /** Why a task cannot have the secret behind a `valueFrom`, in the words of the agent; null when it can. */
  secret(valueFrom: string, asker: SecretAsker): string | null;
  /** What a role may do; null when nobody seeded it. */
  role(arn: string): KnownRole | null;
  /** Whether a target group exists; in a region without any, every one does. */
  targetGroup(arn: string, scope: Scope): boolean;
  /** Seconds for which a target group drains a target; null when nobody seeded the group. */
  deregistrationDelay(targetGroupArn: string): number | null;
  /** Opens the way to the agent of a session of ECS Exec: its URL. */
  dataChannel(session: DataChannelSession): string;
}

/** A session of ECS Exec, as its agent knows it. */
export interface DataChannelSession {
  readonly id: string;
  readonly token: string;
  /** Id of the task. */
  readonly task: string;
  readonly command: string;
  /** Variables of the container. */
  readonly env: Readonly<Record<string, string>>;
}

/** A role, as services ask for it that act with it. */
export interface KnownRole {
  /** `events.amazonaws.com`. */
  trusts(service: string): boolean;
  isAllowed(action: string, resource: string, context?: CallContext): boolean;
}

/** The task that asks for a secret. */
export interface SecretAsker extends Scope {
  readonly taskId: string;
  /** Its execution role; null when it has none. */
  readonly roleArn: string | null;
}

export interface PulledImage {
  /** `sha256:…` of the manifest or index the reference resolves to. */
  readonly digest: string;
  /** `linux/amd64`, … of the image or of each image of the index. */
  readonly platforms: readonly string[];
}

/** One operation: changes the state of one account and region in place and returns the response body. Throws `AwsFault`. */
export type Operation<State> = (state: State, call: Call) => WireJson | Promise<WireJson>;

/** Where a call lands. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

/** How a service is spoken to. */
export type Wire =
  /** `targetPrefix` is the part of `X-Amz-Target` before the dot. */
  | { readonly protocol: 'json'; readonly targetPrefix: string }
  /** `version` is what requests say as `Version`, `namespace` the `xmlns` of the answers. */
  | { readonly protocol: 'query'; readonly version: string; readonly namespace: string }
  | { readonly protocol: 's3' }
  /** Operation by method and path, as in `PUT /schedules/{Name}`. Requests are known by the name they are signed for. */
  | { readonly protocol: 'rest-json'; readonly routes: Readonly<Record<string, RestRoute>> };

/** How an operation of REST is called. */
export interface RestRoute {
  readonly method: string;
  /** `/schedules/{Name}`: what is in braces is a member. */
  readonly path: string;
  /** Members that stand in the query, by their names there. */
  readonly query?: Readonly<Record<string, string>>;
}

/** The services apart from STS, by the names their requests are signed for; permissions begin with them too. */
export type ServiceId =
  | 'application-autoscaling'
  | 'cloudformation'
  | 'ecr'
  | 'ecs'
  | 'elasticloadbalancing'
  | 'events'
  | 'iam'
  | 'logs'
  | 's3'
  | 'scheduler'
  | 'secretsmanager'
  | 'ssm';

/** One AWS service as the router sees it. Its state is made per account and region. */
export interface AwsService<State = unknown> {
  readonly name: ServiceId;
  readonly wire: Wire;
  createState(account: string, region: string): State;
  readonly operations: Readonly<Record<string, Operation<State>>>;
  /** Brings the state to this time; called before every operation and after the clock moves. Absent: time changes nothing. */
  advance?(state: State, now: number, lookup: Lookup): void;
  /** The ARNs this call needs permission for. Absent or null: `*`. */
  resource?(operation: string, input: WireObject, state: State): string | readonly string[] | null;
  /** What conditions can ask of this call. Absent: nothing. */
  context?(operation: string, input: WireObject, state: State): CallContext;
  /** The permission an operation needs where it is not named like it: HeadObject needs `GetObject`. */
  action?(operation: string): string;
  /** How a refusal names the resource, where it is not the ARN alone. */
  resourceText?(resource: string): string;
}

/** An error answer as AWS gives it. */
export class AwsFault extends Error {
  override readonly name = 'AwsFault';
  readonly code: string;
  readonly status: number;
  /** What else the answer says. */
  readonly members: WireObject;

  constructor(
    code: string,
    message: string,
    more: number | { readonly status?: number; readonly members?: WireObject } = {},
  ) {
    super(message);
    const { status = 400, members = {} } = typeof more === 'number' ? { status: more } : more;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}
