import { sessionStepId } from '@funade/aws';
import { type ImageArtifact, type Json, type PlanFragment, type Ref, ref, type Step, type Subject } from '@funade/core';
import { imageVulnerable, scanImpossible } from '../model/errors.ts';
import type { ScanFact } from '../model/facts.ts';
import type { ScanOptions } from '../options/scan-options.ts';
import { findingText } from '../scan/scan-verdict.ts';
import type { ImageArtifactOf } from './image-artifacts.ts';

/** What one image adds to a plan. */
export interface ImageFragment extends Pick<PlanFragment, 'steps' | 'notes' | 'warnings'> {
  readonly artifacts: readonly ImageArtifactOf[];
}

/**
 * What an image adds to a plan when its findings count: a refusal or a note when its scan has ended already, else a step
 * that waits for it. Whoever deploys the image then refers to that step, and so comes after it.
 *
 * @throws IMAGE_VULNERABLE, SCAN_IMPOSSIBLE
 */
export function withScan(
  part: ImageFragment,
  given: {
    readonly scan: ScanOptions;
    /** Undefined when the image is not in ECR yet. */
    readonly fact: ScanFact | undefined;
    readonly repository: string;
    /** What messages call the image. */
    readonly name: string;
    readonly subject: Subject;
    readonly environment: string;
  },
): ImageFragment {
  const { scan, fact, repository, name, subject, environment } = given;
  const [artifact] = part.artifacts;
  if (artifact === undefined) return part;
  if (fact?.state === 'impossible') throw scanImpossible(name, fact.status);
  if (fact?.state === 'done') {
    const { failOn } = scan;
    if (fact.failing.length > 0) throw imageVulnerable(name, { failOn, findings: fact.failing.map(findingText) });
    return {
      ...part,
      notes: [...part.notes, { ...subject, text: `the scan of ${name} found nothing of ${failOn} or above` }],
    };
  }
  const step: Step = {
    id: `ecr.wait-for-scan:${subject.label}`,
    kind: 'ecr.wait-for-scan',
    phase: 'publish',
    ...subject,
    title: `wait for the scan of ${name}`,
    input: { repository, name, ...madeBy(artifact), scan: scan as Json },
    needs: [sessionStepId(environment)],
    after: [],
    changes: [],
  };
  const reference = ref<string>(step.id, 'reference');
  return { ...part, steps: [...part.steps, step], artifacts: part.artifacts.map((one) => ({ ...one, reference })) };
}

/** What is known of the image, or where it will be said. */
function madeBy({ reference, digest, platforms }: ImageArtifact): { readonly [name: string]: Json } {
  if (typeof reference === 'string')
    return { reference, digest, platforms: platforms === null ? [] : plain(platforms) };
  const [step] = reference.$ref;
  const from = (output: string): Json => ({ ...ref(step, output) }) as Json;
  return {
    reference: from('reference'),
    digest: digest ?? from('digest'),
    platforms: platforms === null ? from('platforms') : plain(platforms),
  };
}

function plain(platforms: readonly string[] | Ref<string[]>): Json {
  return Array.isArray(platforms) ? [...platforms] : ({ ...platforms } as Json);
}
