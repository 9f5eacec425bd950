import type { RunContext, StepContext } from '@funade/core';
import * as z from 'zod';
import { type Build, type BuilderName, builderNames, buildOptions } from '../options/build-options.ts';
import type { BuilderState } from './choose-builder.ts';

/** What a build step is run with. */
export const buildStepInput = z.strictObject({
  repository: z.string(),
  repositoryUri: z.string(),
  tag: z.string(),
  builder: z.enum(builderNames),
  /** As written in the config, without `labels` and `with`. */
  build: buildOptions,
  labels: z.record(z.string(), z.string()),
  /** Seconds since the epoch: the commit's time. */
  sourceDateEpoch: z.int(),
  /** Whether the repository lets the cache tag be overwritten. Absent: it does not. */
  cacheable: z.literal(true).optional(),
});

export type BuildStepInput = z.output<typeof buildStepInput>;

/** `linux/amd64`, …: what the image runs on; sorted. Empty when it does not say. */
const platforms = z.array(z.string());

/** What a build leaves behind, for the push. */
export const builtImage = z.discriminatedUnion('kind', [
  /** An image in the store of a Docker engine. */
  z.strictObject({ kind: z.literal('docker'), id: z.string(), platforms }),
  /** An OCI image layout in a folder that lives as long as this command. */
  z.strictObject({
    kind: z.literal('layout'),
    path: z.string(),
    digest: z.string(),
    platforms,
    /** Repository of the registry pushed to that the base image came from, if it did. */
    mountFrom: z.string().nullable(),
  }),
]);

export type BuiltImage = z.output<typeof builtImage>;

/** A way to build images. `probe` is called first, and `build` only when it said ready. */
export interface Builder {
  readonly name: BuilderName;
  /** Whether it is on this machine and what it lacks here. Changes nothing. */
  probe(context: RunContext, build: Pick<Build, 'builder'>): Promise<BuilderState>;
  /**
   * Builds an image. Its output lines go to `context.output`; it ends its children when the signal aborts.
   *
   * @throws BUILD_FAILED with the last lines of its output
   */
  build(input: BuildStepInput, context: StepContext): Promise<BuiltImage>;
}
