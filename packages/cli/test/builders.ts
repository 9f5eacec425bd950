import {
  type ErrorInfo,
  eventsSchema,
  type Json,
  type Outcome,
  type Plan,
  type PlannedStep,
  planFormat,
  type RunEvent,
  type StepEffect,
  type StepId,
  type TargetId,
} from '@funade/core';
import type { Output } from '../src/model/io.ts';

/** A plan with one step a kind per service, all on one shared image: `planFor(['api', 'worker'])`. */
export function planFor(services: readonly string[], changes: Partial<Plan> = {}): Plan {
  const all = services.map((service): TargetId => `${service}@production`);
  const shared = [
    step('aws.assume-role', 'assume role deploy', { phase: 'session', targets: all, label: 'production' }),
    step('ecr.build-image', 'build image shop/api:v1.2.0', {
      phase: 'build',
      targets: all,
      label: 'shop/api@production',
    }),
    step('ecr.push-image', 'push image shop/api:v1.2.0', {
      phase: 'publish',
      targets: all,
      label: 'shop/api@production',
    }),
  ];
  const own = services.map((service) => {
    const id: TargetId = `${service}@production`;
    const own = { targets: [id], label: id };
    return [
      step('ecs.register-task-definition', `register task definition ${service}`, { phase: 'register', ...own }),
      step('ecs.update-service', `update service ${service}`, { phase: 'rollout', ...own }),
      step('ecs.wait-for-rollout', `wait for the rollout of ${service}`, { phase: 'rollout', ...own }),
    ];
  });
  return {
    format: planFormat,
    id: 'c0ffee'.padEnd(64, '0'),
    createdAt: '2026-11-23T22:35:09.000Z',
    project: 'shop',
    environment: {
      name: 'production',
      account: '222222222222',
      region: 'ap-northeast-1',
      role: 'arn:aws:iam::222222222222:role/deploy',
      confirm: false,
    },
    release: {
      version: '1.2.0',
      tag: 'v1.2.0',
      branch: null,
      commit: '0123456789012345678901234567890123456789',
      shortCommit: '0123456',
      commitTime: 1_795_000_000,
      dirty: false,
      dirtyPaths: [],
      imageTag: 'v1.2.0',
      source: null,
    },
    allow: { dirty: false, downgrade: false, adoptImage: false, force: false },
    plugins: ['aws', 'ecr', 'ecs'],
    targets: services.map((service, index) => ({
      id: `${service}@production` as TargetId,
      service,
      options: {},
      steps: [...shared, ...(own[index] ?? [])].map(({ id }) => id),
      version: { target: `${service}@production` as TargetId, from: 'v1.1.0', to: 'v1.2.0', step: 'minor' },
      onFailure: 'leave',
    })),
    facts: {},
    steps: [...shared, ...own.flat()],
    rollback: [],
    notes: [],
    warnings: [],
    ...changes,
  };
}

const effects: Readonly<Record<string, StepEffect>> = {
  'ecr.push-image': 'stores',
  'ecs.register-task-definition': 'stores',
  'ecs.update-service': 'changes',
};

function step(kind: string, title: string, stands: Pick<PlannedStep, 'phase' | 'targets' | 'label'>): PlannedStep {
  const rest = { title, input: {}, needs: [], after: [], changes: [], effect: effects[kind] ?? 'none' } as const;
  return { id: `${kind}:${stands.label}`, kind, ...stands, ...rest };
}

/** Noon of a day, in milliseconds. */
export const noon = Date.UTC(2026, 10, 23, 12, 0, 0);

/** Writes events down as they come, each a second after the one before. */
export function eventLog(plan: Plan) {
  const events: RunEvent[] = [];
  let at = noon;
  const add = (event: RunEvent): void => {
    events.push(event);
    at += 1000;
  };
  const id = (kind: string, label = 'api@production'): StepId => `${kind}:${label}`;
  return {
    events,
    id,
    later: (milliseconds: number): void => {
      at += milliseconds;
    },
    start: (): void =>
      add({
        type: 'run-started',
        schema: eventsSchema,
        at,
        run: '20261123-120000-abc123',
        plan: plan.id,
        environment: plan.environment.name,
      }),
    started: (step: StepId): void => add({ type: 'step-started', at, step }),
    progress: (step: StepId, message: string, data: Json = null): void =>
      add({ type: 'step-progress', at, step, message, data }),
    output: (step: StepId, line: string): void => add({ type: 'step-output', at, step, line }),
    warned: (step: StepId, message: string): void => add({ type: 'step-warned', at, step, message }),
    succeeded: (step: StepId, output = {}): void => add({ type: 'step-succeeded', at, step, output }),
    goesOn: (step: StepId, goesOn: string): void => add({ type: 'step-succeeded', at, step, output: {}, goesOn }),
    failed: (step: StepId, error: ErrorInfo, outcome: Outcome = 'failed'): void =>
      add({ type: 'step-failed', at, step, error, outcome }),
    skipped: (step: StepId, because: StepId | null): void => add({ type: 'step-skipped', at, step, because }),
    runWarned: (message: string): void => add({ type: 'run-warned', at, message }),
    interrupted: (signal: string): void => add({ type: 'run-interrupted', at, signal }),
    finish: (): void => add({ type: 'run-finished', at }),
  };
}

/** An error as it stands in events. */
export function errorOf(changes: Partial<ErrorInfo> = {}): ErrorInfo {
  return {
    code: 'ECS_CLUSTER_MISSING',
    category: 'failed',
    message: 'cluster "shop" does not exist in ap-northeast-1 of 222222222222',
    hint: 'create it, or write another name under `ecs.cluster`',
    because: [],
    ...changes,
  };
}

/** An output that keeps what was written. */
export function memoryOutput(changes: Partial<Output> = {}): Output & { text(): string } {
  let text = '';
  const write = (more: string): void => {
    text += more;
  };
  return {
    write,
    command: write,
    text: () => text,
    isTTY: false,
    isFile: false,
    isOpen: true,
    columns: 0,
    rows: 0,
    ...changes,
  };
}
