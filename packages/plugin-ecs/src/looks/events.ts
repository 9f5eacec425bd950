import { isAwsError } from '@funade/aws';
import { type EventsRequest, isDeployError, type RunContext, type ServiceEvent, type TargetEvents } from '@funade/core';
import { useActionLogs } from '../action-logs/find-action-logs.ts';
import { actionText, isAbout } from '../action-logs/parse-action-log.ts';
import { type LoggedAction, readActionLogs } from '../action-logs/read-action-logs.ts';
import { useEcs } from '../api/ecs-client.ts';
import { placeKey, readServices } from '../operations/read-standing.ts';
import type { EcsOptions } from '../options/options.ts';
import { foreign } from './foreign.ts';
import { isThere } from './tasks.ts';

/** How far back action logs are read: a day, in milliseconds. */
const actionAge = 24 * 3600 * 1000;

/**
 * What ECS says happened to each service: the newest hundred events are all that it keeps; and what its action logs say,
 * where a cluster delivers them to CloudWatch Logs. Reads only.
 *
 * @throws `CLUSTER_NOT_FOUND`, `PLACE_NEEDS_RELEASE` and what AWS refuses.
 */
export async function events(
  request: EventsRequest<EcsOptions>,
  context: RunContext,
): Promise<readonly TargetEvents[]> {
  const { targets, limit } = request;
  const ecs = await useEcs(context);
  const services = await readServices(ecs, targets, context);
  const actions = await readActions(request, context);
  return targets.map(({ id, service: name, options }) => {
    const service = services.get(placeKey(options)) ?? null;
    const told = (service?.events ?? []).map(
      (event): ServiceEvent => ({
        id: event.id ?? '',
        at: event.createdAt?.toISOString() ?? null,
        message: foreign(event.message ?? ''),
        source: 'events',
      }),
    );
    const { logged, note } = actions.of(options);
    // ECS lists the newest first; of those of one moment the order stays.
    const all = [...told.toReversed(), ...logged.map(eventOf)];
    return {
      id,
      service: name,
      place: `${options.cluster}/${options.service}`,
      note: isThere(service) ? note : 'there is no such service',
      events: all.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? '')).slice(-limit),
    };
  });
}

function eventOf(entry: LoggedAction): ServiceEvent {
  const { id, at } = entry;
  return {
    id,
    at: new Date(at).toISOString(),
    message: foreign(actionText(entry)),
    source: 'action-logs',
  };
}

/** What the action logs say of a service, and what of them could not be read. */
interface Actions {
  readonly logged: readonly LoggedAction[];
  readonly note: string | null;
}

type Place = Pick<EcsOptions, 'cluster' | 'service'>;

async function readActions(
  { targets, limit }: EventsRequest<EcsOptions>,
  context: RunContext,
): Promise<{ of(place: Place): Actions }> {
  const places = await useActionLogs(context).catch((error: unknown) => {
    if (!isDeployError(error)) throw error;
    return error.message;
  });
  if (typeof places === 'string') {
    return { of: () => ({ logged: [], note: `it is not known whether there are action logs: ${places}` }) };
  }
  const clusterOf = ({ cluster }: Place): string => cluster.slice(cluster.lastIndexOf('/') + 1);
  const services = targets.map(({ options }) => options);
  const groups = new Set(services.flatMap((place) => places.get(clusterOf(place))?.groups ?? []));
  const [only] = services.length === 1 ? services : [];
  const enough = (entries: readonly LoggedAction[]): boolean =>
    services.every((place) => entries.filter((entry) => isAbout(entry, place)).length >= limit);
  const window = { from: context.clock.now() - actionAge, word: only?.service ?? null, enough };
  const read = new Map<string, readonly LoggedAction[] | string>();
  for (const group of groups) {
    read.set(group, await readActionLogs(group, window, context).catch((error: unknown) => unreadable(error, group)));
  }
  return {
    of(place) {
      const { groups: own = [], elsewhere = [] } = places.get(clusterOf(place)) ?? {};
      const found = own.map((group) => read.get(group) ?? []);
      const notes = [
        ...found.filter((one) => typeof one === 'string'),
        ...(own.length > 0 ? [] : elsewhere.map((arn) => `action logs go to ${arn}, which is not read`)),
      ];
      const logged = found
        .flatMap((one) => (typeof one === 'string' ? [] : one))
        .filter((entry) => isAbout(entry, place));
      return { logged, note: notes.length === 0 ? null : notes.join('; ') };
    },
  };
}

/** Why a log group of action logs cannot be read; throws what is not about the group. */
function unreadable(error: unknown, group: string): string {
  if (!isDeployError(error)) throw error;
  if (isAwsError(error.cause, 'AccessDeniedException'))
    return `action logs are in log group ${group}, which needs logs:FilterLogEvents`;
  return `action logs in log group ${group} could not be read: ${error.message}`;
}
