import { type PluginRequest, ref, type Subject, type Warning } from '@funade/core';
import type { PromotedImage } from '../image/distinct-images.ts';
import { imageName } from '../image/image-name.ts';
import { promotionVerdict } from '../image/promotion-verdict.ts';
import type { EcrFacts } from '../model/facts.ts';
import type { EcrOptions } from '../options/options.ts';
import { copyStep } from './copy-step.ts';
import { imageArtifacts, targetsOf } from './image-artifacts.ts';
import { planRepository } from './plan-repository.ts';
import { refusePromotion } from './refuse-promotion.ts';
import type { ImageFragment } from './with-scan.ts';

/** What one image that is copied from another environment adds to a plan. Throws as `plan` does. */
export function planPromotion(
  request: PluginRequest<EcrOptions>,
  facts: EcrFacts,
  image: PromotedImage,
): ImageFragment {
  const { release, environment, allow } = request;
  const { repository, from, users } = image;
  const { imageTag: tag, commit } = release;
  const name = `${repository}:${tag}`;
  const subject: Subject = { targets: targetsOf(users), label: `${repository}@${environment.name}` };
  const place = planRepository(facts, image, { subject, environment, tag });
  const source = facts.sources?.[repository] ?? null;
  const target = facts.images[repository] ?? null;
  const verdict = promotionVerdict({ target, source: source?.image ?? null }, { commit, adopt: allow.adoptImage });
  const warnings: Warning[] = [...place.warnings];
  const warn = (code: string, message: string): number => warnings.push({ code, ...subject, message });
  const warnAdopted = (what: string, digest: string): number =>
    warn('IMAGE_ADOPTED', `image ${what} (${digest}) does not say which commit it was built from`);
  const common = { repositoryUri: place.uri, tag };
  if (verdict.kind === 'ours' || verdict.kind === 'adopted') {
    const { digest } = verdict;
    if (verdict.kind === 'adopted') warnAdopted(name, digest);
    const platforms = target !== null && 'platforms' in target ? target.platforms : null;
    const reference = imageName({ uri: place.uri, tag, digest }, image.reference ?? undefined);
    return {
      steps: [],
      artifacts: imageArtifacts(users, { ...common, reference, digest, platforms }),
      notes: [{ ...subject, text: `image ${name} is already in ECR: not copied from ${from.environment}` }],
      warnings,
    };
  }
  if (verdict.kind !== 'copy' || source?.image == null || !('platforms' in source.image) || source.uri === null) {
    throw refusePromotion(verdict, { image, tag, commit });
  }
  const { digest, platforms } = source.image;
  if (verdict.adopted) warnAdopted(`${from.repository}:${from.tag} of ${from.environment}`, digest);
  const { account, region, role, uri } = source;
  const copy = copyStep({
    subject,
    environment: environment.name,
    place,
    input: {
      repository,
      tag,
      digest,
      platforms,
      commit,
      from: { environment: from.environment, account, region, role, repositoryUri: uri },
      ...(image.reference === null ? {} : { form: image.reference }),
    },
  });
  const reference = ref<string>(copy.id, 'reference');
  return {
    steps: [...place.steps, copy],
    artifacts: imageArtifacts(users, { ...common, reference, digest: null, platforms }),
    notes: [],
    warnings,
  };
}
