import { canonicalJson, type Json, type JsonObject } from '@funade/core';
import type { BehaviourInput, LoggedRequest } from '@funade/sandbox';
import type { Broken } from '../model/broken.ts';
import type { ProcessRecord, Recording, ServiceSight } from '../model/recording.ts';
import { processHeader } from '../world/wire.ts';
import { wasDone } from './effects-of.ts';
import { objects, text } from './steps-of.ts';

/** The third invariant: whatever happened, another run reaches what was wanted, and nothing is done twice or left behind. */
export function checkAgain(recording: Recording): readonly Broken[] {
  const told = (rule: string, what: string, process: number | null = null): Broken => ({
    invariant: 3,
    rule,
    text: what,
    process,
  });
  return [
    ...unreached(recording).map(({ id, what }) => told('the last deploy reaches what was wanted', what, id)),
    ...registeredTwice(recording).map((what) => told('a revision is registered once', what)),
    ...ranTwice(recording).map((what) => told('a task before a rollout runs once for a release', what)),
    ...left(recording).map((what) => told('nothing is left behind', what)),
  ];
}

function unreached(recording: Recording): readonly { readonly id: number; readonly what: string }[] {
  const { story, processes, ends } = recording;
  return story.world.environments.flatMap(({ name }) => {
    const last = processes.findLast(({ final, command }) => final && command.environment === name);
    const own = ends.filter(({ environment }) => environment === name);
    if (last === undefined || !own.every((end) => goesWell(recording, last, end))) return [];
    const paused = story.world.services.some(({ running }) => JSON.stringify(running).includes('PAUSE'));
    const wrong = own.flatMap((end) => notRunning(recording, last, end));
    if (last.code === 0 && wrong.length === 0) return [];
    // What is paused waits for a person, and what never comes to an end keeps its place.
    if (paused && last.code === 7) return [];
    if (last.error?.code === 'DEPLOYMENT_BUSY' && last.sights.some(isInProgress)) return [];
    const codes = (last.report?.steps ?? []).map(({ error }) => error?.code);
    // Whether a task of which ECS knows nothing any more may run again is a person's to say.
    if (codes.includes('TASK_OUTCOME_UNKNOWN')) return [];
    const how = `${last.code} ${last.error?.code ?? last.report?.outcome ?? ''} ${last.error?.message ?? ''}`;
    const steps = (last.report?.steps ?? []).flatMap(({ error }) => (error === null ? [] : [error.message]));
    return [{ id: last.id, what: `it ended with ${[how, ...steps, ...wrong].join('; ')}` }];
  });
}

