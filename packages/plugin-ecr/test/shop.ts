import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { aws } from '@funade/aws';
import {
  type Allowances,
  applyPlan,
  createPlan,
  type Environment,
  type Plan,
  type Plugin,
  type Release,
  type Report,
  type RunContext,
  type RunEvent,
} from '@funade/core';
import { hearing } from '@funade/core/testing';
import { type Sandbox, type Seed, startSandbox } from '@funade/sandbox';
import { ecr } from '../src/index.ts';
import { release, type TestContext, testContext } from './test-context.ts';

const account = '222222222222';
const region = 'eu-west-1';

/** Another account in another region, whose role the keys of production's account may take. */
const staging: Environment = {
  name: 'staging',
  account: '111111111111',
  region: 'ap-northeast-1',
  role: 'arn:aws:iam::111111111111:role/deploy',
  confirm: false,
};

type Repositories = Record<string, Record<string, unknown>>;

/** A sandbox with repositories, a project folder, and commands to plan and apply on them. */
export interface Shop extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly root: string;
  /** Host of the registry that the repositories are in. */
  readonly host: string;
  /** By name: production, where everything happens, and staging. */
  readonly environments: Readonly<Record<'production' | 'staging', Environment>>;
  /** Host of the registry of staging. */
  readonly stagingHost: string;
  /** A command's context: closed with the shop, or at the end of the scope. */
  context(given?: Partial<RunContext>): TestContext;
  plan(context: RunContext, services: Services, given?: Shipment): Promise<Plan>;
  apply(plan: Plan, context: RunContext, options?: RunOptions): Promise<Applied>;
}

export type Services = Readonly<Record<string, unknown>>;

export interface Shipment {
  readonly release?: Partial<Release>;
  readonly allow?: Partial<Allowances>;
}

export interface RunOptions {
  /** Sees everything as it happens. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Default: that of the engine. */
  readonly concurrency?: number;
}

export interface Applied {
  readonly report: Report;
  readonly events: readonly RunEvent[];
}

export async function openShop(given: {
  readonly repositories: Repositories;
  /** Those of staging. */
  readonly staging?: Repositories;
  /** Contents by path. */
  readonly files?: Readonly<Record<string, string>>;
}): Promise<Shop> {
  const seed = {
    accounts: {
      [account]: { regions: { [region]: { repositories: given.repositories } } },
      [staging.account]: {
        roles: { deploy: { trust: { principals: ['*'] } } },
        regions: { [staging.region]: { repositories: given.staging ?? {} } },
      },
    },
  } as Seed;
  const sandbox = await startSandbox({ seed });
  const root = await mkdtemp(join(tmpdir(), 'funade-shop-'));
  for (const [path, text] of Object.entries(given.files ?? {})) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const plugins: readonly Plugin[] = [await aws().load(), await ecr().load()];
  const environment = { name: 'production', account, region, role: null, confirm: false };
  const environments = { production: environment, staging };
  const hostOf = (id: string): string => sandbox.registries.find((registry) => registry.account === id)?.host ?? '';
  const contexts: TestContext[] = [];
  return {
    sandbox,
    root,
    host: hostOf(account),
    environments,
    stagingHost: hostOf(staging.account),
    context(differs = {}) {
      const { env, ...rest } = differs;
      const context = testContext({
        environment,
        environments,
        clock: sandbox.clock,
        root,
        ...rest,
        env: { PATH: process.env.PATH, HOME: root, ...sandbox.environment({ account, region }), ...env },
      });
      contexts.push(context);
      return context;
    },
    plan(context, services, { release: shipped = {}, allow = {} } = {}) {
      const targets = Object.entries(services).map(([service, options]) => ({
        id: `${service}@production` as const,
        service,
        options: { ecr: options },
      }));
      return createPlan(
        {
          project: 'shop',
          environment,
          release: release(shipped),
          targets,
          allow: { dirty: false, downgrade: false, adoptImage: false, force: false, ...allow },
        },
        plugins,
        context,
      );
    },
    async apply(plan, context, { onEvent, ...options } = {}) {
      const events: RunEvent[] = [];
      const listen = (event: RunEvent): void => {
        events.push(event);
        onEvent?.(event);
      };
      const report = await applyPlan(plan, context, {
        plugins,
        runId: 'run-1',
        reporters: hearing(listen),
        ...options,
      });
      return { report, events };
    },
    async [Symbol.asyncDispose]() {
      for (const context of contexts) await context.resources.close();
      await sandbox[Symbol.asyncDispose]();
      await rm(root, { recursive: true, force: true });
    },
  };
}
