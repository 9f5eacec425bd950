/** One container of a stopped task. */
export interface StoppedContainer {
  readonly name: string;
  readonly exitCode: number | null;
  readonly reason: string | null;
  /** `HEALTHY`, `UNHEALTHY` or `UNKNOWN`. */
  readonly health: string;
}

/** A stopped task as DescribeTasks shows it. */
export interface StoppedTask {
  readonly id: string;
  /** An open set: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
  readonly stopCode: string | null;
  readonly reason: string;
  readonly containers: readonly StoppedContainer[];
}

/** Why tasks die, as far as ECS says it. */
export type CauseClass =
  | 'container.oom'
  | 'container.unhealthy'
  | 'container.killed'
  | 'container.exit'
  | 'container.start'
  | 'elb.unhealthy'
  | 'image.attestation'
  | 'image.platform'
  | 'image.missing'
  | 'image.accessDenied'
  | 'image.rateLimit'
  | 'image.pull'
  | 'network.ecr'
  | 'network.registry'
  | 'network.secrets'
  | 'secret.accessDenied'
  | 'secret.missing'
  | 'log.group'
  | 'placement.port'
  | 'placement.limit'
  | 'placement.capacity'
  | 'deadlock.percentages'
  | 'service.deploymentLimit'
  | 'platform.interrupted'
  | 'user.stopped'
  | 'unknown';

export interface StopCause {
  readonly class: CauseClass;
  /** What ECS said, in full: of the container where that says more. */
  readonly reason: string;
  /** The container that failed; null when it was the task. */
  readonly container: string | null;
  readonly exitCode: number | null;
}

/**
 * Why a task stopped: fields first, texts where fields do not say it, `unknown` where nothing does. Null when the service
 * scheduler stopped it in the course of things, which is what happens to old tasks.
 */
export function stopCause(task: StoppedTask): StopCause | null {
  const failing = failingContainer(task.containers);
  const found = byFields(task, failing) ?? byTexts([task.reason, failing?.reason ?? ''].join('\n')) ?? 'unknown';
  if (found === 'none') return null;
  return {
    class: found,
    reason: reasonOf(task, failing),
    container: failing?.name ?? null,
    exitCode: failing?.exitCode ?? null,
  };
}

/** What a service event says is wrong; null for the many that say nothing of the kind. */
export function eventCause(message: string): StopCause | null {
  const found = eventRows.find(([pattern]) => pattern.test(message))?.[1];
  const cause = found === 'text' ? (byTexts(message) ?? 'unknown') : found;
  return cause === undefined ? null : { class: cause, reason: message, container: null, exitCode: null };
}

/** What UpdateService's refusal says; null when it is none of these. */
export function refusalCause(message: string): CauseClass | null {
  return /active deployments exist/.test(message) ? 'service.deploymentLimit' : null;
}

/** Deaths that say nothing of the revision: somebody stopped the task, or the platform took it away. */
const noFault: ReadonlySet<CauseClass> = new Set(['user.stopped', 'platform.interrupted']);

/** Whether a cause speaks against the revision. */
export function speaksAgainst({ class: kind }: StopCause): boolean {
  return !noFault.has(kind);
}

/** Equal for causes that are the same but for ids, addresses and times. */
export function causeKey({ class: kind, container, exitCode, reason }: StopCause): string {
  const plain = reason
    .replace(/sha256:[0-9a-f]+/g, 'sha256')
    .replace(/[0-9a-f]{8,}(-[0-9a-f]+)*/g, '#')
    .replace(/\d+(\.\d+)*/g, '0');
  return JSON.stringify([kind, container, exitCode, plain]);
}

const platformCodes: ReadonlySet<string> = new Set(['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth']);

function byFields(task: StoppedTask, failing: StoppedContainer | null): CauseClass | 'none' | null {
  const { stopCode, containers } = task;
  if (platformCodes.has(stopCode ?? '')) return 'platform.interrupted';
  if (stopCode === 'UserInitiated') return 'user.stopped';
  if (containers.some(({ reason }) => errorType(reason) === 'OutOfMemoryError')) return 'container.oom';
  if (stopCode === 'ServiceSchedulerInitiated') {
    if (containers.some(({ health }) => health === 'UNHEALTHY')) return 'container.unhealthy';
    return byTexts(task.reason) ?? 'none';
  }
  if (stopCode === 'EssentialContainerExited' || (failing?.exitCode ?? null) !== null) {
    return failing?.exitCode === 137 ? 'container.killed' : 'container.exit';
  }
  return null;
}

/** The words come from ECS's own texts: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
const textRows: readonly (readonly [RegExp, CauseClass])[] = [
  [/failed ELB health checks|is unhealthy in \(?target-group/, 'elb.unhealthy'],
  [/failed container health checks/, 'container.unhealthy'],
  [/OutOfMemoryError/, 'container.oom'],
  [/no processor for media-type|in-toto/, 'image.attestation'],
  [/descriptor matching platform|exec format error|platform.*does not match/, 'image.platform'],
  [/log group|logger args/, 'log.group'],
  [/(secret|parameter)[^\n]*(AccessDenied|not authorized)/i, 'secret.accessDenied'],
  [/(secret|parameter)[^\n]*(ResourceNotFound|can't find|ParameterNotFound|invalid parameters)/i, 'secret.missing'],
  [
    /api\.ecr[^\n]*(timeout|timed out|dial tcp|no such host)|(ecr registry auth)[^\n]*(timeout|deadline)/,
    'network.ecr',
  ],
  [/(secretsmanager|ssm)\.[^\n]*(timeout|timed out|dial tcp|no such host|deadline)/, 'network.secrets'],
  [/CannotPull[^\n]*(toomanyrequests|rate limit)/i, 'image.rateLimit'],
  [/CannotPull[^\n]*(i\/o timeout|connection issue|dial tcp|timed out|deadline exceeded|no route)/, 'network.registry'],
  [
    /(CannotPull|registry auth)[^\n]*(access denied|AccessDenied|not authorized|unauthorized|403)/i,
    'image.accessDenied',
  ],
  [/CannotPull[^\n]*(not found|manifest unknown|does not exist)/, 'image.missing'],
  [/CannotPull/, 'image.pull'],
  [/Cannot(Start|Create|Inspect)ContainerError|ContainerRuntimeError/, 'container.start'],
  [/(Spot|host EC2|instance)[^\n]*(interrupted|terminated|stopped)/i, 'platform.interrupted'],
];

const eventRows: readonly (readonly [RegExp, CauseClass | 'text'])[] = [
  [/unable to place a task[^\n]*already using a port/, 'placement.port'],
  [/unable to place a task[^\n]*(reached the limit|above your limit)/, 'placement.limit'],
  [/unable to place a task[^\n]*(Error:)/, 'text'],
  [/unable to place a task/, 'placement.capacity'],
  [/service deployment configuration/, 'deadlock.percentages'],
  [/is unhealthy in \(?target-group/, 'elb.unhealthy'],
  [/failed container health checks/, 'container.unhealthy'],
];

function byTexts(text: string): CauseClass | null {
  return textRows.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** The container that brought the task down: others are only stopped along with it, with 143 or 137 and no reason. */
function failingContainer(containers: readonly StoppedContainer[]): StoppedContainer | null {
  const along = ({ exitCode }: StoppedContainer): boolean => exitCode === 143 || exitCode === 137;
  return (
    containers.find(({ health }) => health === 'UNHEALTHY') ??
    containers.find(({ reason }) => reason !== null) ??
    containers.find((container) => (container.exitCode ?? 0) !== 0 && !along(container)) ??
    containers.find(({ exitCode }) => (exitCode ?? 0) !== 0) ??
    containers.find(({ exitCode }) => exitCode !== null) ??
    null
  );
}

function reasonOf({ reason }: StoppedTask, failing: StoppedContainer | null): string {
  const own = failing?.reason ?? '';
  if (own === '' || reason.includes(own)) return reason === '' ? 'ECS gives no reason' : reason;
  return reason === '' || own.includes(reason) ? own : `${reason}: ${own}`;
}

function errorType(reason: string | null): string | null {
  return reason === null ? null : (/^(\w+Error):/.exec(reason)?.[1] ?? null);
}
