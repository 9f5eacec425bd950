import type { TargetId } from './environment.ts';
import type { Ref } from './ref.ts';

/** What one plugin hands to the next while planning. JSON. */
export type Artifact = ImageArtifact;

/** An image that a target can run. */
export interface ImageArtifact {
  readonly type: 'image';
  readonly target: TargetId;
  /** The key under `images`, or null when the service has a single image. */
  readonly name: string | null;
  /** `<repositoryUri>:<tag>@<digest>`; a reference to the push step's `reference` output when the image is not pushed yet. */
  readonly reference: string | Ref<string>;
  /** Without tag and digest; the repository's name alone while it is not created yet. */
  readonly repositoryUri: string;
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
