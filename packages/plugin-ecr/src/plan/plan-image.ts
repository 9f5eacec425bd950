import { type PluginRequest, ref, type Subject, type Warning } from '@funade/core';
import { buildKey } from '../image/build-key.ts';
import { cacheTag } from '../image/cache-of-build.ts';
import { dirtyPathsOfBuild } from '../image/dirty-paths-of-build.ts';
import type { PlannedImage } from '../image/distinct-images.ts';
import { imageName } from '../image/image-name.ts';
import { tagVerdict } from '../image/tag-verdict.ts';
import { buildCacheImmutable, buildContextDirty, buildOtherCommit } from '../model/build-errors.ts';
import { imageBuiltOtherwise, imageInaccessible, imagePlatformMissing, imageTagTaken } from '../model/errors.ts';
import type { EcrFacts } from '../model/facts.ts';
import type { EcrOptions } from '../options/options.ts';
import { samePlatform } from '../registry/manifest.ts';
import { buildAndPushSteps, buildStepId, pushStepId } from './build-and-push-steps.ts';
import { imageArtifacts, targetsOf } from './image-artifacts.ts';
import { planRepository } from './plan-repository.ts';
import type { ImageFragment } from './with-scan.ts';

type Request = PluginRequest<EcrOptions>;

/** What one image adds to a plan. Throws as `plan` does. */
export function planImage(request: Request, facts: EcrFacts, image: PlannedImage): ImageFragment {
  const { release, environment, allow } = request;
  const { repository } = image;
  const tag = release.imageTag;
  const name = `${repository}:${tag}`;
  const subject: Subject = { targets: targetsOf(image.users), label: `${repository}@${environment.name}` };
  const place = planRepository(facts, image, { subject, environment, tag });
  const { uri } = place;
  const warnings: Warning[] = [...place.warnings];
  const warn = (code: string, message: string): number => warnings.push({ code, ...subject, message });

  const verdict = tagVerdict(facts.images[repository] ?? null, {
    commit: release.commit,
    adopt: allow.adoptImage,
    build: buildKey(image.build),
  });
  switch (verdict.kind) {
    case 'inaccessible':
      throw imageInaccessible({ repository, tag, reason: verdict.reason });
    case 'built-otherwise':
      throw imageBuiltOtherwise({ repository, tag, digest: verdict.digest });
    case 'taken': {
      const { digest, revision } = verdict;
      throw imageTagTaken({ repository, tag, digest, revision, commit: release.commit });
    }
    case 'ours':
    case 'adopted': {
      const { digest } = verdict;
      refuseOtherPlatforms(request, facts, image);
      if (verdict.kind === 'adopted') {
        warn('IMAGE_ADOPTED', `image ${name} (${digest}) does not say which commit it was built from`);
      }
      const origin = verdict.kind === 'ours' ? 'built from this commit' : 'adopted as it is';
      return {
        steps: [],
        artifacts: imageArtifacts(image.users, {
          reference: imageName({ uri, tag, digest }, image.reference ?? undefined),
          repositoryUri: uri,
          tag,
          digest,
          platforms: platformsOf(facts, image),
        }),
        notes: [{ ...subject, text: `image ${name} is already in ECR, ${origin}` }],
        warnings,
      };
    }
    case 'free': {
      if (release.checkedOut !== undefined) throw buildOtherCommit(repository, release);
      const dirty = dirtyPathsOfBuild(image.build, release.dirtyPaths, facts.leftOut?.[repository]);
      if (dirty.length > 0) {
        if (!allow.dirty) throw buildContextDirty(repository, image.build.context, dirty);
        warn('BUILD_CONTEXT_DIRTY', `image ${name} includes uncommitted changes: ${dirty.slice(0, 3).join(', ')}`);
      }
      // Facts lack a builder only when another image is refused: then nothing was looked for and no plan comes of this.
      const builder = facts.builders[repository] ?? 'buildx';
      if (builder === 'buildx' && image.build.cache === true && !place.cacheable) {
        throw buildCacheImmutable(repository, cacheTag);
      }
      const reference = ref<string>(pushStepId(subject), 'reference');
      const platforms = ref<string[]>(buildStepId(subject), 'platforms');
      return {
        steps: [
          ...place.steps,
          ...buildAndPushSteps({ request, image, subject, repository: place, builder, dirty: dirty.length > 0 }),
        ],
        artifacts: imageArtifacts(image.users, {
          reference,
          repositoryUri: uri,
          tag,
          digest: null,
          platforms,
          ...(image.build.platforms === undefined ? {} : { buildsFor: image.build.platforms }),
        }),
        notes: [],
        warnings,
      };
    }
  }
}

function platformsOf(facts: EcrFacts, image: PlannedImage): readonly string[] | null {
  const fact = facts.images[image.repository];
  return fact && 'platforms' in fact ? fact.platforms : null;
}

function refuseOtherPlatforms(request: Request, facts: EcrFacts, image: PlannedImage): void {
  const fact = facts.images[image.repository];
  if (!fact || 'inaccessible' in fact) return;
  const { platforms: has } = fact;
  const wanted = (image.build.platforms ?? []).filter((platform) => !has.some((one) => samePlatform(one, platform)));
  if (wanted.length === 0) return;
  throw imagePlatformMissing({ repository: image.repository, tag: request.release.imageTag, has, wanted });
}
