/** What a service writes under `ecr`: one image, or several by name. Every string is a template. */
export type EcrOptionsInput = SingleImageInput | SeveralImagesInput;

/**
 * A service with one image.
 *
 * @example
 * { repository: 'shop/api', build: { context: 'services/api' } }
 */
export type SingleImageInput = ImageInput & { readonly images?: never };

/**
 * A service with several images, by the name that `ecs.containers` refers to.
 *
 * @example
 * { images: { web: { repository: 'shop/web', build: { context: 'services/web' } } } }
 */
export interface SeveralImagesInput {
  readonly images: Readonly<Record<string, ImageInput>>;
  readonly repository?: never;
  readonly build?: never;
  readonly from?: never;
  readonly prebuilt?: never;
  readonly scan?: never;
  readonly createRepository?: never;
  readonly reference?: never;
  readonly registryEndpoint?: never;
}

/** One image: built, copied from another environment, or there already. */
export type ImageInput = BuiltImageInput | PromotedImageInput | PrebuiltImageInput;

/**
 * Waits for the findings of ECR's scan, basic or enhanced, and deploys nothing that has one of this severity or above.
 *
 * @example
 * { failOn: 'CRITICAL', ignore: ['CVE-2026-1234'] }
 */
export interface ScanInput {
  /** The least severity that ends the deploy, before anything is written to ECS. */
  readonly failOn: 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL';
  /** Names of findings that are accepted. */
  readonly ignore?: readonly string[];
  /** How long to wait for the scan. Default: 10. */
  readonly waitMinutes?: number;
}

/**
 * What an ECR repository is created with when it is not there. One that is there keeps what it has.
 *
 * @example
 * { tagMutabilityExclusions: ['buildcache'], scanOnPush: true, encryption: { type: 'KMS' }, tags: { team: 'checkout' } }
 */
