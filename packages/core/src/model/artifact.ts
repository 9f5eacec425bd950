import type { TargetId } from './environment.ts';
import type { Json, JsonObject } from './json.ts';
import type { Ref } from './ref.ts';
import type { StepId } from './step.ts';

/**
 * What plugins hand on while planning, by type. Open: a plugin adds its own by declaration merging.
 *
 * ```ts
 * declare module 'funade' {
 *   interface ArtifactTypes {
 *     'acme.queue': { readonly target: TargetId; readonly url: string };
 *   }
 * }
 * ```
 */
export interface ArtifactTypes {
  readonly image: ImageArtifact;
  readonly revision: RevisionArtifact;
}

/** What one plugin hands to those behind it while planning, for one target. JSON. */
export type Artifact = {
  readonly [Type in keyof ArtifactTypes]: Readonly<ArtifactTypes[Type]> & {
    readonly type: Type;
    readonly target: TargetId;
  };
}[keyof ArtifactTypes];

/** The artifacts of one type among all that were handed on. */
export function artifactsOf<Type extends keyof ArtifactTypes>(
  artifacts: readonly Artifact[],
  type: Type,
): readonly Extract<Artifact, { readonly type: Type }>[] {
  return artifacts.filter((artifact): artifact is Extract<Artifact, { readonly type: Type }> => artifact.type === type);
}

/** An image that a target can run. */
export interface ImageArtifact {
  readonly target: TargetId;
  /** The key under `images`, or null when the service has a single image. */
  readonly name: string | null;
  /** `<repositoryUri>:<tag>@<digest>`; a reference to the push step's `reference` output when the image is not pushed yet. */
  readonly reference: string | Ref<string>;
  /** Without tag and digest; the repository's name alone while it is not created yet. */
  readonly repositoryUri: string;
  /** Whether ECR holds the repository: Fargate pulls from there with an execution role alone. Absent: it does not. */
  readonly inEcr?: boolean;
  /** Empty when the image is named by its digest alone. */
  readonly tag: string;
  /** `sha256:…` of the manifest, when it is in a registry already. */
  readonly digest: string | null;
  /**
   * `linux/amd64`, `linux/arm64/v8`, …: what the image runs on, when it is in a registry already. A reference when a step
   * before the push knows it. Null: the step that `reference` refers to has an output `platforms` that says it. An image
   * that does not say what it runs on has an empty list.
   */
  readonly platforms: readonly string[] | Ref<string[]> | null;
  /** What the config says that the image is built for, while it is not built. Absent: the builder decides, or it is there. */
  readonly buildsFor?: readonly string[];
}

/** The revision of a task definition that a target runs once the plan is applied. */
export interface RevisionArtifact {
  readonly target: TargetId;
  /** Its ARN; a reference to the step that registers it when it is not there yet. */
  readonly taskDefinition: string | Ref<string>;
  /** Its family, such as `shop-api`, which is known before it is registered. */
  readonly family: string;
  /** ARN of the revision that runs now; null when nothing runs yet. */
  readonly running: string | null;
  /** Whether it is another than the one that runs now. */
  readonly changed: boolean;
  /** Where and how its tasks run, for what runs others like them. Absent: the plugin does not say. */
  readonly runs?: TasksRun;
  /**
   * How a step of phase `after-rollout` confirms that the revision still serves: what a check has seen before it then was the
   * revision's. Absent: nothing is rolled out, or nobody can say.
   */
  readonly confirm?: ServingProof;
  /** Where its rollout stops for steps of other plugins, in the order of its stages. Absent: nowhere. */
  readonly stops?: readonly RolloutStop[];
}

/** A stop of a rollout: a step of another plugin needs `reached` and is `neededBy` `resumes`, both of phase `rollout`. */
export interface RolloutStop {
  readonly stage: string;
  /** The step that waits until the rollout has stopped there. */
  readonly reached: StepId;
  /** The step that lets it go on. */
  readonly resumes: StepId;
  /** What becomes of the rollout when it is not let go on, for the hint of the error; null: it is rolled back. */
  readonly otherwise: string | null;
}

/** Kind and input of a step that reads whether what was rolled out still serves, and throws when it does not. */
export interface ServingProof {
  readonly kind: string;
  readonly input: Json;
}

/** Where and how tasks run. */
export interface TasksRun {
  /** Name or ARN of the cluster. */
  readonly cluster: string;
  /** The container that gets the target's image, the first of several; null: none does. */
  readonly container: string | null;
  /** Names of all containers of the task definition. Absent: the plugin does not say. */
  readonly containers?: readonly string[];
  /** Members of RunTask: `launchType`, `networkConfiguration`, …; those that are not there are left to ECS. */
  readonly launch: JsonObject;
}
