import { access } from 'node:fs/promises';
import type { StepContext } from '@funade/core';
import type { BuiltImage } from '../builders/builder.ts';
import { builtImageGone } from '../model/build-errors.ts';
import { splitRepositoryUri } from '../registry/image-reference.ts';
import { layoutSource } from '../registry/layout-source.ts';
import type { RegistryClient } from '../registry/registry-client.ts';
import { sendImage } from '../registry/send-image.ts';

/** Pushes an OCI layout over the registry's own protocol. */
export async function pushByUs(
  given: {
    readonly repository: string;
    readonly repositoryUri: string;
    readonly tag: string;
    readonly built: Extract<BuiltImage, { kind: 'layout' }>;
  },
  client: RegistryClient,
  context: StepContext,
): Promise<void> {
  const { built, tag } = given;
  await access(built.path).catch(() => {
    throw builtImageGone(given.repository);
  });
  const { name } = splitRepositoryUri(given.repositoryUri);
  await sendImage(client, layoutSource(built.path), {
    digest: built.digest,
    name,
    tag,
    mountFrom: built.mountFrom,
    onBlob: ({ done, of, sent }) => context.progress(`blob ${done} of ${of}, ${sent} bytes sent`, { done, of, sent }),
  });
}
