import type { ParsedSeed } from './seed.ts';
import { seedRepositories } from './services/ecr/seed-repositories.ts';
import { loadEcsSeed } from './services/ecs/index.ts';
import type { World } from './world.ts';

/** Puts every region of the seed into the world: first the images, then what runs them. */
export async function seedWorld({ clock, ecs: hostedEcs, lookup, registries }: World, seed: ParsedSeed): Promise<void> {
  const now = clock.now();
  for (const [account, { regions }] of Object.entries(seed.accounts)) {
    for (const [region, { repositories, ...ecs }] of Object.entries(regions)) {
      const registry = await registries.open({ account, region });
      await seedRepositories(registry, repositories, now);
      loadEcsSeed(hostedEcs.stateOf({ account, region }), ecs, { now, registry: registry.host, lookup });
    }
  }
}
