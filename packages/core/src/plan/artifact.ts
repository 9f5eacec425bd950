import type { TargetId } from '../config/environment.ts';
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
  readonly repositoryUri: string;
  readonly tag: string;
  /** `sha256:…` of the manifest, when it is in the registry already. */
  readonly digest: string | null;
}
