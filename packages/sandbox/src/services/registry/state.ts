import type { Random } from '../../model/random.ts';
import type { BlobStore, PartialBlob } from './blob-store.ts';
import type { RegistryTokens } from './registry-tokens.ts';

/** One account's registry in one region: what ECR's API and the OCI registry both look at. */
export interface RegistryState {
  readonly account: string;
  readonly region: string;
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly blobs: BlobStore;
  readonly tokens: RegistryTokens;
  readonly random: Random;
  readonly repositories: Map<string, Repository>;
}

export type TagMutability = 'MUTABLE' | 'IMMUTABLE' | 'IMMUTABLE_WITH_EXCLUSION' | 'MUTABLE_WITH_EXCLUSION';

export interface Repository {
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since the epoch, as every time here. */
  readonly createdAt: number;
  mutability: TagMutability;
  /** Wildcard patterns of tags that are excepted from the mutability. */
  exclusions: readonly string[];
  readonly scanOnPush: boolean;
  /** What the next scans in this repository bring. */
  readonly scanning: Scanning;
  readonly encryptionType: string;
  readonly kmsKey: string | null;
  /** Of the repository, as a resource. */
  readonly resourceTags: Map<string, string>;
  /** By digest, oldest first. */
  readonly images: Map<string, StoredImage>;
  /** Digest by image tag. */
  readonly tags: Map<string, string>;
  /** Digests of the blobs that were pushed to or mounted into this repository. */
  readonly blobs: Set<string>;
  /** By upload id. */
  readonly uploads: Map<string, PartialBlob>;
  /** Null: there is no lifecycle policy. */
  lifecycle: Lifecycle | null;
}

/** The lifecycle policy of a repository. */
export interface Lifecycle {
  /** As it was sent. */
  readonly text: string;
  /** By priority. */
  readonly rules: readonly LifecycleRule[];
  evaluatedAt: number | null;
  dueAt: number;
}

export interface LifecycleRule {
  readonly priority: number;
  readonly tagStatus: 'tagged' | 'untagged' | 'any';
  /** With wildcards; an image has tags for all of them. */
  readonly patterns: readonly string[];
  readonly storageClass: 'standard' | 'archive';
  readonly countType: 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned';
  readonly countNumber: number;
  /** It archives what it selects, and does not delete it. */
  readonly archives: boolean;
}

export type ImageStatus = 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';

/** A manifest or an index. */
export interface StoredImage {
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactType: string | null;
  /** The bytes as they were pushed. */
  readonly manifest: Buffer;
  /** Digest of the image this one refers to: a signature, an attestation. */
  readonly subject: string | null;
  readonly annotations: Readonly<Record<string, string>>;
  /** Digests of the images of an index. */
  readonly children: readonly string[];
  /** `linux/amd64`; empty for what is no image. */
  readonly platforms: readonly string[];
  /** Bytes of config and layers, as ECR counts them: compressed. */
  readonly size: number;
  readonly pushedAt: number;
  pulledAt: number | null;
  /** When a lifecycle rule archived it; null: none did. */
  archivedAt: number | null;
  /** Only an active image is pulled; one that is archived or being restored is described alone. */
  status: ImageStatus;
  scan: ImageScan | null;
}

export interface Scanning {
  readonly type: 'BASIC' | 'ENHANCED';
  /** How a scan ends: `COMPLETE`, `ACTIVE`, `UNSUPPORTED_IMAGE`, … */
  readonly status: string;
  /** Milliseconds that a scan takes. */
  readonly duration: number;
  readonly findings: readonly ScanFinding[];
}

export interface ImageScan {
  readonly type: Scanning['type'];
  /** From `completedAt` on. */
  readonly status: string;
  readonly startedAt: number;
  readonly completedAt: number;
  readonly findings: readonly ScanFinding[];
}

export interface ScanFinding {
  readonly name: string;
  readonly severity: string;
  readonly description?: string | undefined;
  readonly uri?: string | undefined;
  /** Name and version of what is vulnerable. */
  readonly package?: { readonly name: string; readonly version: string } | undefined;
}
