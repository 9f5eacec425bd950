import { type BuiltImage, buildImage, buildIndex } from '../registry/build-image.ts';
import type { Lifecycle, RegistryState, Repository, Scanning, StoredImage } from '../registry/state.ts';
import { storeManifest } from '../registry/store-manifest.ts';
import { evaluationPause } from './lifecycle/apply.ts';
import { readPolicy } from './lifecycle/read-policy.ts';
import { newRepository } from './operations/create-repository.ts';
import type { ImageSeed, RepositorySeed } from './seed.ts';

/** Makes the repositories of a seed with their images. */
export async function seedRepositories(
  state: RegistryState,
  seeds: Readonly<Record<string, RepositorySeed>>,
  now: number,
): Promise<void> {
  for (const [name, seed] of Object.entries(seeds)) {
    const repository: Repository = {
      ...newRepository(state, name, now),
      mutability: seed.mutability,
      exclusions: seed.exclusions,
      scanOnPush: seed.scanOnPush,
      scanning: scanningOf(seed),
      resourceTags: new Map(Object.entries(seed.tags)),
      lifecycle: lifecycleOf(seed, now),
    };
    state.repositories.set(name, repository);
    for (const image of seed.images) await seedImage(state, repository, { seed: image, now });
  }
}

function lifecycleOf({ lifecyclePolicy }: RepositorySeed, now: number): Lifecycle | null {
  if (lifecyclePolicy === undefined) return null;
  const text = JSON.stringify(lifecyclePolicy, null, 2);
  return { text, rules: readPolicy(text), evaluatedAt: null, dueAt: now + evaluationPause };
}

function scanningOf({ scanning }: RepositorySeed): Scanning {
  const { type, status = type === 'BASIC' ? 'COMPLETE' : 'ACTIVE', seconds, findings } = scanning;
  return { type, status, duration: seconds * 1000, findings };
}

interface Seeding {
  readonly seed: ImageSeed;
  readonly now: number;
}

async function seedImage(state: RegistryState, repository: Repository, { seed, now }: Seeding): Promise<void> {
  const pushedAt = seed.pushedAt === undefined ? now : Date.parse(seed.pushedAt);
  const store = (built: BuiltImage): Promise<StoredImage> => storeBuilt(state, repository, { built, now: pushedAt });
  const built = await Promise.all(
    seed.platforms.map(async (platform) => ({ ...(await buildImage({ ...seed, platform })), platform })),
  );
  let image: StoredImage | null = null;
  for (const part of built) {
    image = await store(part);
    image.status = seed.status;
    if (seed.scan !== undefined) {
      image.scan = { ...seed.scan, type: repository.scanning.type, startedAt: pushedAt, completedAt: pushedAt };
    }
  }
  if (built.length > 1) image = await store(buildIndex(built));
  if (image === null) return;
  image.status = seed.status;
  for (const tag of seed.tags) repository.tags.set(tag, image.digest);
}

interface Storing {
  readonly built: BuiltImage;
  readonly now: number;
}

async function storeBuilt(state: RegistryState, repository: Repository, { built, now }: Storing): Promise<StoredImage> {
  for (const blob of built.blobs) repository.blobs.add(await state.blobs.put(blob));
  return await storeManifest(state, repository, { bytes: built.manifest, mediaType: built.mediaType, said: null, now });
}