export interface RepositorySettingsInput {
  /** Default: `IMMUTABLE`; with `tagMutabilityExclusions`, `IMMUTABLE_WITH_EXCLUSION`. */
  readonly tagMutability?: 'IMMUTABLE' | 'MUTABLE' | 'IMMUTABLE_WITH_EXCLUSION' | 'MUTABLE_WITH_EXCLUSION';
  /** One to five patterns of tags that the mutability is turned around for; `*` is a wildcard. */
  readonly tagMutabilityExclusions?: readonly string[];
  /** Default: as the registry is set up. */
  readonly scanOnPush?: boolean;
  /** Cannot be changed later. Default: `AES256`. `kmsKey`: ARN, id or alias; default that of AWS. */
  readonly encryption?: { readonly type: 'AES256' | 'KMS' | 'KMS_DSSE'; readonly kmsKey?: string };
  /** Tags of the repository, as an AWS resource. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * How task definitions refer to an image: `repository:tag@sha256:…`, `repository@sha256:…`, or `repository:tag`. With a
 * digest, what was verified is what runs, also after somebody moves the tag.
 */
export type ReferenceFormInput = 'tag-and-digest' | 'digest' | 'tag';

/** An image that is built, unless `from` says that this environment gets it from another one. */
export interface BuiltImageInput {
  /** Name of the ECR repository, without host and tag: `shop/api`. */
  readonly repository: string;
  readonly build: BuildInput;
  /** The environment that the image is copied from; then nothing is built. */
  readonly from?: string | PromotionInput;
  readonly prebuilt?: never;
  /** What ECR's scan may find. Default: nobody looks. */
  readonly scan?: ScanInput;
  /** Create the repository with these settings when it is not there. Default: it must be there. */
  readonly createRepository?: RepositorySettingsInput;
  /** Default: `tag-and-digest`. */
  readonly reference?: ReferenceFormInput;
  /** By which endpoint of the registry images are pushed and pulled. Default: the plain one. */
  readonly registryEndpoint?: 'fips' | 'dual-stack' | 'dual-stack-fips';
}

/**
 * An image that is copied from another environment, with the same digest, every platform and every signature.
 *
 * @example
 * { repository: 'shop/api', from: 'staging' }
 */
export interface PromotedImageInput {
  /** Name of the ECR repository that it is copied to. */
  readonly repository: string;
  /** The environment that it is copied from: its image under the release's tag, which must be of the release's commit. */
  readonly from: string | PromotionInput;
  readonly build?: never;
  readonly prebuilt?: never;
  /** What ECR's scan may find. Default: nobody looks. */
  readonly scan?: ScanInput;
  /** Create the repository with these settings when it is not there. Default: it must be there. */
  readonly createRepository?: RepositorySettingsInput;
  /** Default: `tag-and-digest`. */
  readonly reference?: ReferenceFormInput;
  /** By which endpoint of the registry images are pushed and pulled. Default: the plain one. */
  readonly registryEndpoint?: 'fips' | 'dual-stack' | 'dual-stack-fips';
}

/** Where a promoted image is copied from. */
export interface PromotionInput {
  readonly environment: string;
  /** Name of its ECR repository there. Default: the same. */
  readonly repository?: string;
  /** Its tag there. Default: the release's image tag. */
  readonly tag?: string;
}

/**
 * An existing image: nothing is built, pushed or copied. It is looked up while planning and deployed by its
 * digest.
 *
 * @example
 * { prebuilt: 'public.ecr.aws/nginx/nginx:1.29-alpine' }
 * { repository: 'shop/proxy', prebuilt: { tag: 'v3' } }
 */
export type PrebuiltImageInput =
  | {
      /** The whole name, with a tag or a digest, in any registry. `latest` is refused. */
      readonly prebuilt: string;
      readonly repository?: never;
      readonly build?: never;
      readonly from?: never;
      readonly scan?: never;
      readonly createRepository?: never;
      readonly registryEndpoint?: never;
      /** Default: `tag-and-digest`. */
      readonly reference?: ReferenceFormInput;
    }
  | {
      /** Name of an ECR repository of the environment. */
      readonly repository: string;
      readonly prebuilt: { readonly tag: string } | { readonly digest: string };
      readonly build?: never;
      readonly from?: never;
      /** What ECR's scan may find. Default: nobody looks. */
      readonly scan?: ScanInput;
      readonly createRepository?: never;
      readonly registryEndpoint?: never;
      /** Default: `tag-and-digest`. */
      readonly reference?: ReferenceFormInput;
    };

/** How an image is made: from a Dockerfile, or from files on a base image without any container engine. */
export type BuildInput = DockerfileBuildInput | FilesBuildInput;

interface CommonBuildInput {
  /** Folder with what goes into the image, relative to the config file. */
  readonly context: string;
  /** Labels of the image, added to the OCI labels that Funade sets. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Platforms such as `linux/amd64`. Default: that of the engine; of `containerify`: `linux/amd64`. */
  readonly platforms?: readonly string[];
}

/** A build from a Dockerfile. */
export interface DockerfileBuildInput extends CommonBuildInput {
  /** The builder. Default: the first of these on this machine that can do the build. */
  readonly with?: 'buildx' | 'docker' | 'podman' | 'buildah';
  /** Path of the Dockerfile, relative to `context`. Default `Dockerfile`. */
  readonly dockerfile?: string;
  /** The stage to build. Default: the last one. */
  readonly target?: string;
  /** Build arguments. They end up in the image's history: use `secrets` for what nobody may see. */
  readonly args?: Readonly<Record<string, string | number | boolean>>;
  /** Build secrets by the id that `RUN --mount=type=secret,id=…` names; never in an argument list, a layer or a log. */
  readonly secrets?: Readonly<Record<string, BuildSecretInput>>;
  /**
   * Where layers are kept between builds. `true` is the tag `buildcache` of the repository, and the default of buildx
   * builders that can write it where the repository lets that tag be overwritten. An image's name is a cache in a
   * registry; buildx also takes its own notation (`type=gha`).
   */
  readonly cache?: boolean | { readonly from?: readonly string[]; readonly to?: string };
  /** SSH agents or keys for `RUN --mount=type=ssh`: `default`, or `<id>=<path>`. */
  readonly ssh?: readonly string[];
  /** The network of RUN instructions. Default: that of the builder. */
  readonly network?: 'default' | 'none' | 'host';
  /** Look for newer base images at every build. Default `false`. */
  readonly pull?: boolean;
  /** Name of a buildx builder, such as one on another machine, in Kubernetes or in Docker Build Cloud. */
  readonly builder?: string;
  readonly from?: never;
  readonly content?: never;
  readonly entrypoint?: never;
  readonly env?: never;
  readonly user?: never;
  readonly workdir?: never;
  readonly expose?: never;
}

/** Where a build secret comes from when the build runs: an environment variable, or a file relative to the config file. */
export type BuildSecretInput =
  | { readonly env: string; readonly file?: never }
  | { readonly file: string; readonly env?: never };

/** A build from files on a base image, by `containerify`: no Dockerfile and no container engine. */
export interface FilesBuildInput extends CommonBuildInput {
  /** The builder. Default: `containerify`. */
  readonly with?: 'containerify';
  /**
   * The base image: `node:24-slim`, `<account>.dkr.ecr.<region>.amazonaws.com/base@sha256:…`, or `scratch` for none.
   * A name without a host is one of Docker Hub.
   */
  readonly from: string;
  /**
   * Where files and folders of `context` go: path there → absolute path in the image. Default: the folder is a Node
   * application, whose dependencies become one layer and whose own files another, both in `workdir`.
   */
  readonly content?: Readonly<Record<string, string>>;
  /** The program and its arguments. Default: that of the base image; of a Node application: `npm start`. */
  readonly entrypoint?: readonly string[];
  /** Environment variables of the image, added to those of the base image. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: that of the base image; of a Node application: `1000`. */
  readonly user?: string;
  /** Default: that of the base image; of a Node application: `/app`. */
  readonly workdir?: string;
  /** Ports the image says it listens on: `8080`, `53/udp`. */
  readonly expose?: readonly (number | string)[];
  readonly dockerfile?: never;
  readonly target?: never;
  readonly args?: never;
  readonly secrets?: never;
  readonly cache?: never;
  readonly ssh?: never;
  readonly network?: never;
  readonly pull?: never;
  readonly builder?: never;
}
