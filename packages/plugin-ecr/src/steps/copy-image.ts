import { defineStep, isDeployError, type StepContext } from '@funade/core';
import * as z from 'zod';
import { imageName } from '../image/image-name.ts';
import { useRegistryClient } from '../login/registry-login.ts';
import { imageTagTaken } from '../model/errors.ts';
import { copyFailed, copyRefused, pushNotVerified } from '../model/registry-errors.ts';
import { referenceForms } from '../options/options.ts';
import { splitRepositoryUri } from '../registry/image-reference.ts';
import { describeImage, readManifest } from '../registry/read-image.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { registrySource } from '../registry/registry-source.ts';
import { sendImage } from '../registry/send-image.ts';
import { toldFault } from '../registry/told-fault.ts';

/** How the task definition refers to the image. Absent: by tag and digest. */
const form = z.enum(referenceForms).optional();

const input = z.strictObject({
  repository: z.string(),
  repositoryUri: z.string(),
  tag: z.string(),
  /** Of the image that is copied: the same in both registries. */
  digest: z.string(),
  platforms: z.array(z.string()),
  /** The release's commit, for the words of a refusal. */
  commit: z.string(),
  from: z.strictObject({
    environment: z.string(),
    account: z.string(),
    region: z.string(),
    role: z.string().nullable(),
    repositoryUri: z.string(),
  }),
  form,
});

/** What a copy step is run with. */
export type CopyStepInput = z.output<typeof input>;

const output = z.strictObject({
  digest: z.string(),
  /** `<repositoryUri>:<tag>@<digest>`, or what the config asks for instead. */
  reference: z.string(),
  platforms: z.array(z.string()),
});

/**
 * `ecr.copy-image`: copies an image from the registry of another environment, as that environment, byte for byte: every
 * platform, and whatever refers to one. Never over a tag that is there, unless it is this very image. A copy that was cut
 * off goes on where it stopped.
 */
export const copyImage = defineStep<CopyStepInput, z.output<typeof output>>({
  kind: 'ecr.copy-image',
  input,
  output,
  effect: 'stores',
  verb: 'copy',
  async run(given, context) {
    const { repositoryUri, repository, tag } = given;
    const { host, name } = splitRepositoryUri(repositoryUri);
    const target = { client: await useRegistryClient(context, host), name };
    const told = (error: unknown): never => {
      context.signal.throwIfAborted();
      throw toldFault(error, `${repository}:${tag}`, { refused: copyRefused, failed: copyFailed });
    };
    if (await isThere(given, target).catch(told)) return done(given, context);
    try {
      await copy(given, target, context);
    } catch (error) {
      context.signal.throwIfAborted();
      // The tag may have appeared while we copied; then the image under it decides, and not the text of the error.
      const there = await isThere(given, target).catch((refusal) => (isDeployError(refusal) ? told(refusal) : false));
      if (!there) return told(error);
    }
    if (!(await isThere(given, target).catch(told))) throw pushNotVerified(`${repository}:${tag}`);
    return done(given, context);
  },
});

interface Target {
  readonly client: RegistryClient;
  readonly name: string;
}

/** @throws IMAGE_TAG_TAKEN when another image is under the tag. */
async function isThere({ repository, tag, digest, commit }: CopyStepInput, { client, name }: Target): Promise<boolean> {
  const found = await readManifest(client, name, tag);
  if (found === null) return false;
  if (found.digest === digest) return true;
  const { revision } = await describeImage(client, name, found);
  throw imageTagTaken({ repository, tag, digest: found.digest, revision, commit });
}

async function copy(given: CopyStepInput, { client, name }: Target, context: StepContext): Promise<void> {
  const { from, tag, digest } = given;
  const { environment, repositoryUri, ...where } = from;
  const source = splitRepositoryUri(repositoryUri);
  const there = { ...context, environment: { ...where, name: environment, confirm: false } };
  const reader = await useRegistryClient(there, source.host);
  await sendImage(client, registrySource(reader, source.name), {
    digest,
    name,
    tag,
    mountFrom: source.host === client.host ? source.name : null,
    onBlob: ({ done, of, sent }) => context.progress(`blob ${done} of ${of}, ${sent} bytes sent`, { done, of, sent }),
  });
}

function done(given: CopyStepInput, context: StepContext): z.output<typeof output> {
  const { repositoryUri: uri, tag, digest, platforms } = given;
  context.progress(`${tag} is ${digest}`);
  return { digest, reference: imageName({ uri, tag, digest }, given.form), platforms };
}
