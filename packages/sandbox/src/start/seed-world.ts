import { executionRoleOf } from '../identity/execution-role.ts';
import { seedAt } from '../model/seed-fault.ts';
import type { Scope } from '../model/service.ts';
import { putTarget } from '../services/application-autoscaling/index.ts';
import { putStack } from '../services/cloudformation/index.ts';
import { seedRepositories } from '../services/ecr/seed-repositories.ts';
import { loadEcsSeed } from '../services/ecs/index.ts';
import { putTargetGroup } from '../services/elasticloadbalancing/index.ts';
import { putSeededRule } from '../services/events/index.ts';
import { putBucket } from '../services/s3/index.ts';
import { putSeededSchedule } from '../services/scheduler/index.ts';
import { putSecret } from '../services/secretsmanager/index.ts';
import { putParameter } from '../services/ssm/index.ts';
import type { World } from '../world/world.ts';
import type { ParsedSeed } from './seed.ts';

type RegionSeed = ParsedSeed['accounts'][string]['regions'][string];

/**
 * Puts every region of the seed into the world: first the images and what services refer to, then what runs them.
 * Throws `SeedFault` for what AWS would refuse.
 */
export async function seedWorld(world: World, seed: ParsedSeed): Promise<void> {
  const now = world.clock.now();
  for (const [account, { regions }] of Object.entries(seed.accounts)) {
    for (const [region, seeded] of Object.entries(regions)) {
      const scope = { account, region };
      const registry = await world.registries.open(scope);
      await seedRepositories(registry, seeded.repositories, now);
      seedAt(`accounts.${account}.regions.${region}`, () => {
        seedAround(world, seeded, scope);
        loadEcsSeed(world.hosted.ecs.stateOf(scope), ecsPart(seeded), {
          now,
          registry: registry.host,
          lookup: world.lookup,
          executionRole: () => executionRoleOf(world.identities, { account, issuer: world.issuer.name, now }),
        });
        seedScheduled(world, seeded, scope);
      });
    }
  }
}

/** What stands around the services of ECS. */
function seedAround({ clock, hosted, s3 }: World, seeded: RegionSeed, scope: Scope): void {
  const now = clock.now();
  const each = <Seed>(entries: Readonly<Record<string, Seed>>, put: (name: string, seed: Seed) => void): void => {
    for (const [name, seed] of Object.entries(entries)) put(name, seed);
  };
  each(seeded.parameters, (name, seed) => putParameter(hosted.ssm.stateOf(scope), name, { seed, now }));
  each(seeded.secrets, (name, seed) => putSecret(hosted.secrets.stateOf(scope), name, { seed, now }));
  each(seeded.stacks, (name, seed) => putStack(hosted.cloudFormation.stateOf(scope), name, { seed, now }));
  each(seeded.buckets, (name, seed) => putBucket(s3, name, { seed, scope, now }));
  each(seeded.targetGroups, (name, seed) => putTargetGroup(hosted.loadBalancing.stateOf(scope), name, seed));
  each(seeded.scalableTargets, (name, seed) => putTarget(hosted.autoscaling.stateOf(scope), name, { seed, now }));
}

/** What runs tasks by the clock: from now on, not from the day before. */
function seedScheduled({ hosted }: World, { rules, schedules }: RegionSeed, scope: Scope): void {
  for (const [name, rule] of Object.entries(rules)) {
    seedAt(`rules.${name}`, () => putSeededRule(hosted.events.stateOf(scope), name, rule));
  }
  for (const [place, schedule] of Object.entries(schedules)) {
    seedAt(`schedules.${place}`, () => putSeededSchedule(hosted.scheduler.stateOf(scope), place, schedule));
  }
}

function ecsPart(seeded: RegionSeed): Parameters<typeof loadEcsSeed>[1] {
  const {
    repositories,
    parameters,
    secrets,
    stacks,
    buckets,
    targetGroups,
    scalableTargets,
    rules,
    schedules,
    ...ecs
  } = seeded;
  return ecs;
}
