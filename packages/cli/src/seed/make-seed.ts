import {
  type Config,
  type Environment,
  findEnvironment,
  type LookupCall,
  observeLookups,
  selectTargets,
  type Target,
} from '@funade/core';
import { runFile } from '@funade/core/node';
import type { Sandbox, Seed } from '@funade/sandbox';
import type { Interruption } from '../model/interruption.ts';
import type { SandboxOptions } from '../model/invocation.ts';
import type { Io } from '../model/io.ts';
import { loadProject, openContext, type Project } from '../run/project.ts';
import { behavioursOf } from './behaviours-of.ts';
import { ciSubjects } from './ci-trust.ts';
import { type SeededEnvironment, type SeedOptions, seedOfTargets } from './seed-of-targets.ts';
import { type BucketStandIns, createBucketStandIns } from './stand-in-buckets.ts';
import { createStandIns } from './stand-in-lookups.ts';
import { withDefinitions } from './with-definitions.ts';

type Facts = Awaited<ReturnType<typeof observeLookups>>;

/** A seed made from a config, and the same with stand-ins for the definitions that the config holds. */
export interface MadeSeed {
  readonly seed: Seed;
  readonly withStandIns: Seed;
}

/**
 * Makes the seed of a sandbox from the config: what the environments deploy to, and what their templates look up. Templates are
 * rendered against a sandbox that answers every lookup, so that no account of AWS takes part.
 *
 * Throws what loading a config and selecting its targets throws.
 */
export async function makeSeed(options: SandboxOptions, io: Io, interruption: Interruption): Promise<MadeSeed> {
  const { behaviourNames, startSandbox } = await import('@funade/sandbox');
  const project = await loadProject({ file: options.config }, io, interruption);
  const environments = options.environments.map((name) => findEnvironment(project.config, name));
  const git = (...args: readonly string[]) => runFile('git', args, { cwd: project.root, env: io.env });
  const [remote, tags] = await Promise.all([git('remote', 'get-url', 'origin'), git('tag', '--sort=-creatordate')]);
  const subjects = ciSubjects({ ci: await ciOf(project.root), remote: remote.ok ? remote.stdout.trim() : null });
  const seedOptions: SeedOptions = {
    subjects,
    tags: tags.ok
      ? tags.stdout
          .split('\n')
          .filter((tag) => tag !== '')
          .slice(0, 50)
      : [],
    standIns: false,
    buckets: [],
  };
  const bare = environments.map((environment) => ({ environment, targets: [], lookups: {}, behaviours: [] }));
  await using sandbox = await startSandbox({ seed: seedOfTargets(bare, seedOptions), clock: 'real' });
  const accounts = [...new Set(environments.map(({ account }) => account))];
  const stores = createBucketStandIns(sandbox, accounts);
  const seeded: SeededEnvironment[] = [];
  for (const environment of environments) {
    seeded.push(await readEnvironment(environment, { project, sandbox, stores, io, interruption, options }));
  }
  const targets = seeded.flatMap((each) => each.targets);
  behavioursOf(options.behave, targets, behaviourNames);
  const complete = seeded.map((each) => ({
    ...each,
    behaviours: behavioursOf(namedIn(options.behave, each.targets), each.targets, behaviourNames),
  }));
  const { buckets } = stores;
  return {
    seed: seedOfTargets(complete, { ...seedOptions, buckets }),
    withStandIns: seedOfTargets(complete, { ...seedOptions, buckets, standIns: true }),
  };
}

interface Reading {
  readonly project: Project;
  readonly sandbox: Sandbox;
  readonly stores: BucketStandIns;
  readonly io: Io;
  readonly interruption: Interruption;
  readonly options: SandboxOptions;
}

async function readEnvironment(
  environment: Environment,
  { project, sandbox, stores, io, interruption, options }: Reading,
): Promise<SeededEnvironment> {
  const { account, region, name } = environment;
  const env = { ...withoutClouds(io.env), ...sandbox.environment({ account, region }) };
  await using context = openContext(project, environment, { io: { ...io, env }, interruption, options });
  const standIns = createStandIns(sandbox, environment, stores);
  const lookUp = async (calls: readonly LookupCall[]): Promise<Facts> => {
    standIns.put(calls);
    const look = () =>
      observeLookups(calls, { project: project.config.project, environment }, { plugins: project.plugins, context });
    try {
      return await look();
    } catch (error) {
      if (!standIns.putState(error, calls)) throw error;
      return await look();
    }
  };
  const select = async (config: Config): Promise<readonly Target[]> =>
    (await selectTargets(config, { environment: name, admission: null, lookUp })).targets;
  const whole = await withDefinitions(project.config, name, project.root);
  // A definition that the plan would refuse is told by the plan.
  const targets = await select(whole).catch(() => select(project.config));
  return { environment, targets, lookups: standIns.seed(), behaviours: [] };
}

/** What names services of other environments alone is no mistake here. */
function namedIn(behave: readonly string[], targets: readonly Target[]): readonly string[] {
  return behave.filter((text) => targets.some(({ service }) => /^([^/=]*)/.exec(text)?.[1] === service));
}

/** Neither this machine's AWS settings nor its CI speak to the sandbox. */
function withoutClouds(env: Io['env']): Io['env'] {
  const kept = Object.entries(env).filter(
    ([key]) => !/^(AWS_|CI$|CI_|GITLAB_|GITHUB_|ACTIONS_|BITBUCKET_|CIRCLE)/.test(key),
  );
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

async function ciOf(root: string): Promise<'gitlab' | 'github' | null> {
  const { readFolder } = await import('@funade/init');
  const { ci } = await readFolder(root, {});
  return ci === 'none' ? null : ci;
}
