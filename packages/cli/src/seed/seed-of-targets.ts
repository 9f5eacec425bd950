import { type Environment, isJsonObject, type Target } from '@funade/core';
import type { BehaviourInput, Seed } from '@funade/sandbox';
import { mergePlaces } from './merge-places.ts';
import { placeOf } from './place-of.ts';
import type { AccountSeed, RegionSeed } from './seed-types.ts';
import type { SeededBucket } from './stand-in-buckets.ts';

/** An environment with what a sandbox is to have of it. */
export interface SeededEnvironment {
  readonly environment: Environment;
  readonly targets: readonly Target[];
  /** What templates look up, by account and region of the environment. */
  readonly lookups: RegionSeed;
  readonly behaviours: readonly BehaviourInput[];
}

export interface SeedOptions {
  /** Patterns of the subjects whose tokens may assume the roles. */
  readonly subjects: readonly string[];
  /** Tags of the repository, for images whose tag is that of the release. */
  readonly tags: readonly string[];
  /** Register stand-ins also where the config holds a definition. */
  readonly standIns: boolean;
  readonly buckets: readonly SeededBucket[];
}

/** The world that a config speaks of, as a seed: what it deploys to is there, and runs a stand-in. */
export function seedOfTargets(environments: readonly SeededEnvironment[], options: SeedOptions): Seed {
  const accounts: Record<string, AccountSeed> = {};
  const all = [...new Set(environments.map(({ environment }) => environment.account))];
  for (const each of environments) {
    const { account, region, role } = each.environment;
    const known = accounts[account] ?? { users: { developer: {} }, roles: {}, regions: {} };
    const { place, roles } = placeOf(each.environment, each.targets, options);
    const whole = mergePlaces(each.lookups, { ...place, behaviours: [oneOff, ...each.behaviours] });
    accounts[account] = {
      ...known,
      roles: {
        ...known.roles,
        ...roles,
        ...(role === null
          ? {}
          : {
              [role.split(':role/')[1] ?? role]: {
                trust: { subjects: [...options.subjects], principals: all },
              },
            }),
      },
      regions: { ...known.regions, [region]: mergePlaces(known.regions?.[region], whole) },
    };
  }
  for (const { account, region, name, bucket } of options.buckets) {
    const known = accounts[account] ?? {};
    const buckets = { [name]: { ...bucket, sharedWith: [...bucket.sharedWith] } };
    accounts[account] = {
      ...known,
      regions: { ...known.regions, [region]: mergePlaces(known.regions?.[region], { buckets }) },
    };
  }
  return withoutEmpty({ accounts }) as Seed;
}

/** One-off tasks end well, unless something else is to be rehearsed. */
const oneOff: BehaviourInput = {
  match: { startedBy: 'funade/*' },
  becomes: { type: 'exits', code: 0, afterSeconds: 3 },
};

/** Without objects and lists that have nothing in them: a person is to edit it. */
function withoutEmpty(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).map(([key, item]) => [key, key === 'users' ? item : withoutEmpty(item)] as const);
  return Object.fromEntries(kept.filter(([key, item]) => keptEmpty.includes(key) || !isEmpty(item)));
}

/** What means something although nothing is in it. */
const keptEmpty = ['services', 'regions'];

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}
