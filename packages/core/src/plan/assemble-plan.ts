import { createHash } from 'node:crypto';
import type { Artifact } from '../model/artifact.ts';
import type { Target, TargetId } from '../model/environment.ts';
import { canonicalJson, type JsonObject } from '../model/json.ts';
import { type Facts, type Plan, type PlannedTarget, planFormat } from '../model/plan.ts';
import {
  emptyFragment,
  type FailurePolicy,
  type Note,
  type PlanFragment,
  type Warning,
} from '../model/plan-fragment.ts';
import type { Plugin } from '../model/plugin.ts';
import { regionDoubt } from '../model/region-problem.ts';
import type { PlannedStep, Step, StepId } from '../model/step.ts';
import { toJson } from '../model/to-json.ts';
import { orderSteps } from '../order/order-steps.ts';
import { type CheckOptions, checkSteps } from './check-steps.ts';
import { badFacts, brokenPlan } from './errors.ts';
import { withPhases, withRollbackPhases } from './link-phases.ts';
import { closures, withDependents, withoutIdleSessions, withReferencedNeeds } from './link-steps.ts';
import { overrideNotes } from './override-notes.ts';
import { definitionsByKind, plannedStep } from './planned-step.ts';
import { asksAnything, type PlanRequest, pluginRequest, stopsOf } from './request.ts';

export interface AssembleOptions {
  /** In the order they plan: each gets the artifacts of those before it. */
  readonly plugins: readonly Plugin[];
  /** ISO 8601, UTC; not part of the plan's id. */
  readonly createdAt: string;
}

/**
 * The plan that follows from a request and the facts: same in, same out.
 *
 * Throws what a plugin's `plan` throws (a rule that refuses) and `PLAN_BROKEN` when the fragments don't fit together.
 */
export function assemblePlan(request: PlanRequest, facts: Facts, { plugins, createdAt }: AssembleOptions): Plan {
  const fragment = planFragments(request, facts, plugins);
  const definitions = definitionsByKind(plugins);
  const known = new Set(request.targets.map(({ id }) => id));
  const checks = { kinds: new Set(definitions.keys()), targets: known };
  const linked = withoutIdleSessions(withPhases(withDependents(withReferencedNeeds(fragment.steps))));
  const listed = listTargets(request.targets, linked, fragment);
  const steps = inOrder(linked, rankOf(listed), { ...checks, owners: fragment.owners });
  const rollback = planRollback(fragment, request, checks);
  const position = new Map(steps.map((step, index) => [step.id, index]));
  const { project, environment, release, allow } = request;
  const { changedSince, lookups = [], overrides = [], lineage = {}, revisions, kept = {}, until } = request;
  const planned = (step: Step): PlannedStep => plannedStep(step, definitions);
  return sealPlan(
    {
      format: planFormat,
      project,
      environment,
      release,
      allow,
      plugins: plugins.map((plugin) => plugin.name),
      targets: listed.map((target) => ({
        ...target,
        steps: target.steps.toSorted((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0)),
      })),
      ...(lookups.length === 0 ? {} : { lookups }),
      ...(overrides.length === 0 ? {} : { overrides }),
      ...(changedSince === undefined ? {} : { changedSince }),
      ...(Object.keys(lineage).length === 0 ? {} : { lineage }),
      ...(revisions === undefined ? {} : { revisions }),
      ...(Object.keys(kept).length === 0 ? {} : { kept }),
      ...(until === undefined ? {} : { until }),
      facts,
      ...((fragment.waitsFor ?? []).length === 0 ? {} : { waitsFor: fragment.waitsFor ?? [] }),
      steps: steps.map(planned),
      rollback: rollback.map(planned),
      // Behind those of plugins: of a target with nothing to do the first is the reason.
      notes: [...fragment.notes, ...overrideNotes(overrides), ...changeNotes(changedSince)],
      warnings: [...fragment.warnings, ...keptTargets(request), ...otherCommit(request), ...unknownRegion(request)],
    },
    createdAt,
  );
}

/** Why each target is deployed, or left out, where only those that have changed are. */
function changeNotes(changedSince: PlanRequest['changedSince']): readonly Note[] {
  const { changed = {}, unchanged = {} } = changedSince ?? {};
  return [
    ...(Object.entries(changed) as [TargetId, string][]).map(([id, why]) => ({
      targets: [id],
      label: id,
      text: `deployed because ${why}`,
    })),
    ...Object.entries(unchanged).map(([id, why]) => ({ targets: [], label: id, text: `${id} is left out: ${why}` })),
  ];
}

