import type { JsonObject, Plan } from '@funade/core';
import type { LoggedRequest } from '@funade/sandbox';
import type { ProcessRecord, Recording, ServiceSight } from '../model/recording.ts';
import { processHeader } from '../world/wire.ts';
import { deploymentIdOf, text } from './steps-of.ts';

/** A deployment of a service, from its beginning. */
export interface SeenDeployment {
  readonly id: string;
  readonly environment: string;
  readonly service: string;
  /** ARN of its revision. */
  readonly revision: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly status: string;
  /** When ECS began to roll back from it, and to which; null: it did not. */
  readonly rollback: { readonly at: number; readonly to: string } | null;
  /** The process that made it; null: somebody else, or nobody. */
  readonly madeBy: ProcessRecord | null;
}

/** The deployments of a service, oldest first. */
export function timelineOf(recording: Recording, end: ServiceSight): readonly SeenDeployment[] {
  const { environment, service } = end;
  return end.deployments
    .map((deployment) => {
      const id = deploymentIdOf(deployment);
      const createdAt = Number(deployment.createdAt) * 1000;
      const back = deployment.rollback as JsonObject | undefined;
      const made = recording.requests.find((request) => makes(request, { service, environment, id, createdAt }));
      return {
        id,
        environment,
        service,
        revision: recording.revisions.get(id) ?? '',
        createdAt,
        status: text(deployment, 'status'),
        rollback:
          back === undefined ? null : { at: Number(back.startedAt) * 1000, to: idOf(text(back, 'serviceRevisionArn')) },
        madeBy: recording.processes.find((each) => String(each.id) === made?.headers[processHeader]) ?? null,
      };
    })
    .reverse();
}

function makes(
  { operation, body, response, status, at, error }: LoggedRequest,
  wanted: { readonly service: string; readonly environment: string; readonly id: string; readonly createdAt: number },
): boolean {
  if (operation !== 'ecs.UpdateService' && operation !== 'ecs.CreateService') return false;
  if (error !== null || !text(body as JsonObject, 'cluster').endsWith(wanted.environment)) return false;
  if (text(body as JsonObject, 'service') !== wanted.service) return false;
  if (response !== null) return JSON.stringify(response).includes(wanted.id) && Math.abs(at - wanted.createdAt) < 1;
  // Its answer was lost: no status says so.
  return status !== 400 && Math.abs(at - wanted.createdAt) < 1;
}

function idOf(serviceRevision: string): string {
  return `ecs-svc/${serviceRevision.slice(serviceRevision.lastIndexOf('/') + 1)}`;
}

/** The deployment that was primary right before another one began; null before the first. */
export function primaryBefore(deployments: readonly SeenDeployment[], id: string): SeenDeployment | null {
  const index = deployments.findIndex((deployment) => deployment.id === id);
  const begun = deployments[index]?.createdAt ?? 0;
  let before = deployments[index - 1];
  while (before?.rollback != null && before.rollback.at <= begun) {
    const { to } = before.rollback;
    before = deployments.find((deployment) => deployment.id === to);
  }
  return before ?? null;
}

/** What a process knew of when it wrote: what its plan stands on, what it made, and what it warned of. */
export function noticed({ plan, events }: ProcessRecord): string {
  const facts =
    plan === null
      ? ''
      : JSON.stringify([(plan as Partial<Plan>).facts ?? null, plan.steps, (plan as Partial<Plan>).rollback ?? null]);
  const told = events.flatMap((event) =>
    event.type === 'step-warned' || event.type === 'step-progress'
      ? [event.message, JSON.stringify('data' in event ? event.data : null)]
      : event.type === 'step-succeeded'
        ? [JSON.stringify(event.output)]
        : event.type === 'step-failed'
          ? [JSON.stringify(event.error)]
          : [],
  );
  return [facts, ...told].join('\n');
}

/** The release that a revision was registered for; null: nobody says so. */
export function releaseOf(recording: Recording, environment: string, revision: string): string | null {
  const definition = recording.definitions[environment]?.find(
    ({ taskDefinitionArn }) => taskDefinitionArn === revision,
  );
  const tags = (definition?.tags ?? []) as readonly JsonObject[];
  const tag = tags.find(({ key }) => key === 'funade:release');
  return tag === undefined ? null : text(tag, 'value');
}
