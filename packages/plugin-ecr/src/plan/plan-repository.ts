import { sessionStepId } from '@funade/aws';
import { type Environment, type Json, ref, type Step, type StepId, type Subject, type Warning } from '@funade/core';
import { cacheTag } from '../image/cache-of-build.ts';
import type { PlannedImage } from '../image/distinct-images.ts';
import { repositoryMissing } from '../model/errors.ts';
import type { EcrFacts } from '../model/facts.ts';
import { repositoryRequest } from '../repository/repository-request.ts';
import { tagIsImmutable } from '../repository/tag-is-immutable.ts';

/** The repository of an image, there already or created by a step. */
export interface PlannedRepository {
  /** Host and name as ECR says it; the name alone while the repository is not there. */
  readonly uri: string;
  /** The same for the input of steps: a reference while the repository is not there. */
  readonly uriInput: Json;
  /** What a step that uses it needs beside the session. */
  readonly needs: readonly StepId[];
  /** Whether ECR lets the tag of the build cache be overwritten. */
  readonly cacheable: boolean;
  readonly steps: readonly Step[];
  readonly warnings: readonly Warning[];
}

/**
 * The repository that an image goes to: as it is, or a step that creates it with the settings that are written.
 *
 * @throws ECR_REPOSITORY_MISSING when it is not there and no settings are written
 */
export function planRepository(
  facts: EcrFacts,
  image: Pick<PlannedImage, 'repository' | 'createRepository' | 'registryEndpoint'>,
  given: { readonly subject: Subject; readonly environment: Environment; readonly tag: string },
): PlannedRepository {
  const { repository, createRepository, registryEndpoint } = image;
  const { subject, environment, tag } = given;
  const found = facts.repositories[repository];
  const warningsOf = (immutable: boolean): readonly Warning[] => {
    const message = `repository ${repository} allows overwriting ${tag}: set it to IMMUTABLE`;
    return immutable ? [] : [{ code: 'ECR_TAG_MUTABLE', ...subject, message }];
  };
  if (found) {
    const { uri, immutable, cacheable = false } = found;
    return { uri, uriInput: uri, needs: [], cacheable, steps: [], warnings: warningsOf(immutable) };
  }
  if (createRepository === null) throw repositoryMissing([repository], environment);
  const request = repositoryRequest(repository, createRepository);
  const step: Step = {
    id: `ecr.create-repository:${subject.label}`,
    kind: 'ecr.create-repository',
    phase: 'build',
    ...subject,
    title: `create repository ${repository} (${request.imageTagMutability})`,
    input: { ...request, ...(registryEndpoint === null ? {} : { registryEndpoint }) } as unknown as Json,
    needs: [sessionStepId(environment.name)],
    after: [],
    changes: [{ path: repository, from: null, to: `created, ${request.imageTagMutability}` }],
  };
  return {
    uri: repository,
    uriInput: { ...ref(step.id, 'repositoryUri') },
    needs: [step.id],
    cacheable: !tagIsImmutable(request, cacheTag),
    steps: [step],
    warnings: warningsOf(tagIsImmutable(request, tag)),
  };
}