/** Targets that stay as they are, where others of their release do not. */
function keptTargets({ kept = {}, environment }: PlanRequest): readonly Warning[] {
  return Object.entries(kept).map(([id, reason]) => {
    const message = `${id} stays as it is: ${reason}`;
    return { code: 'TARGET_KEPT', targets: [], label: environment.name, message };
  });
}

/** The config and the files that it names are those of the checkout, whatever the tag. */
function otherCommit({ release, environment }: PlanRequest): readonly Warning[] {
  const { tag, shortCommit, checkedOut } = release;
  if (checkedOut === undefined) return [];
  const message = `the config is from the checked-out commit ${checkedOut.slice(0, 7)}, not from ${tag} (${shortCommit}); to use that one: git checkout ${tag}`;
  return [{ code: 'CONFIG_OF_OTHER_COMMIT', targets: [], label: environment.name, message }];
}

function unknownRegion({ environment: { name, region } }: PlanRequest): readonly Warning[] {
  const message = regionDoubt(region);
  return message === null ? [] : [{ code: 'REGION_UNKNOWN', targets: [], label: name, message }];
}

/** A plan's content with its id. Round-trips through JSON first, so that the id of a saved plan is that of the one made. */
export function sealPlan(content: Omit<Plan, 'id' | 'createdAt'>, createdAt: string): Plan {
  const json = toJson(content) as JsonObject;
  const { format, ...rest } = json as unknown as Omit<Plan, 'id' | 'createdAt'>;
  return { format, id: planId(json), createdAt, ...rest };
}

