import { defineStep, type StepContext } from '@funade/core';
import * as z from 'zod';
import { builtImage } from '../builders/builder.ts';
import { tellFullDisk } from '../builders/tell-full-disk.ts';
import { imageName } from '../image/image-name.ts';
import { useRegistryClient } from '../login/registry-login.ts';
import { imageBuiltOtherwise, imagePlatformMissing, imageTagTaken } from '../model/errors.ts';
import { pushFailed, pushNotVerified, pushRefused } from '../model/registry-errors.ts';
import { referenceForms } from '../options/options.ts';
import { isOurs } from '../push/is-ours.ts';
import { pushByDocker } from '../push/push-by-docker.ts';
import { pushByUs } from '../push/push-by-us.ts';
import { splitRepositoryUri } from '../registry/image-reference.ts';
import { samePlatform } from '../registry/manifest.ts';
import { describeImage, type ImageDescription, readManifest } from '../registry/read-image.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { toldFault } from '../registry/told-fault.ts';
import { translateFault } from '../registry/translate-fault.ts';

/** How the task definition refers to the image. Absent: by tag and digest. */
const form = z.enum(referenceForms).optional();

const input = z.strictObject({
  repository: z.string(),
  repositoryUri: z.string(),
  tag: z.string(),
  /** The commit that the image says it was built from. */
  revision: z.string(),
  /** Which build of the commit it says it is. Absent in plans of before. */
  build: z.string().optional(),
  built: builtImage,
  form,
});

/** What a push step is run with. */
export type PushStepInput = z.output<typeof input>;

const output = z.strictObject({
  /** Digest of the manifest under the tag, as the registry says after the push. */
  digest: z.string(),
  /** `<repositoryUri>:<tag>@<digest>`, or what the config asks for instead. */
  reference: z.string(),
  /** `linux/amd64`, …: what the image runs on; sorted. */
  platforms: z.array(z.string()),
});

/**
 * `ecr.push-image`: pushes what the build step left, never over a tag that is there. A tag that appeared since the plan
 * is fine when its image is ours or was built from the same commit, and refused when it is not.
 */
export const pushImage = defineStep<PushStepInput, z.output<typeof output>>({
  kind: 'ecr.push-image',
  input,
  output,
  effect: 'stores',
  async run(given, context) {
    const { host, name } = splitRepositoryUri(given.repositoryUri);
    const client = await useRegistryClient(context, host);
    const image = { client, name, tag: given.tag };
    const before = await look(image);
    if (before !== null) return accept(given, before, context);
    try {
      await tellFullDisk(`the push of ${given.repository}`, () => push(given, client, context));
    } catch (error) {
      context.signal.throwIfAborted();
      // The tag may have appeared while we pushed; then the image under it decides, and not the text of the error.
      const found = await look(image).catch(() => null);
      if (found === null) {
        throw toldFault(error, `${given.repository}:${given.tag}`, { refused: pushRefused, failed: pushFailed });
      }
      return accept(given, found, context);
    }
    const after = await look(image);
    if (after === null) throw pushNotVerified(`${given.repository}:${given.tag}`);
    return accept(given, after, context);
  },
});

interface Tagged {
  readonly client: RegistryClient;
  readonly name: string;
  readonly tag: string;
}

async function look({ client, name, tag }: Tagged): Promise<ImageDescription | null> {
  try {
    const manifest = await readManifest(client, name, tag);
    return manifest === null ? null : await describeImage(client, name, manifest);
  } catch (error) {
    throw translateFault(error);
  }
}

function push(given: PushStepInput, client: RegistryClient, context: StepContext): Promise<void> {
  const { built } = given;
  return built.kind === 'docker'
    ? pushByDocker({ ...given, built }, client, context)
    : pushByUs({ ...given, built }, client, context);
}

/** @throws IMAGE_TAG_TAKEN when the image under the tag is another one, IMAGE_PLATFORM_MISSING when it runs elsewhere. */
function accept(given: PushStepInput, found: ImageDescription, context: StepContext): z.output<typeof output> {
  const { repository, repositoryUri, tag, revision } = given;
  if (!isOurs(found, { revision, built: given.built })) {
    throw imageTagTaken({ repository, tag, digest: found.digest, revision: found.revision, commit: revision });
  }
  const { build = null } = given;
  if (build !== null && found.build !== null && build !== found.build) {
    throw imageBuiltOtherwise({ repository, tag, digest: found.digest });
  }
  // Somebody else's image of this commit need not run where ours was checked to run.
  const { platforms: has } = found;
  const wanted = given.built.platforms.filter((platform) => !has.some((one) => samePlatform(one, platform)));
  if (has.length > 0 && wanted.length > 0) throw imagePlatformMissing({ repository, tag, has, wanted });
  context.progress(`${repository}:${tag} is ${found.digest}`);
  return {
    digest: found.digest,
    reference: imageName({ uri: repositoryUri, tag, digest: found.digest }, given.form),
    platforms: [...found.platforms],
  };
}
