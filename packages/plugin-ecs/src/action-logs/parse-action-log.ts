import { resourceName } from '@funade/aws';
import { isJsonObject, type Json, type JsonObject } from '@funade/core';

/** One thing that ECS did by itself, as its action logs tell it. What an entry does not say is null. */
export interface ActionLogEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `SERVICE_DEPLOYMENT_ROLLBACK_FAILED`: an open set. */
  readonly name: string | null;
  readonly cluster: string | null;
  readonly service: string | null;
  /** ARN of a service deployment, or id of a deployment. */
  readonly deployment: string | null;
  readonly status: string | null;
  /** Of a task that has stopped. */
  readonly stopCode: string | null;
  /** What ECS says, each once. */
  readonly reasons: readonly string[];
}

/**
 * Reads an entry. Members stand at the top or in `detail`, and have two names, in AWS's own samples: whatever is there is
 * taken, and what is no entry at all is null. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/action-logs.html
 */
export function parseActionLog(message: string, loggedAt: number): ActionLogEntry | null {
  const entry = objectOf(message);
  if (entry === null) return null;
  const detail = objectOf(entry.detail ?? null) ?? {};
  const text = (...names: readonly string[]): string | null =>
    names.flatMap((name) => textOf(detail[name]) ?? textOf(entry[name]) ?? [])[0] ?? null;
  const [resource, source] = [text('resourceArn'), text('actionSourceId', 'serviceArn')];
  const deployment = text('serviceDeploymentArn', 'deploymentArn', 'deploymentId');
  const [name, status, stopCode] = [text('eventName'), text('status'), text('stopCode')];
  const reasons = [text('statusReason', 'reason'), text('containerStoppedReason'), text('stoppedReason')];
  if (name === null && deployment === null && status === null && source === null) return null;
  return {
    at: timeOf(entry, detail) ?? loggedAt,
    name,
    ...placeOf({ resource, source, deployment }),
    deployment,
    status,
    stopCode,
    reasons: [...new Set(reasons.flatMap((reason) => reason ?? []))],
  };
}

/** What an entry says, in one line: `SERVICE_DEPLOYMENT_ROLLBACK_FAILED: No rollback candidate was found`. */
export function actionText({ name, status, stopCode, reasons }: ActionLogEntry): string {
  const what = name ?? status ?? 'action';
  const code = stopCode === null ? '' : ` (${stopCode})`;
  return `${what}${code}${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`;
}

/** Whether an entry is about a service. One that does not say its cluster is taken for it. */
export function isAbout(
  entry: Pick<ActionLogEntry, 'cluster' | 'service'>,
  { cluster, service }: { readonly cluster: string; readonly service: string },
): boolean {
  return entry.service === service && (entry.cluster === null || entry.cluster === resourceName(cluster));
}

interface Names {
  readonly resource: string | null;
  readonly source: string | null;
  readonly deployment: string | null;
}

/** The service by its ARN or name, else by that of its deployment; the cluster by any of them. */
function placeOf({ resource, source, deployment }: Names): Pick<ActionLogEntry, 'cluster' | 'service'> {
  const parts = (arn: string | null, kind: string): readonly string[] => arn?.split(`:${kind}/`)[1]?.split('/') ?? [];
  const [byService, byDeployment] = [parts(source, 'service'), parts(deployment, 'service-deployment')];
  const cluster =
    parts(resource, 'cluster')[0] ?? byDeployment[0] ?? (byService.length > 1 ? byService[0] : null) ?? null;
  const named = source === null || source.startsWith('arn:') ? null : resourceName(source);
  return { cluster, service: byService.at(-1) ?? byDeployment[1] ?? named };
}

function timeOf(entry: JsonObject, detail: JsonObject): number | null {
  const written = entry.timestamp ?? entry.eventTimestamp ?? detail.timestamp ?? detail.eventTimestamp ?? null;
  const number = typeof written === 'string' && /^\d+$/.test(written) ? Number(written) : written;
  const time = typeof number === 'string' ? Date.parse(number) : number;
  return typeof time === 'number' && !Number.isNaN(new Date(time).getTime()) ? time : null;
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An object, or the JSON text of one. */
function objectOf(value: Json): JsonObject | null {
  if (typeof value !== 'string') return isJsonObject(value) ? value : null;
  try {
    const parsed: Json = JSON.parse(value);
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
