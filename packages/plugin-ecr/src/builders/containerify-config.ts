import type { Json, JsonObject } from '@funade/core';
import type { BuildStepInput } from './builder.ts';

/** Where containerify finds the base image and leaves its result; all on this machine. */
export interface ContainerifyPaths {
  /** Base URL of a registry, ending in `/v2/`. */
  readonly baseRegistry: string;
  /** `name:tag` in that registry. */
  readonly baseImage: string;
  /** Absolute path of the build context. */
  readonly folder: string;
  /** Absolute path of the tar file that gets the OCI layout. */
  readonly layout: string;
  /** Absolute path of a folder for work. */
  readonly work: string;
}

/**
 * The configuration file of containerify for a build. Its `labels` replace those of the base image, so they are added here.
 *
 * Source: https://github.com/eoftedal/containerify#command-line-options
 */
export function containerifyConfig(
  input: BuildStepInput,
  paths: ContainerifyPaths,
  base: { readonly labels: JsonObject; readonly platform: string },
): JsonObject {
  const { build } = input;
  return {
    fromRegistry: paths.baseRegistry,
    fromImage: paths.baseImage,
    toImage: `${input.repository}:${input.tag}`,
    toOciLayout: paths.layout,
    folder: paths.folder,
    buildFolder: paths.work,
    platform: base.platform,
    setTimeStamp: fileTime(input),
    labels: { ...base.labels, ...input.labels },
    envs: build.env ?? {},
    ...optional('customContent', build.content && Object.entries(build.content).map(([from, to]) => `${from}:${to}`)),
    ...optional('entrypoint', build.entrypoint?.map((part) => `"${part}"`).join(' ')),
    ...optional('user', build.user),
    ...optional('workdir', build.workdir),
    ...optional('expose', build.expose?.map(String)),
  };
}

/**
 * The time on every file. Those of a Node application carry the same one in every release: with the commit's time the
 * layer of its dependencies would be another one each time, and be sent again.
 */
export function fileTime({ build, sourceDateEpoch }: Pick<BuildStepInput, 'build' | 'sourceDateEpoch'>): string {
  return new Date(build.content === undefined ? 1000 : sourceDateEpoch * 1000).toISOString();
}

function optional(key: string, value: Json | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}
