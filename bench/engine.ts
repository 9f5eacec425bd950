import { aws } from '@funade/aws';
import {
  applyPlan,
  createPlan,
  createResources,
  definePlugin,
  emptyFragment,
  type Outcome,
  type PlanRequest,
  type Plugin,
  systemRandom,
  tellReporters,
} from '@funade/core';
import { ecs } from '@funade/ecs';
import { type Sandbox, type SandboxOptions, type Seed, startSandbox } from '@funade/sandbox';
import { z } from 'zod';

const account = '111111111111';
const region = 'eu-west-1';
const environment = { name: 'production', account, region, role: null, confirm: false };
const repository = 'registry.example/bench/app';

/** What the services of an engine are. */
export interface EngineOptions extends Omit<SandboxOptions, 'seed'> {
  readonly services: number;
  /** Of every service. */
  readonly service?: Readonly<Record<string, unknown>> | undefined;
  /** Of the region: behaviours, timings. */
  readonly region?: Readonly<Record<string, unknown>> | undefined;
}

/** The engine in this process, on the clock of a sandbox whose rollouts take as long as small ones do. */
export interface Engine extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** Variables for another client of the sandbox. */
  readonly env: Readonly<Record<string, string>>;
  /** Deploys a new image to every service; `updated` is called once the services are updated. */
  deploy(updated?: () => void): Promise<Deployed>;
}

/** How a deploy went. */
export interface Deployed {
  readonly outcome: Outcome;
  /** Of the code of the error that decided it; null when there was none. */
  readonly code: string | null;
  /** Milliseconds on the sandbox's clock. */
  readonly endedAt: number;
  /** When the last service was updated. */
  readonly updatedAt: number;
}

/** The image that a deploy brings. */
const newImage = imageOf('v2.0.0', '2');

/** Starts a sandbox with services `service-1` … in cluster `bench`, and an engine beside it. */
export async function startEngine({ services, service, region: more, ...options }: EngineOptions): Promise<Engine> {
  const names = Array.from({ length: services }, (_, index) => `service-${index + 1}`);
  const sandbox = await startSandbox({ ...options, seed: seed(names, { service, region: more }) });
  const env = sandbox.environment({ account, region });
  return {
    sandbox,
    env,
    async deploy(updated) {
      const resources = createResources();
      const context = {
        project: 'bench',
        environment,
        clock: sandbox.clock,
        random: systemRandom,
        signal: new AbortController().signal,
        env,
        root: '/',
        resources,
      };
      try {
        const plugins: readonly Plugin[] = [await aws().load(), images, await ecs().load()];
        const plan = await createPlan(requestFor(names), plugins, context);
        let updatedAt = 0;
        const report = await applyPlan(plan, context, {
          plugins,
          runId: 'bench',
          concurrency: 1000,
          reporters: tellReporters([
            {
              name: 'bench',
              event(event) {
                if (event.type !== 'step-succeeded' || !event.step.startsWith('ecs.update-service:')) return;
                updatedAt = event.at;
                updated?.();
              },
            },
          ]),
        });
        const code = report.targets[0]?.error?.code ?? null;
        return { outcome: report.outcome, code, endedAt: sandbox.clock.now(), updatedAt };
      } finally {
        await resources.close();
      }
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

const images = definePlugin({
  name: 'images',
  options: null,
  facts: z.null(),
  steps: [],
  observe: async () => null,
  plan: ({ targets }) => ({
    ...emptyFragment,
    artifacts: targets.map(({ id }) => ({
      type: 'image',
      target: id,
      name: null,
      reference: newImage,
      repositoryUri: repository,
      tag: 'v2.0.0',
      digest: newImage.split('@')[1] ?? null,
      platforms: null,
    })),
  }),
});

function requestFor(names: readonly string[]): PlanRequest {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  return {
    project: 'bench',
    environment,
    release: {
      version: '2.0.0',
      tag: 'v2.0.0',
      branch: null,
      commit,
      shortCommit: commit.slice(0, 7),
      commitTime: 0,
      dirty: false,
      dirtyPaths: [],
      imageTag: 'v2.0.0',
      source: null,
    },
    allow: { dirty: false, downgrade: false, adoptImage: false, force: false },
    targets: names.map((service) => ({
      id: `${service}@production` as const,
      service,
      options: { ecs: { cluster: 'bench', service, container: 'app' } },
    })),
  };
}

function seed(names: readonly string[], { service, region: more }: Pick<EngineOptions, 'service' | 'region'>): Seed {
  const services = names.map((name) => [
    name,
    { taskDefinition: name, desiredCount: 2, launchType: 'FARGATE', ...service },
  ]);
  // `next` and `rival` are what others deploy by hand: the new image, and one of their own.
  const definitions = [
    ...names.map((family) => definition(family, imageOf('v1.0.0', '1'))),
    definition('next', newImage),
    definition('rival', imageOf('v3.0.0', '3')),
  ];
  const clusters = { bench: { services: Object.fromEntries(services) } };
  const content = { taskDefinitions: definitions, clusters, throttling: true, ...more };
  return { accounts: { [account]: { users: { deployer: {} }, regions: { [region]: content } } } };
}

function definition(family: string, image: string) {
  return {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image, essential: true }],
  };
}

function imageOf(tag: string, digit: string): string {
  return `${repository}:${tag}@sha256:${digit.repeat(64)}`;
}
