import { suggest, type Target } from '@funade/core';
import type { BehaviourInput } from '@funade/sandbox';
import { usage } from '../model/errors.ts';
import { nameIn } from './name-in.ts';
import { objectAt, textAt } from './values-at.ts';

/** What people call a failure, and what the sandbox calls it. */
const otherNames: Readonly<Record<string, string>> = {
  crash: 'exits',
  crashes: 'exits',
  oom: 'out-of-memory',
  unhealthy: 'container-unhealthy',
  capacity: 'not-placed',
  hangs: 'never-starts',
};

/** `--behave api=exits`, `--behave api/migrate=exits`, `--behave 'api={"type":"exits","code":3}'`. */
interface Wanted {
  readonly service: string;
  readonly task: string | null;
  readonly becomes: BehaviourInput['becomes'];
}

/**
 * Failures to rehearse: of what is deployed, and not of what runs before, so that a rollback finds something that works.
 * `names` are those of the sandbox. Throws `USAGE` with the nearest name.
 */
export function behavioursOf(
  written: readonly string[],
  targets: readonly Target[],
  names: readonly string[],
): readonly BehaviourInput[] {
  return written.flatMap((text): readonly BehaviourInput[] => {
    const { service, task, becomes } = readWanted(text, targets, names);
    return targets
      .filter((target) => target.service === service)
      .flatMap(({ options }): readonly BehaviourInput[] => {
        const ecs = objectAt(options, 'ecs');
        const cluster = nameIn(textAt(ecs, 'cluster') ?? '');
        if (task !== null) return [{ match: { cluster, startedBy: `*/${service}/${task}/*` }, becomes }];
        const match = { cluster, service: textAt(ecs, 'service') ?? service };
        return [
          { match, becomes },
          { match: { ...match, revision: 1 }, becomes: 'running' as const },
        ];
      });
  });
}

function readWanted(text: string, targets: readonly Target[], names: readonly string[]): Wanted {
  const at = text.indexOf('=');
  const [service = '', task] = text.slice(0, Math.max(0, at)).split('/');
  const value = text.slice(at + 1);
  const services = [...new Set(targets.map((target) => target.service))];
  if (at < 1 || value === '')
    throw usage(`--behave is ${JSON.stringify(text)}`, 'write it as api=exits, or api/migrate=exits');
  if (!services.includes(service))
    throw usage(`--behave names service ${JSON.stringify(service)}`, suggest(service, services));
  const tasks = targets.flatMap((target) =>
    target.service === service ? Object.keys(objectAt(objectAt(target.options, 'ecs'), 'tasks')) : [],
  );
  if (task !== undefined && !tasks.includes(task))
    throw usage(`--behave names task ${JSON.stringify(task)} of ${service}`, suggest(task, [...new Set(tasks)]));
  return { service, task: task ?? null, becomes: becomesOf(value, names) };
}

function becomesOf(value: string, names: readonly string[]): BehaviourInput['becomes'] {
  if (value.startsWith('{')) {
    try {
      return JSON.parse(value);
    } catch {
      throw usage(`--behave has ${JSON.stringify(value)}`, 'write it as JSON, such as {"type":"exits","code":3}');
    }
  }
  const name = Object.hasOwn(otherNames, value) ? otherNames[value] : value;
  if (name === undefined || !names.includes(name))
    throw usage(
      `there is no behaviour ${JSON.stringify(value)}`,
      suggest(value, [...names, ...Object.keys(otherNames)]),
    );
  // The words that the sandbox asks for.
  if (name === 'fails-to-start')
    return { type: name, stoppedReason: 'CannotStartContainerError: it was to be rehearsed' };
  return name as BehaviourInput['becomes'];
}
