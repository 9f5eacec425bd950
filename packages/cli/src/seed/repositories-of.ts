import type { Target } from '@funade/core';
import { entryOf, type RegionSeed } from './seed-types.ts';
import { imagesOf, runningVersion } from './target-images.ts';
import { objectAt, textAt } from './values-at.ts';

/** The repositories of targets, each with an image of what runs. `tags`: those of the repository of git. */
export function repositoriesOf(
  targets: readonly Target[],
  tags: readonly string[],
): NonNullable<RegionSeed['repositories']> {
  const repositories: Record<
    string,
    { mutability: 'IMMUTABLE'; images: { tags: string[]; files: Record<string, string> }[] }
  > = {};
  for (const { repository, tag, options } of targets.flatMap((target) => [...imagesOf(target).values()])) {
    if (repository === null) continue;
    const known = entryOf(repositories, repository, () => ({ mutability: 'IMMUTABLE' as const, images: [] }));
    const ofRelease = (textAt(objectAt(options, 'prebuilt'), 'tag') ?? '').includes('{{') ? tags : [];
    for (const each of [tag ?? runningVersion, ...ofRelease]) {
      if (known.images.some((image) => image.tags.includes(each))) continue;
      known.images.push({ tags: [each], files: { '/stand-in': `${repository} ${each}\n` } });
    }
  }
  return repositories;
}
