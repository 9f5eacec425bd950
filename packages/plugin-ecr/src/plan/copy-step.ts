import { sessionStepId } from '@funade/aws';
import type { Step, Subject } from '@funade/core';
import type { CopyStepInput } from '../steps/copy-image.ts';
import type { PlannedRepository } from './plan-repository.ts';

/**
 * The step that copies an image from the registry of another environment. It opens and proves that environment's session
 * by itself, as planning does.
 */
export function copyStep(given: {
  readonly subject: Subject;
  /** The environment that it goes to. */
  readonly environment: string;
  readonly place: Pick<PlannedRepository, 'uriInput' | 'needs'>;
  readonly input: Omit<CopyStepInput, 'repositoryUri'>;
}): Step {
  const { subject, environment, place, input } = given;
  const { repository, tag, digest, from } = input;
  return {
    id: `ecr.copy-image:${subject.label}`,
    kind: 'ecr.copy-image',
    phase: 'publish',
    ...subject,
    title: `copy ${repository}:${tag} from ${from.environment}`,
    input: { ...input, repositoryUri: place.uriInput },
    needs: [sessionStepId(environment), ...place.needs],
    after: [],
    changes: [{ path: `${repository}:${tag}`, from: null, to: `copied, ${digest}` }],
  };
}
