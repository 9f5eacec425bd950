import * as z from 'zod';
import { builderNames } from '../options/build-options.ts';

const repository = z.strictObject({
  /** As ECR says it: host and name. */
  uri: z.string(),
  /** Whether ECR itself refuses to overwrite the release's tag. */
  immutable: z.boolean(),
  /** Present when ECR lets the tag of the build cache be overwritten. */
  cacheable: z.literal(true).optional(),
});

const foundImage = z.strictObject({
  /** `sha256:…` of the manifest or index under the release's tag. */
  digest: z.string(),
  /** The label `org.opencontainers.image.revision`, or null when there is none. */
  revision: z.string().nullable(),
  /** Which build of that commit it is. Absent: it does not say. */
  build: z.string().optional(),
  /** `linux/amd64`, …; sorted. */
  platforms: z.array(z.string()),
});

const hiddenImage = z.strictObject({
  /** ECR has the tag but does not hand out its image: its status, such as `ARCHIVED`. */
  inaccessible: z.string(),
});

/** Where the scan of an image stands, as far as it decides anything. */
const scan = z.discriminatedUnion('state', [
  /** Not there, or still going on. */
  z.strictObject({ state: z.literal('open') }),
  /** Ended; `failing` are the findings that end the deploy. */
  z.strictObject({
    state: z.literal('done'),
    failing: z.array(z.strictObject({ name: z.string(), severity: z.string(), package: z.string().nullable() })),
  }),
  z.strictObject({ state: z.literal('impossible'), status: z.string() }),
]);

/** The image of another environment that one is copied from. */
const source = z.strictObject({
  account: z.string(),
  region: z.string(),
  role: z.string().nullable(),
  /** Of its repository, as ECR says it; null when there is no such repository. */
  uri: z.string().nullable(),
  image: z.union([foundImage, hiddenImage]).nullable(),
});

/** An image that is deployed as it is. */
const prebuilt = z.strictObject({
  /** Host and repository, without tag and digest. */
  uri: z.string(),
  digest: z.string(),
  platforms: z.array(z.string()),
});

/** What was read before planning: of ECR, and of the machine which builder does each build that is needed. */
export const ecrFacts = z.strictObject({
  /** By repository name; null when there is no such repository. */
  repositories: z.record(z.string(), repository.nullable()),
  /** What each repository has under the release's tag; null when the tag is free. */
  images: z.record(z.string(), z.union([foundImage, hiddenImage]).nullable()),
  /** By repository name, where each image that is promoted comes from. Absent: none is. */
  sources: z.record(z.string(), source).optional(),
  /** By the name that `prebuiltName` gives; null when there is no such image. Absent: none is asked for. */
  prebuilt: z.record(z.string(), prebuilt.nullable()).optional(),
  /**
   * By the name in `repositories` or `prebuilt`, the scan of each image that is in ECR already and whose findings count.
   * Absent: nobody asks.
   */
  scans: z.record(z.string(), scan).optional(),
  /** By repository name, the uncommitted paths that an ignore file keeps out of its build. Absent: there are none. */
  leftOut: z.record(z.string(), z.array(z.string())).optional(),
  /** By the name of a repository that is not there, the one that was most likely meant. Absent: none is near. */
  nearest: z.record(z.string(), z.string()).optional(),
  /** Builder of each repository whose image has to be built. */
  builders: z.record(z.string(), z.enum(builderNames)),
});

export type EcrFacts = z.output<typeof ecrFacts>;
export type ImageFact = EcrFacts['images'][string];
export type SourceFact = NonNullable<EcrFacts['sources']>[string];
export type PrebuiltFact = NonNullable<EcrFacts['prebuilt']>[string];
export type ScanFact = NonNullable<EcrFacts['scans']>[string];
