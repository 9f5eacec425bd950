import { createHash } from 'node:crypto';
import { maskChange } from '../diff/mask-change.ts';
import type { Artifact } from '../model/artifact.ts';
import type { Target, TargetId } from '../model/environment.ts';
import { canonicalJson, type Json, type JsonObject } from '../model/json.ts';
import { type Facts, type Plan, type PlannedTarget, planFormat } from '../model/plan.ts';
import { emptyFragment, type PlanFragment, type Plugin, type Warning } from '../model/plugin.ts';
import { refsIn } from '../model/ref.ts';
import type { Step, StepId } from '../model/step.ts';
import { toJson } from '../model/to-json.ts';
import { type CheckOptions, checkSteps } from './check-steps.ts';
import { badFacts, brokenPlan } from './errors.ts';
import { closures, withBuildBarrier, withGates, withoutIdleSteps, withReferencedNeeds } from './link-steps.ts';
import { orderSteps } from './order-steps.ts';
import { asksAnything, type PlanRequest, pluginRequest } from './request.ts';

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
  const kinds = new Set(plugins.flatMap((plugin) => plugin.steps.map((step) => step.kind)));
  const linked = withoutIdleSteps(withBuildBarrier(withGates(withReferencedNeeds(fragment.steps), fragment.gates)));
  const listed = listTargets(request.targets, linked, fragment);
  const steps = inOrder(linked, rankOf(listed), { kinds });
  const rollback = planRollback(fragment, request, kinds);
  const position = new Map(steps.map((step, index) => [step.id, index]));
  const { project, environment, release, allow, lookups = [] } = request;
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
      ...((fragment.rollbackAll ?? []).length === 0 ? {} : { rollbackAll: fragment.rollbackAll ?? [] }),
      ...(lookups.length === 0 ? {} : { lookups }),
      facts,
      steps: steps.map(withoutSecrets),
      rollback: rollback.map(withoutSecrets),
      notes: fragment.notes,
      warnings: [...fragment.warnings, ...otherCommit(request)],
    },
    createdAt,
  );
}

/** The config and the files that it names are those of the checkout, whatever the tag. */
function otherCommit({ release, environment }: PlanRequest): readonly Warning[] {
  const { tag, shortCommit, checkedOut } = release;
  if (checkedOut === undefined) return [];
  const subject = { type: 'environment', name: environment.name } as const;
  const message = `the config is that of commit ${checkedOut.slice(0, 7)}, which is checked out, and not that of ${tag} (${shortCommit}); for that: git checkout ${tag}`;
  return [{ code: 'CONFIG_OF_OTHER_COMMIT', subject, message }];
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

/** Whatever a plugin shows of its changes, nothing that looks like a secret gets into a plan that way. */
function withoutSecrets(step: Step): Step {
  return { ...step, changes: step.changes.map(maskChange) };
}

/** What all plugins add together. Throws what a plugin's `plan` throws. */
export function planFragments(request: PlanRequest, facts: Facts, plugins: readonly Plugin[]): PlanFragment {
  let merged = emptyFragment;
  for (const plugin of plugins) {
    const asked = pluginRequest(request, plugin);
    if (!asksAnything(asked)) continue;
    const known = facts[plugin.name];
    if (known === undefined) throw badFacts(plugin.name, 'there are none');
    const upstream: readonly Artifact[] = merged.artifacts;
    const added = plugin.plan(asked, known, upstream);
    merged = {
      steps: [...merged.steps, ...added.steps],
      gates: [...(merged.gates ?? []), ...(added.gates ?? [])],
      rollback: [...merged.rollback, ...added.rollback],
      artifacts: [...merged.artifacts, ...added.artifacts],
      notes: [...merged.notes, ...added.notes],
      warnings: [...merged.warnings, ...added.warnings],
      versions: [...merged.versions, ...added.versions],
      rollbackAll: [...(merged.rollbackAll ?? []), ...(added.rollbackAll ?? [])],
    };
  }
  return merged;
}

/** Each target with what it wrote and the steps it needs: its own, and those that make the images it was handed. */
export function listTargets(
  targets: readonly Target[],
  steps: readonly Step[],
  fragment: Pick<PlanFragment, 'artifacts' | 'versions'>,
): readonly PlannedTarget[] {
  const roots = new Map<TargetId, StepId[]>(targets.map(({ id }) => [id, []]));
  for (const step of steps)
    if (step.subject.type === 'service') roots.get(step.subject.name as TargetId)?.push(step.id);
  for (const artifact of fragment.artifacts) {
    for (const { $ref } of refsIn(artifact.reference as Json)) roots.get(artifact.target)?.push($ref[0] as StepId);
  }
  const closure = closures(steps);
  const versions = new Map(fragment.versions.map((version) => [version.target, version]));
  return targets.map(({ id, service, options }) => ({
    id,
    service,
    options: toJson(options) as PlannedTarget['options'],
    steps: [...closure(roots.get(id) ?? [])],
    version: versions.get(id) ?? null,
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
export function inOrder(steps: readonly Step[], rank: (step: Step) => number, options: CheckOptions): readonly Step[] {
  const { ordered, cyclic } = orderSteps(steps, rank);
  const cycle = `these steps wait for each other: ${cyclic.map((step) => step.id).join(', ')}`;
  const reason = cyclic.length > 0 ? cycle : checkSteps(ordered, options);
  if (reason !== null) throw brokenPlan(reason);
  return ordered;
}

/** The way back may need what proves who we are; it need not be planned twice. */
function planRollback(fragment: PlanFragment, request: PlanRequest, kinds: ReadonlySet<string>): readonly Step[] {
  const own = new Set<string>(fragment.rollback.map((step) => step.id));
  const shared = fragment.steps.filter((step) => step.subject.type === 'environment' && !own.has(step.id));
  const elsewhere = new Set<string>(fragment.steps.map((step) => step.id).filter((id) => !own.has(id)));
  const linked = withoutIdleSteps([...shared, ...withReferencedNeeds(fragment.rollback, own)]);
  const ranks = new Map<string, number>(request.targets.map(({ id }, rank) => [id, rank]));
  return inOrder(linked, (step) => ranks.get(step.subject.name) ?? -1, { kinds, elsewhere });
}
