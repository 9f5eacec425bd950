import { formatDuration } from '@funade/core';
import type { LeftOut } from '../model/found-project.ts';
import { noted, type Value, type ValueObject } from '../model/value.ts';
import type { Deployment } from './deployment.ts';
import { type CiImage, imageFor } from './find-images.ts';
import type { PlacedFact } from './interpret-script.ts';
import type { BuildFact, ContainerFact, TaskFact } from './model.ts';
import { withoutWorkspace } from './read-docker.ts';

export interface ServiceContext {
  readonly images: readonly CiImage[];
  /** Names of the containers in the task definitions that are files of the folder, by path. */
  readonly definitions: ReadonlyMap<string, readonly string[]>;
}

export interface ConvertedService {
  readonly options: ValueObject;
  readonly left: readonly LeftOut[];
}

/** A service as a job updates it: what it builds, what it runs on, what it is changed to. */
export function convertService(deployment: Deployment, { images, definitions }: ServiceContext): ConvertedService {
  const { update, before, after, job, service } = deployment;
  const left: LeftOut[] = [];
  const place = `${update.place.file}:${update.place.line}`;
  const file = fileOf(job.steps.facts, job.steps.writes, definitions);
  const names = file === null ? null : (definitions.get(file) ?? null);
  const containers = containersOf(before, names);
  const chosen = containers.length > 0 ? containers : [nameless];
  const written = chosen.map((container) => {
    const image = imageFor(images, { image: container.image, service });
    const { ecr, problem } = ecrOf(image, { image: container.image, service });
    if (problem !== null) left.push({ place, ...problem });
    return { container, ecr };
  });
  const [only] = written;
  const single = only !== undefined && written.length === 1;
  if (single && only.container.name === null)
    left.push({
      place,
      what: `container of ${service}`,
      reason: 'the pipeline does not name the container that gets the image',
      instead: 'its name is in the running task definition: funade init --from live, or write ecs.container',
    });
  const { tasks, unread } = tasksOf(before, after, only?.container.name ?? null);
  left.push(...unread);
  return {
    options: {
      ecr: single
        ? only.ecr
        : { images: Object.fromEntries(written.map(({ container, ecr }) => [keyOf(container.name ?? 'app'), ecr])) },
      ecs: {
        cluster: update.cluster,
        service: update.service,
        ...(single
          ? { container: only.container.name ?? noted('app', 'Not known: the container that gets the image.') }
          : {}),
        ...settingsOfContainers(
          written.map(({ container }) => container),
          single,
        ),
        ...(file === null ? {} : { taskDefinition: file }),
        ...(Object.keys(update.settings).length === 0 ? {} : { settings: update.settings }),
        ...(update.minutes === null ? {} : { wait: { budget: formatDuration(update.minutes * 60) } }),
        ...(Object.keys(tasks).length === 0 ? {} : { tasks }),
      },
    },
    left,
  };
}

interface Container extends Omit<ContainerFact, 'kind' | 'container'> {
  /** Null: only its place in the list is known. */
  readonly name: string | null;
}

const nameless: Container = { name: null, image: null, environment: {}, secrets: {} };

/** The containers that get images or variables, each once. */
function containersOf(before: readonly PlacedFact[], names: readonly string[] | null): readonly Container[] {
  const found: Container[] = [];
  for (const fact of before) {
    if (fact.kind !== 'container') continue;
    const name = typeof fact.container === 'string' ? fact.container : (names?.[fact.container] ?? null);
    const at = found.findIndex((other) => other.name === name);
    const known = found[at] ?? { ...nameless, name };
    const container: Container = {
      name,
      image: fact.image ?? known.image,
      environment: { ...known.environment, ...fact.environment },
      secrets: { ...known.secrets, ...fact.secrets },
    };
    if (at < 0) found.push(container);
    else found[at] = container;
  }
  // Without a name of its own, what is told of a container by its place is of the one that is named.
  return found.length > 1 ? found.filter(({ name }) => name !== null) : found;
}

/** The file that revisions are made from, where the folder has it and no script writes it. */
function fileOf(
  facts: readonly PlacedFact[],
  writes: readonly string[],
  definitions: ServiceContext['definitions'],
): string | null {
  const files = facts.flatMap((fact) =>
    fact.kind === 'base' && fact.file !== null ? [withoutWorkspace(fact.file)] : [],
  );
  return files.find((file) => definitions.has(file) && !writes.map(withoutWorkspace).includes(file)) ?? null;
}

