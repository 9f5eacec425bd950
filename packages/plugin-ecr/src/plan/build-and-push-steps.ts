import { sessionStepId } from '@funade/aws';
import { type Json, type PluginRequest, ref, type Step, type StepId, type Subject } from '@funade/core';
import { buildKey } from '../image/build-key.ts';
import type { PlannedImage } from '../image/distinct-images.ts';
import { imageLabels, revisionOf } from '../image/image-labels.ts';
import type { BuilderName } from '../options/build-options.ts';
import type { EcrOptions } from '../options/options.ts';
import { buildLabel } from '../registry/manifest.ts';
import type { PlannedRepository } from './plan-repository.ts';

/** The id of the step that pushes an image. */
export function pushStepId(image: Subject): StepId {
  return `ecr.push-image:${image.label}`;
}

/** The id of the step that builds an image. */
export function buildStepId(image: Subject): StepId {
  return `ecr.build-image:${image.label}`;
}

/** The two steps of an image that has to be made. */
export function buildAndPushSteps(given: {
  readonly request: PluginRequest<EcrOptions>;
  readonly image: PlannedImage;
  readonly subject: Subject;
  readonly repository: Pick<PlannedRepository, 'uriInput' | 'needs' | 'cacheable'>;
  readonly builder: BuilderName;
  /** Whether the build includes uncommitted changes. */
  readonly dirty: boolean;
}): readonly Step[] {
  const { request, image, subject, builder, dirty } = given;
  const { uriInput: repositoryUri, needs, cacheable } = given.repository;
  const { release, environment } = request;
  const { repository } = image;
  const { labels, with: _, ...build } = image.build;
  const key = buildKey(image.build);
  const tag = release.imageTag;
  const buildId = buildStepId(subject);
  const session = sessionStepId(environment.name);
  const common = { repository, repositoryUri, tag };
  return [
    {
      id: buildId,
      kind: 'ecr.build-image',
      phase: 'build',
      ...subject,
      title: `build ${repository}:${tag} from ${build.context} with ${builder}`,
      input: {
        ...common,
        builder,
        build: build as Json,
        labels: { ...imageLabels(release, dirty, labels), [buildLabel]: key },
        sourceDateEpoch: release.commitTime,
        ...(builder === 'buildx' && cacheable ? { cacheable } : {}),
      },
      needs: [session, ...needs],
      after: [],
      changes: [],
    },
    {
      id: pushStepId(subject),
      kind: 'ecr.push-image',
      phase: 'publish',
      ...subject,
      title: `push ${repository}:${tag}`,
      input: {
        ...common,
        revision: revisionOf(release, dirty),
        build: key,
        built: { ...ref(buildId, 'built') },
        ...(image.reference === null ? {} : { form: image.reference }),
      },
      needs: [session, ...needs, buildId],
      after: [],
      changes: [{ path: `${repository}:${tag}`, from: null, to: 'pushed' }],
    },
  ];
}
