import type { Check } from '../model/check.ts';
import type { TargetId } from '../model/environment.ts';
import { isDeployError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import type { Plugin } from '../model/plugin.ts';
import type { RunContext } from '../model/run-context.ts';
import { planFragments } from './assemble-plan.ts';
import { type CreatePlanRequest, createPlan } from './create-plan.ts';
import { plannedRequests } from './planned-requests.ts';
import { type PlanRequest, pluginRequest, requestOf } from './request.ts';

/**
 * Plans a request and proves what the plan refers to, target by target: first that there can be a plan, then what each
 * plugin looks at. Reads only.
 *
 * Where the targets cannot be planned together, each is planned alone, so that one that is wrong hides nothing of the
 * others. Throws what keeps everything from being looked at: who we are, a network, targets that exclude each other.
 */
export async function verifyTargets(
  request: CreatePlanRequest,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly Check[]> {
  for (const plugin of plugins) await plugin.connect?.(context);
  const attempts = await planAttempts(request, plugins, context);
  const checks = attempts.flatMap(({ target, error }) => (error === null ? [] : [planFailure(target, error)]));
  for (const plan of new Set(attempts.flatMap(({ plan, error }) => (error === null ? plan : [])))) {
    checks.push(...planned(plan), ...(await verifyPlan(plan, requestOf(plan), { plugins, context })));
  }
  for (const { plan, error } of attempts) {
    if (plan === null || error === null) continue;
    checks.push(...(await verifyPlan(plan, { ...requestOf(plan), faulty: true }, { plugins, context })));
  }
  const byTarget = Map.groupBy(checks, ({ target }) => target);
  return request.targets.flatMap(({ id }) => byTarget.get(id) ?? []);
}

type Attempt =
  | { readonly target: TargetId; readonly plan: Plan; readonly error: null }
  // A plan beside an error is one that AWS would refuse: what it refers to can still be looked at.
  | { readonly target: TargetId; readonly plan: Plan | null; readonly error: Refusal };

/** Why a target has no plan, as its error says it. */
interface Refusal {
  readonly message: string;
  readonly hint: string | null;
}

/** How many targets are planned alone at a time. */
const side = 8;

async function planAttempts(
  request: CreatePlanRequest,
  plugins: readonly Plugin[],
  context: RunContext,
): Promise<readonly Attempt[]> {
  const all = await attempt(() => createPlan(request, plugins, context));
  if (all.error === null) return request.targets.map(({ id }) => ({ target: id, plan: all.plan, error: null }));
  const attempts: Attempt[] = [];
  for (let first = 0; first < request.targets.length; first += side) {
    const some = request.targets.slice(first, first + side).map(async (target): Promise<Attempt> => {
      const asked = { ...request, targets: [target] };
      const alone = await attempt(() => createPlan(asked, plugins, context));
      if (alone.error === null) return { target: target.id, ...alone };
      const { plan } = await attempt(() => createPlan({ ...asked, faulty: true }, plugins, context));
      return { target: target.id, plan, error: alone.error };
    });
    attempts.push(...(await Promise.all(some)));
  }
  // Each can be planned alone: it is their company that is wrong.
  if (attempts.every(({ error }) => error === null)) throw all.error;
  return attempts;
}

async function attempt(
  create: () => Promise<Plan>,
): Promise<{ readonly plan: Plan; readonly error: null } | { readonly plan: null; readonly error: Refusal }> {
  try {
    return { plan: await create(), error: null };
  } catch (error) {
    if (!isDeployError(error) || (error.category !== 'usage' && error.category !== 'refused')) throw error;
    return { plan: null, error };
  }
}

function planFailure(target: TargetId, { message, hint }: Refusal): Check {
  const reason = hint === null ? message : `${message}; ${hint}`;
  return { target, kind: 'plan', what: 'plan', result: 'failed', reason };
}

function planned({ targets }: Plan): readonly Check[] {
  return targets.map(({ id, steps }) => ({
    target: id,
    kind: 'plan',
    what: 'plan',
    result: 'ok',
    reason: steps.length === 0 ? 'nothing to do' : `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`,
  }));
}

async function verifyPlan(
  plan: Plan,
  request: PlanRequest,
  { plugins, context }: { readonly plugins: readonly Plugin[]; readonly context: RunContext },
): Promise<readonly Check[]> {
  const { artifacts } = planFragments(request, plan.facts, plugins);
  const requests = plannedRequests(plan, plugins, { showSecrets: true });
  const checks: Check[] = [];
  for (const plugin of plugins) {
    const asked = pluginRequest(request, plugin);
    if (plugin.verify === undefined || asked.targets.length === 0) continue;
    checks.push(...(await plugin.verify({ request: asked, plan, requests, artifacts }, context)));
  }
  return checks;
}
