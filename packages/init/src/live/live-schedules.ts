import type { LeftOut } from '../model/found-project.ts';
import type { ValueObject } from '../model/value.ts';
import type { LiveFacts } from './live-facts.ts';
import type { Scheduled } from './read-scheduled.ts';

/** What runs tasks by the clock, by the service whose revision it runs. */
export interface LiveSchedules {
  /** `schedules` of a service, by its name in ECS. */
  readonly byService: ReadonlyMap<string, ValueObject>;
  readonly left: readonly LeftOut[];
}

/**
 * The rules and schedules that run what a service runs: they follow its releases from now on. Those that run another revision would
 * change with the next deploy, and those of other task definitions belong to no service, so both are left out.
 */
export function liveSchedules({ scheduled, services, cluster }: LiveFacts): LiveSchedules {
  const runs = services.flatMap(({ service, definition }) =>
    definition === null
      ? []
      : [
          {
            name: String(service.serviceName),
            arn: String(definition.taskDefinitionArn),
            family: String(definition.family),
          },
        ],
  );
  const byService = new Map<string, Record<string, ValueObject>>();
  const left: LeftOut[] = [];
  for (const each of scheduled) {
    const what = `${each.kind} ${each.name}`;
    const place = `cluster ${cluster}`;
    const owner = runs.find(({ arn }) => arn === each.taskDefinition);
    const sibling = runs.find(({ family }) => family === familyOf(each.taskDefinition));
    if (owner === undefined) {
      left.push({ place, what, ...(sibling === undefined ? ofNobody(each) : ofAnother(each, sibling)) });
      continue;
    }
    const entries = byService.get(owner.name) ?? {};
    byService.set(owner.name, entries);
    entries[keyOf(each, entries)] = entryOf(each, scheduled);
  }
  return { byService, left };
}

function entryOf({ kind, name, target }: Scheduled, all: readonly Scheduled[]): ValueObject {
  if (kind === 'schedule') return { schedule: name };
  const several = all.filter((other) => other.kind === 'rule' && other.name === name).length > 1;
  return { rule: name, ...(several && target !== null ? { target } : {}) };
}

/** Keys are letters, digits, - and _. */
function keyOf({ name }: Scheduled, taken: Readonly<Record<string, unknown>>): string {
  const key = (name.split('/').at(-1) ?? name).replaceAll(/[^\w-]/g, '-').slice(0, 60);
  let free = key;
  for (let number = 2; Object.hasOwn(taken, free); number += 1) free = `${key}-${number}`;
  return free;
}

function familyOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1).replace(/:\d+$/, '');
}

function revisionOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

type Reason = Pick<LeftOut, 'reason' | 'instead'>;

function ofNobody({ taskDefinition }: Scheduled): Reason {
  return {
    reason: `it runs ${revisionOf(taskDefinition)}, which no service of the cluster runs`,
    instead: 'write a job for it, so that it follows releases: docs/schedules.md',
  };
}

function ofAnother(
  { kind, name, taskDefinition }: Scheduled,
  { name: service, arn }: { readonly name: string; readonly arn: string },
): Reason {
  return {
    reason: `it runs ${revisionOf(taskDefinition)}, and service ${service} runs ${revisionOf(arn)}`,
    instead: `to have it follow releases: schedules: { nightly: { ${kind}: '${name}' } }`,
  };
}