/** The id of a plan: the hash of everything but `id` and `createdAt`, as 64 hex digits. */
export function planId(plan: JsonObject): string {
  const { id: _, createdAt: __, ...content } = plan;
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** What all plugins add together, and which of them planned each step. */
export interface MergedFragment extends PlanFragment {
  readonly owners: ReadonlyMap<StepId, readonly string[]>;
}

/** What all plugins add together. Throws what a plugin's `plan` throws. */
export function planFragments(request: PlanRequest, facts: Facts, plugins: readonly Plugin[]): MergedFragment {
  let merged = emptyFragment;
  const owners = new Map<StepId, readonly string[]>();
  const stops = stopsOf(request, plugins);
  for (const plugin of plugins) {
    const asked = pluginRequest(request, plugin);
    if (!asksAnything(asked)) continue;
    const known = facts[plugin.name];
    if (known === undefined) throw badFacts(plugin.name, 'there are none');
    const upstream: readonly Artifact[] = merged.artifacts;
    const added = plugin.plan(Object.keys(stops).length === 0 ? asked : { ...asked, stops }, known, upstream);
    ownSteps(owners, plugin.name, [...added.steps, ...added.rollback]);
    merged = {
      steps: [...merged.steps, ...added.steps],
      rollback: [...merged.rollback, ...added.rollback],
      artifacts: [...merged.artifacts, ...added.artifacts],
      notes: [...merged.notes, ...added.notes],
      warnings: [...merged.warnings, ...added.warnings],
      versions: [...merged.versions, ...added.versions],
      onFailure: mergePolicies(merged.onFailure ?? {}, added.onFailure ?? {}),
      waitsFor: [...(merged.waitsFor ?? []), ...(added.waitsFor ?? [])],
    };
    const strange = strangeTargets(added, request);
    if (strange !== null) throw brokenPlan([plugin.name], strange);
  }
  return { ...merged, owners };
}

/** Notes which plugin planned each of these steps. */
export function ownSteps(owners: Map<StepId, readonly string[]>, plugin: string, steps: readonly Step[]): void {
  for (const { id } of steps) owners.set(id, [...new Set([...(owners.get(id) ?? []), plugin])]);
}

/** Which target outside the plan something is planned for besides steps; null when none is. */
function strangeTargets(
  { artifacts, versions, onFailure = {} }: PlanFragment,
  { targets }: PlanRequest,
): string | null {
  const known = new Set<string>(targets.map(({ id }) => id));
  const artifact = artifacts.find(({ target }) => !known.has(target));
  if (artifact !== undefined) return `an artifact ${artifact.type} is for ${artifact.target}, which is not in the plan`;
  const version = versions.find(({ target }) => !known.has(target));
  if (version !== undefined) return `a version is for ${version.target}, which is not in the plan`;
  const policy = Object.keys(onFailure).find((target) => !known.has(target));
  return policy === undefined ? null : `a failure policy is for ${policy}, which is not in the plan`;
}

/** Of two policies for a target the one that does more. */
function mergePolicies(
  one: Readonly<Record<TargetId, FailurePolicy>>,
  other: Readonly<Record<TargetId, FailurePolicy>>,
): Readonly<Record<TargetId, FailurePolicy>> {
  const merged: Record<TargetId, FailurePolicy> = { ...one };
  for (const [target, policy] of Object.entries(other) as [TargetId, FailurePolicy][]) {
    const known = merged[target] ?? 'leave';
    merged[target] = leastFirst.indexOf(policy) > leastFirst.indexOf(known) ? policy : known;
  }
  return merged;
}

const leastFirst: readonly FailurePolicy[] = ['leave', 'rollback', 'rollback-all'];

/** Each target with what it wrote and the steps it needs: those that belong to it, and what they need. */
export function listTargets(
  targets: readonly Target[],
  steps: readonly Step[],
  { versions, onFailure = {} }: Pick<PlanFragment, 'versions' | 'onFailure'>,
): readonly PlannedTarget[] {
  const roots = new Map<TargetId, StepId[]>(targets.map(({ id }) => [id, []]));
  // Who we are is proven for something: alone it is nothing to do.
  for (const step of steps) {
    if (step.phase !== 'session') for (const target of step.targets) roots.get(target)?.push(step.id);
  }
  const closure = closures(steps);
  const versionOf = new Map(versions.map((version) => [version.target, version]));
  return targets.map(({ id, service, options }) => ({
    id,
    service,
    options: toJson(options) as PlannedTarget['options'],
    steps: [...closure(roots.get(id) ?? [])],
    version: versionOf.get(id) ?? null,
    onFailure: onFailure[id] ?? 'leave',
  }));
}

/** Steps are read and run target by target: a step stands with the first target that needs it. */
export function rankOf(targets: readonly PlannedTarget[]): (step: Step) => number {
  const ranks = new Map<StepId, number>();
  targets.forEach((target, rank) => {
    for (const id of target.steps) if (!ranks.has(id)) ranks.set(id, rank);
  });
  return (step) => ranks.get(step.id) ?? targets.length;
}

/** The steps in an order in which they can run. Throws `PLAN_BROKEN` when there is none. */
export function inOrder(
  steps: readonly Step[],
  rank: (step: Step) => number,
  { owners, ...options }: CheckOptions & { readonly owners: ReadonlyMap<StepId, readonly string[]> },
): readonly Step[] {
  const ownersOf = (ids: readonly StepId[]): readonly string[] => [
    ...new Set(ids.flatMap((id) => owners.get(id) ?? [])),
  ];
  const fault = checkSteps(steps, { ...options, unordered: true });
  if (fault !== null) throw brokenPlan(ownersOf([fault.step]), fault.reason);
  const { ordered, cyclic } = orderSteps(steps, rank);
  if (cyclic.length === 0) return ordered;
  const ids = cyclic.map(({ id }) => id);
  throw brokenPlan(ownersOf(ids), `these steps wait for each other: ${ids.join(', ')}`);
}

/** A rollback needs what proves who we are; it need not be planned twice. */
function planRollback(
  { steps, rollback, owners }: MergedFragment,
  request: PlanRequest,
  checks: Pick<CheckOptions, 'kinds' | 'targets'>,
): readonly Step[] {
  const own = new Set<string>(rollback.map((step) => step.id));
  const shared = steps.filter((step) => step.phase === 'session' && !own.has(step.id));
  const inRollback = new Set<string>([...own, ...shared.map(({ id }) => id)]);
  const all = [...shared, ...withReferencedNeeds(rollback, inRollback)];
  const linked = withoutIdleSessions(withRollbackPhases(all));
  const ranks = new Map<string, number>(request.targets.map(({ id }, rank) => [id, rank]));
  const rank = ({ targets }: Step): number =>
    targets.length === 0 ? -1 : Math.min(...targets.map((target) => ranks.get(target) ?? 0));
  return inOrder(linked, rank, { ...checks, owners, undone: new Set(steps.map(({ id }) => id)) });
}