interface EcrOptions {
  readonly ecr: ValueObject;
  readonly problem: Omit<LeftOut, 'place'> | null;
}

function ecrOf(
  image: CiImage | null,
  { image: name, service }: { readonly image: string | null; readonly service: string },
): EcrOptions {
  const build = buildOf(image?.build ?? null);
  const repository = image?.repository ?? null;
  if (repository !== null) return { ecr: { repository, build }, problem: null };
  const shown = image?.names[0] ?? name;
  return {
    ecr: { repository: noted(service, 'Not known: the name of the repository in ECR.'), build },
    problem: {
      what: shown === null ? `image of ${service}` : `image ${shown}`,
      reason:
        shown === null
          ? 'no image of this service is built or pushed here'
          : 'which repository of ECR that is, is not written here',
      instead: 'write ecr.repository; images are pushed to ECR',
    },
  };
}

function buildOf(build: BuildFact | null): Value {
  if (build === null) return noted({ context: '.' }, 'Not found in the pipeline: how the image is made.');
  const context = withoutWorkspace(build.context).replace(/\/$/, '');
  const file = build.dockerfile === null ? null : withoutWorkspace(build.dockerfile);
  // Here it is relative to the context.
  const inside =
    file === null || context === '.'
      ? file
      : file.startsWith(`${context}/`)
        ? file.slice(context.length + 1)
        : upTo(context, file);
  return {
    context,
    ...(inside === null || inside === 'Dockerfile' ? {} : { dockerfile: inside }),
    ...(build.target === null ? {} : { target: build.target }),
    ...(Object.keys(build.args).length === 0 ? {} : { args: { ...build.args } }),
    ...(build.platforms.length === 0 ? {} : { platforms: [...build.platforms] }),
  };
}

function upTo(context: string, file: string): string {
  return `${context
    .split('/')
    .map(() => '..')
    .join('/')}/${file}`;
}

function keyOf(name: string): string {
  return name.replaceAll(/[^\w-]/g, '-');
}

function settingsOfContainers(containers: readonly Container[], single: boolean): ValueObject {
  const entries = containers.flatMap(({ name, environment, secrets }): (readonly [string, Value])[] => {
    const settings: ValueObject = {
      ...(single ? {} : { image: keyOf(name ?? 'app') }),
      ...(Object.keys(environment).length === 0 ? {} : { environment }),
      ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
    };
    if (Object.keys(settings).length === 0) return [];
    const bare = !single && Object.keys(settings).length === 1;
    return [[name ?? 'app', bare ? keyOf(name ?? 'app') : settings]];
  });
  return entries.length === 0 ? {} : { containers: Object.fromEntries(entries) };
}

interface Tasks {
  readonly tasks: ValueObject;
  readonly unread: readonly LeftOut[];
}

/** Tasks that the job runs before the update, or after it. */
function tasksOf(before: readonly PlacedFact[], after: readonly PlacedFact[], container: string | null): Tasks {
  const tasks: Record<string, Value> = {};
  const unread: LeftOut[] = [];
  const add = (when: 'before' | 'after', fact: TaskFact & PlacedFact): void => {
    const place = `${fact.place.file}:${fact.place.line}`;
    if (fact.command === null) {
      unread.push({
        place,
        what: 'aws ecs run-task',
        reason: 'what it runs is not understood',
        instead: 'write ecs.tasks',
      });
      return;
    }
    const base = /migrat/i.test(fact.command.join(' ')) ? 'migrate' : 'task';
    const name = [base, ...Array.from({ length: 9 }, (_, index) => `${base}-${index + 2}`)].find(
      (each) => tasks[each] === undefined,
    );
    tasks[name ?? base] = {
      when,
      command: [...fact.command],
      ...(fact.container === null || fact.container === container ? {} : { container: fact.container }),
      ...fact.launch,
    };
  };
  for (const fact of before) if (fact.kind === 'task') add('before', fact);
  for (const fact of after) if (fact.kind === 'task') add('after', fact);
  return { tasks, unread };
}
