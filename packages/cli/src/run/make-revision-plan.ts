import {
  type Allowances,
  type ChosenRevision,
  createPlan,
  emptyRelease,
  findRevisions,
  type Plan,
  planInTurn,
  type Release,
  type RunContext,
  semanticVersion,
  type Target,
  type TargetId,
} from '@funade/core';
import type { Interruption } from '../model/interruption.ts';
import type { RevisionOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import type { StandingOptions, WaitOptions } from '../model/options.ts';
import { openStanding, type Standing, standingTargets } from './open-standing.ts';
import type { Project } from './project.ts';
import { turnContext } from './turn-context.ts';

/** A plan for revisions that are there already, with what it was made in. */
export interface MadeRevisionPlan extends AsyncDisposable {
  readonly plan: Plan;
  readonly project: Project;
  readonly context: RunContext;
}

/** What such a plan is asked for. */
export interface RevisionPlanOptions extends StandingOptions, WaitOptions {
  readonly revisions: RevisionOptions;
  readonly allow: Allowances;
}

/** How it is made: it may wait until nothing is in progress that it would replace. */
export interface MakeRevisionPlan {
  readonly inTurn: boolean;
}

/**
 * From the command line to a plan that deploys revisions that are there already: config, targets, history, facts, plan. Reads only;
 * no release takes part, and no tag rule: what is deployed was admitted when it was deployed first.
 */
export async function makeRevisionPlan(
  options: RevisionPlanOptions,
  { inTurn }: MakeRevisionPlan,
  { io, interruption }: { readonly io: Io; readonly interruption: Interruption },
): Promise<MadeRevisionPlan> {
  const { revisions: choice } = options;
  const named = Object.keys(choice.each);
  const services = named.length > 0 ? named : options.services;
  const standing = await openStanding({ ...options, services }, io, interruption);
  try {
    const { project, environment, context } = standing;
    const { plugins } = project;
    const common = { project: project.config.project, environment };
    const found = await findRevisions(
      {
        ...common,
        targets: standing.targets,
        to: named.length === 0 ? choice.to : byTarget(standing.targets, choice.each),
        all: services.length === 0,
        intent: choice.intent,
        others: services.length === 0 || choice.intent === 'deploy' ? [] : await otherTargets(standing),
      },
      plugins,
      context,
    );
    const release = releaseOf(Object.values(found.revisions));
    const request = { ...common, ...found, release, allow: options.allow, ...untilOf(options) };
    const plan = inTurn
      ? await planInTurn(request, plugins, turnContext(context, io))
      : await createPlan(request, plugins, context);
    return { plan, project, context, [Symbol.asyncDispose]: () => standing[Symbol.asyncDispose]() };
  } catch (error) {
    await standing[Symbol.asyncDispose]();
    throw error;
  }
}

/** How far it is waited for: a rollback to its end, unless something else was typed. */
function untilOf({ until, revisions: { intent } }: RevisionPlanOptions): { readonly until?: string } {
  if (until !== null) return { until };
  return intent === 'rollback' ? { until: 'steady' } : {};
}

/** What each service is to run, by the id of its target. */
function byTarget(targets: readonly Target[], each: RevisionOptions['each']): Readonly<Record<TargetId, string>> {
  return Object.fromEntries(
    targets.flatMap(({ id, service }) => (each[service] === undefined ? [] : [[id, each[service]]])),
  );
}

/** The targets that were not named. Whatever is wrong with them keeps nobody from going back. */
async function otherTargets(standing: Standing): Promise<readonly Target[]> {
  const { targets, context } = standing;
  try {
    const all = await standingTargets([], standing);
    const own = new Set(targets.map(({ id }) => id));
    return all.filter(({ id }) => !own.has(id));
  } catch {
    context.signal.throwIfAborted();
    return [];
  }
}

/** What all targets are to run, as far as it is one release. */
function releaseOf(revisions: readonly ChosenRevision[]): Release {
  const [first] = revisions;
  if (first === undefined || revisions.some(({ release }) => release !== first.release)) return emptyRelease;
  const { release, commit } = first;
  return {
    ...emptyRelease,
    version: release === null ? null : semanticVersion(release),
    tag: release,
    imageTag: release ?? '',
    commit: commit ?? '',
    shortCommit: (commit ?? '').slice(0, 7),
  };
}
