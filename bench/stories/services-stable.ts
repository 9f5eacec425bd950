import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '@funade/core';
import { type EngineOptions, startEngine } from '../engine.ts';
import type { Figure } from '../figure.ts';
import { run } from '../measure.ts';

/** Seconds of the sandbox in one second. */
const speed = 20;
const service = 'bench/service-1' as const;
const isNew = { image: '*v2.0.0*' };

interface Story {
  readonly name: string;
  readonly options: Omit<EngineOptions, 'services' | 'clock' | 'speed'>;
  /** Somebody else deploys so many seconds after the update. */
  readonly superseded?: number;
  /** What the truth is worth: the exit code of a tool that tells it. */
  readonly truth: number;
}

const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };
const stories: readonly Story[] = [
  { name: 'a good deploy', options: {}, truth: 0 },
  { name: 'a good deploy that takes 11 minutes', options: { region: { timings: { start: 660 } } }, truth: 0 },
  {
    name: 'the circuit breaker rolls back',
    options: { service: breaker, region: { behaviours: [{ match: isNew, becomes: 'image-missing' }] } },
    truth: 3,
  },
  {
    name: 'a crash loop without a circuit breaker',
    options: { region: { behaviours: [{ match: isNew, becomes: { type: 'exits', code: 1, afterSeconds: 1 } }] } },
    truth: 3,
  },
  { name: 'somebody else deploys meanwhile', options: {}, superseded: 6, truth: 4 },
  { name: 'zero desired tasks', options: { service: { desiredCount: 0 } }, truth: 0 },
];

const exitCodes: Partial<Record<Outcome, number>> = {
  succeeded: 0,
  unchanged: 0,
  'rolled-back': 3,
  superseded: 4,
  stopped: 5,
  'timed-out': 6,
  paused: 7,
};

/** The same stories under the engine and under `aws ecs wait services-stable`: what each reports, and when. */
export async function servicesStable(): Promise<readonly Figure[]> {
  if (spawnSync('aws', ['--version']).status !== 0) {
    return [{ name: 'services-stable', value: 'LEFT OUT: no AWS CLI on the path', aim: '' }];
  }
  const figures: Figure[] = [];
  for (const story of stories) {
    const ours = await underEngine(story);
    const theirs = await underWaiter(story);
    figures.push({
      name: `verdict: ${story.name}`,
      value: `exit ${ours.code} after ${ours.seconds.toFixed(0)} s; services-stable exit ${theirs.code} after ${theirs.seconds.toFixed(0)} s`,
      aim: `exit ${story.truth}`,
    });
  }
  return figures;
}

interface Reported {
  readonly code: number;
  /** On the sandbox's clock, from the update on. */
  readonly seconds: number;
}

async function underEngine({ options, superseded }: Story): Promise<Reported> {
  await using engine = await startEngine({ ...options, services: 1, clock: 'real', speed });
  const { outcome, updatedAt, endedAt } = await engine.deploy(() => {
    if (superseded !== undefined) void interfere(engine.sandbox, superseded);
  });
  return { code: exitCodes[outcome] ?? 1, seconds: (endedAt - updatedAt) / 1000 };
}

/** What the pipeline of blog posts does after its UpdateService. */
async function underWaiter({ options, superseded }: Story): Promise<Reported> {
  await using engine = await startEngine({ ...options, services: 1, clock: 'real', speed });
  const { sandbox, env } = engine;
  const models = waiterModels();
  try {
    const since = sandbox.clock.now();
    sandbox.ecs.deploy(service, 'next');
    if (superseded !== undefined) void interfere(sandbox, superseded);
    const { code } = await run({
      command: 'aws',
      args: ['ecs', 'wait', 'services-stable', '--cluster', 'bench', '--services', 'service-1'],
      env: { ...env, AWS_DATA_PATH: models, AWS_PAGER: '' },
    });
    return { code: code ?? 1, seconds: (sandbox.clock.now() - since) / 1000 };
  } finally {
    rmSync(models, { recursive: true, force: true });
  }
}

async function interfere(sandbox: Awaited<ReturnType<typeof startEngine>>['sandbox'], after: number): Promise<void> {
  await sandbox.clock.sleep(after * 1000);
  sandbox.ecs.deploy(service, 'rival');
}

/** The waiter as the AWS CLI has it, 40 looks 15 seconds apart, on a clock that runs as fast as the sandbox's. */
function waiterModels(): string {
  const folder = mkdtempSync(join(tmpdir(), 'funade-bench-waiters-'));
  const place = join(folder, 'ecs/2014-11-13');
  mkdirSync(place, { recursive: true });
  const acceptor = (expected: string | boolean, rest: object) => ({ expected, ...rest });
  const any = { matcher: 'pathAny', state: 'failure' };
  const stable = 'length(services[?!(length(deployments) == `1` && runningCount == desiredCount)]) == `0`';
  const model = {
    version: 2,
    waiters: {
      ServicesStable: {
        delay: 15 / speed,
        operation: 'DescribeServices',
        maxAttempts: 40,
        acceptors: [
          acceptor('MISSING', { ...any, argument: 'failures[].reason' }),
          acceptor('DRAINING', { ...any, argument: 'services[].status' }),
          acceptor('INACTIVE', { ...any, argument: 'services[].status' }),
          acceptor(true, { matcher: 'path', state: 'success', argument: stable }),
        ],
      },
    },
  };
  writeFileSync(join(place, 'waiters-2.json'), JSON.stringify(model));
  return folder;
}