function isInProgress({ seen }: ServiceSight): boolean {
  return objects(seen ?? undefined, 'deployments').some(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
}

/** Whether nothing stands in the way of the last deploy: the service is there, and its tasks are not made to fail. */
function goesWell({ story }: Recording, { command }: ProcessRecord, { seen, service }: ServiceSight): boolean {
  if (seen === null || seen.status !== 'ACTIVE') return false;
  const plan = story.world.services.find(({ name }) => name === service);
  const reference = `${plan?.image}:${command.release}`;
  const stands = (each: BehaviourInput): boolean => {
    const { match = {}, becomes } = each;
    if (match.startedBy !== undefined)
      return plan?.ecs.tasks !== undefined && JSON.stringify(becomes).includes('"code":4');
    return match.image !== undefined && match.service === service && match.image.includes(reference);
  };
  return !story.world.behaviours.some(stands);
}

function notRunning({ definitions }: Recording, { command }: ProcessRecord, end: ServiceSight): readonly string[] {
  const primary = objects(end.seen ?? undefined, 'deployments').find(({ status }) => status === 'PRIMARY');
  const definition = definitions[end.environment]?.find((each) => each.taskDefinitionArn === primary?.taskDefinition);
  const image = text(objects(definition, 'containerDefinitions')[0], 'image');
  return image.includes(`:${command.release}`) ? [] : [`${end.service} runs ${image}`];
}

/** Revisions that were registered once more although the first one was there. */
function registeredTwice(recording: Recording): readonly string[] {
  const { requests, processes, definitions, story } = recording;
  const registered = requests.filter(
    (each) =>
      each.operation === 'ecs.RegisterTaskDefinition' && each.headers[processHeader] !== undefined && wasDone(each),
  );
  const wrong: string[] = [];
  for (const [index, later] of registered.entries()) {
    const earlier = registered.slice(0, index).find((each) => {
      if (each.account !== later.account || each.region !== later.region) return false;
      // Whoever sends again has looked whether the first call has arrived.
      const patience = each.headers[processHeader] === later.headers[processHeader] ? 0 : onItsWay;
      if (each.at + patience >= sentAt(recording, later)) return false;
      return (
        sameDefinition(each.body as JsonObject, later.body as JsonObject) &&
        !sideBySide(processes, each.headers, later.headers)
      );
    });
    if (earlier === undefined) continue;
    const arn = text((earlier.response as JsonObject).taskDefinition, 'taskDefinitionArn');
    const definition = definitions[environmentOf(story, earlier)]?.find((each) => each.taskDefinitionArn === arn);
    const gone = definition === undefined || definition.status !== 'ACTIVE';
    if (!gone) wrong.push(`${arn} was registered once more, by process ${later.headers[processHeader]}`);
  }
  return wrong;
}

function environmentOf({ world }: Recording['story'], { account, region }: LoggedRequest): string {
  return world.environments.find((each) => each.account === account && each.region === region)?.name ?? '';
}

/** Milliseconds within which what is done cannot be seen by whoever has looked just before. */
const onItsWay = 2000;

function sentAt({ sends, story }: Recording, { operation, headers, at }: LoggedRequest): number {
  const own = sends.filter((each) => each.operation === operation && String(each.process) === headers[processHeader]);
  // What is held up on its way may be done behind what was sent after it.
  const delayed = story.faults.some(
    ({ operation: name, fault }) => name === operation && typeof fault === 'object' && 'delay' in fault,
  );
  if (delayed) return own[0]?.at ?? at;
  return own.findLast((each) => each.at <= at)?.at ?? at;
}

function sameDefinition(one: JsonObject, other: JsonObject): boolean {
  const plain = ({ tags, ...rest }: JsonObject): Json => ({
    ...rest,
    tags: (tags as readonly JsonObject[] | undefined)?.filter(({ key }) => key !== 'funade:run') ?? null,
  });
  return canonicalJson(plain(one)) === canonicalJson(plain(other));
}

type Headers = Readonly<Record<string, string>>;

/** Whether two processes ran at the same time: neither could know of the other. */
function sideBySide(processes: readonly ProcessRecord[], one: Headers, other: Headers): boolean {
  const [first, second] = [one, other].map((headers) =>
    processes.find(({ id }) => String(id) === headers[processHeader]),
  );
  if (first === undefined || second === undefined || first === second) return false;
  return first.startedAt < second.endedAt && second.startedAt < first.endedAt;
}

/** Tasks that ran well more than once for the same release. */
function ranTwice({ tasks }: Recording): readonly string[] {
  return Object.entries(tasks).flatMap(([environment, all]) => {
    const ran = all.filter(
      (task) =>
        text(task, 'startedBy').startsWith('funade/') &&
        // Whoever was stopped has not done it.
        task.stopCode === 'EssentialContainerExited' &&
        JSON.stringify(task.overrides ?? null).includes('migrate') &&
        objects(task, 'containers').every(({ exitCode }) => exitCode === 0),
    );
    const groups = Map.groupBy(ran, (task) => `${text(task, 'taskDefinitionArn')} ${text(task, 'startedBy')}`);
    return [...groups].flatMap(([what, each]) =>
      each.length > 1
        ? [`${what} ran ${each.length} times in ${environment}: ${each.map(({ taskArn }) => taskArn).join(', ')}`]
        : [],
    );
  });
}

function left({ files }: Recording): readonly string[] {
  return files.filter((file) => file !== 'runs' && !/^runs\/[\w-]+\.jsonl$/.test(file));
}
