import { isDeployError, type StepContext } from '@funade/core';
import { useActionLogs } from '../action-logs/find-action-logs.ts';
import { type ActionLogEntry, isAbout } from '../action-logs/parse-action-log.ts';
import { readActionLogs } from '../action-logs/read-action-logs.ts';
import type { ServiceRef } from '../model/errors.ts';
import { causeKey, eventCause, type StopCause, stopCause } from './stop-cause.ts';
import type { StopReport } from './stop-report.ts';

/** What the action logs are asked about. */
interface Subject {
  readonly place: ServiceRef;
  readonly deploymentId: string;
  readonly serviceDeployment: string | null;
  readonly since: number | null;
}

/** How far back is looked where nobody knows when the deployment began: a day, in milliseconds. */
const longest = 24 * 3600 * 1000;

/** Entries are timed by ECS, and deployments too; they need not agree to the second. */
const slackMs = 5_000;

/** Why a deployment failed, as the action logs of ECS tell it, each cause once; nothing where there are none. Does not throw for them. */
export async function reportsOfActions(subject: Subject, context: StepContext): Promise<readonly StopReport[]> {
  const { place, since } = subject;
  const from = since === null ? context.clock.now() - longest : since - slackMs;
  const reports = new Map<string, StopReport>();
  try {
    const { groups = [] } = (await useActionLogs(context)).get(nameOf(place.cluster)) ?? {};
    for (const group of groups) {
      const window = { from, word: place.service, enough: () => false };
      for (const entry of await readActionLogs(group, window, context)) {
        const cause = isAbout(entry, place) && isOf(entry, subject) ? causeOf(entry) : null;
        if (cause === null) continue;
        const before = reports.get(causeKey(cause));
        reports.set(causeKey(cause), reportOf(cause, { group, count: (before?.count ?? 0) + 1 }));
      }
    }
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isDeployError(error)) throw error;
  }
  return [...reports.values()];
}

/** Whether an entry is of the deployment, as far as it says so. */
function isOf({ deployment }: ActionLogEntry, { deploymentId, serviceDeployment }: Subject): boolean {
  if (deployment === null || deployment === serviceDeployment || deployment === deploymentId) return true;
  // Without the name of the service deployment any of the time counts.
  return serviceDeployment === null && deployment.includes(':service-deployment/');
}

function causeOf({ stopCode, reasons }: ActionLogEntry): StopCause | null {
  const reason = reasons.join('; ');
  return stopCode === null ? eventCause(reason) : stopCause({ id: '', stopCode, reason, containers: [] });
}

function reportOf(cause: StopCause, { group, count }: { readonly group: string; readonly count: number }): StopReport {
  const elsewhere = `told by the action logs of ECS in log group ${group}`;
  return { cause, count, task: null, link: null, containers: [], log: null, lines: [], elsewhere };
}

function nameOf(cluster: string): string {
  return cluster.slice(cluster.lastIndexOf('/') + 1);
}
