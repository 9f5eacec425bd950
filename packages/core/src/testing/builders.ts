import * as z from 'zod';
import type { Environment, Target, TargetId } from '../model/environment.ts';
import type { RunEvent } from '../model/event.ts';
import type { Json } from '../model/json.ts';
import { type Plan, planFormat } from '../model/plan.ts';
import type { Allowances, Plugin } from '../model/plugin.ts';
import type { Release } from '../model/release.ts';
import { createResources, type RunContext } from '../model/run-context.ts';
import {
  defineStep,
  type PlannedStep,
  type Step,
  type StepContext,
  type StepDefinition,
  type StepId,
} from '../model/step.ts';
import { sealPlan } from '../plan/assemble-plan.ts';
import type { PlanRequest } from '../plan/request.ts';
import { type Reporters, tellReporters } from '../run/tell-reporters.ts';
import { createSeededRandom } from './seeded-random.ts';

import { createVirtualClock } from './virtual-clock.ts';

/** An environment `production` of account 222222222222, with what differs. */
export function buildEnvironment(differs: Partial<Environment> = {}): Environment {
  return {
    name: 'production',
    account: '222222222222',
    region: 'ap-northeast-1',
    role: null,
    confirm: false,
    ...differs,
  };
}

/** A clean release `v1.2.0`, with what differs. */
export function buildRelease(differs: Partial<Release> = {}): Release {
  return {
    version: '1.2.0',
    tag: 'v1.2.0',
    branch: null,
    commit: '0123456789abcdef0123456789abcdef01234567',
    shortCommit: '0123456',
    commitTime: 1_760_000_000,
    dirty: false,
    dirtyPaths: [],
    imageTag: 'v1.2.0',
    source: null,
    ...differs,
  };
}

/** Nothing allowed, with what differs. */
export function buildAllowances(differs: Partial<Allowances> = {}): Allowances {
  return { dirty: false, downgrade: false, adoptImage: false, force: false, ...differs };
}

/** A request for these targets of `production`; a name alone is a service without options. */
export function buildRequest(
  targets: readonly (string | Pick<Target, 'service' | 'options'>)[],
  differs: Partial<PlanRequest> = {},
): PlanRequest {
  const environment = differs.environment ?? buildEnvironment();
  return {
    project: 'shop',
    environment,
    release: buildRelease(),
    allow: buildAllowances(),
    targets: targets.map((target) => {
      const { service, options } = typeof target === 'string' ? { service: target, options: {} } : target;
      return { id: `${service}@${environment.name}`, service, options };
    }),
    ...differs,
  };
}

/**
 * A step from its id `<kind>:<label>`. A label `shop/api@production` is an image, which is built or published for target
 * `api@production`; `api@production` is a target, which is rolled out; any other is the environment's session.
 */
export function buildStep(id: StepId, differs: Partial<PlannedStep> = {}): PlannedStep {
  const at = id.indexOf(':');
  const label = id.slice(at + 1);
  const kind = id.slice(0, at);
  const verb = /\.(build|copy|create|update)-(?:image|service)$/.exec(kind)?.[1];
  const stands: Pick<PlannedStep, 'phase' | 'targets' | 'effect'> = !label.includes('@')
    ? { phase: 'session', targets: [], effect: 'none' }
    : label.includes('/')
      ? { phase: kind.includes('build') ? 'build' : 'publish', targets: [imageUser(label)], effect: 'stores' }
      : { phase: 'rollout', targets: [label as TargetId], effect: 'changes' };
  return {
    id,
    kind,
    ...stands,
    ...(verb === undefined ? {} : { verb }),
    label,
    title: id.replace(':', ' '),
    input: null,
    needs: [],
    after: [],
    changes: [],
    ...differs,
  };
}

function imageUser(label: string): TargetId {
  return label.slice(label.lastIndexOf('/') + 1) as TargetId;
}

/** A plan of these steps. Its targets are those that the steps belong to, each with its own steps and those they need. */
export function buildPlan(steps: readonly Step[], differs: Partial<Plan> = {}): Plan {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const environment = differs.environment ?? buildEnvironment();
  const targets = new Set(steps.flatMap((step) => step.targets));
  const withNeeds = (id: StepId): readonly StepId[] => [...(byId.get(id)?.needs ?? []).flatMap(withNeeds), id];
  const { id: _, createdAt = '2026-11-23T00:00:00.000Z', ...rest } = differs;
  return sealPlan(
    {
      format: planFormat,
      project: 'shop',
      environment,
      release: buildRelease(),
      allow: buildAllowances(),
      plugins: [],
      targets: [...targets].map((target) => ({
        id: target,
        service: target.slice(0, target.indexOf('@')),
        options: {},
        steps: [...new Set(steps.filter((step) => step.targets.includes(target)).flatMap(({ id }) => withNeeds(id)))],
        version: null,
        onFailure: 'leave',
      })),
      facts: {},
      steps: steps.map((step) => ({ effect: 'changes', ...step })),
      rollback: [],
      notes: [],
      warnings: [],
      ...rest,
    },
    createdAt,
  );
}

/** A context on a virtual clock, with what differs. */
export function buildContext(differs: Partial<RunContext> = {}): RunContext {
  return {
    project: 'shop',
    environment: buildEnvironment(),
    clock: createVirtualClock(),
    random: createSeededRandom(),
    signal: new AbortController().signal,
    env: {},
    root: '/nowhere',
    resources: createResources(),
    ...differs,
  };
}

/** A step definition that takes and returns any JSON. */
export function buildDefinition(
  kind: string,
  run: (input: Json, context: StepContext) => Promise<Json> | Json = () => null,
  differs: Partial<Omit<StepDefinition, 'kind' | 'run' | 'input' | 'output'>> = {},
): StepDefinition {
  return defineStep<Json, Json>({
    kind,
    input: z.json() as z.ZodType<Json>,
    output: z.json() as z.ZodType<Json>,
    effect: 'changes',
    run: async (input, context) => run(input, context),
    ...differs,
  });
}

/** A plugin that plans nothing, with what differs. */
export function buildPlugin(name: string, differs: Partial<Plugin> = {}): Plugin {
  return {
    name,
    options: null,
    facts: z.json() as z.ZodType<Json>,
    steps: [],
    observe: async () => null,
    plan: () => ({ steps: [], rollback: [], artifacts: [], notes: [], warnings: [], versions: [] }),
    ...differs,
  };
}

/** Reporters that only hear events: `applyPlan(plan, context, { …, reporters: hearing((event) => events.push(event)) })`. */
export function hearing(onEvent: (event: RunEvent) => unknown): Reporters {
  return tellReporters([{ name: 'test', event: (event) => void onEvent(event) }]);
}
